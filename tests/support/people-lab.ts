import { afterAll, beforeAll } from "vitest";
import { type Context, jobContext, type Permission } from "@/lib/command";
import { createSecretBox } from "@/lib/config/secret-box";
import { connect, type Database } from "@/lib/db";
import { newId, silentLogger } from "@/lib/kit";
import {
  createUser,
  findSession,
  newTotpSecret,
  type PasskeySite,
  permissionsOfRole,
  type Role,
  type SessionView,
  type SignInInput,
  signIn,
  totpCode,
} from "@/lib/people";
import { addMerchants } from "./books";
import { createTestDatabase, type TestDatabase } from "./database";

export const PASSWORD = "teal harbour 4 walnuts";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const STEP_MS = 30_000;

export interface TestPerson {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  /** Base32; null: no second factor. */
  readonly totp: string | null;
  readonly memberships: readonly { readonly merchantId: string; readonly role: Role }[];
}

export interface Signed {
  readonly token: string;
  readonly sessionId: string;
  readonly view: SessionView;
}

interface PersonOptions {
  readonly role?: Role;
  /** 0 or 1: of the lab's merchants; null: of none. */
  readonly at?: number | null;
  readonly totp?: boolean;
  readonly isOperator?: boolean;
}

/** Gives the file's tests a database with two merchants, a clock that they move, and people. */
export function setUpPeople() {
  let database: TestDatabase;
  let owner: Database;
  let web: Database;
  let worker: Database;
  let merchants: readonly string[] = [];
  let aheadMs = 0;
  let people = 0;
  const box = createSecretBox("a secret of the tests that is long enough");
  beforeAll(async () => {
    database = await createTestDatabase();
    owner = connect({ url: database.ownerUrl, name: "people-owner", max: 2 });
    web = connect({ url: database.webUrl, name: "people-web", max: 8, lockTimeoutMs: 30_000 });
    worker = connect({ url: database.workerUrl, name: "people-worker", max: 4 });
    merchants = await addMerchants(owner, 2);
  });
  afterAll(async () => {
    await Promise.all([owner?.close(), web?.close(), worker?.close()]);
    await database?.drop();
  });
  const now = () => new Date(Date.now() + aheadMs);
  const job = () => jobContext(worker, "test", silentLogger, now);
  /** Nobody yet, as the web process has it. */
  const nobody = (): Context => ({
    db: web,
    merchantId: null,
    actor: { kind: "public" },
    permissions: new Set(),
    requestId: newId(),
    log: silentLogger,
    now,
  });
  const merchantId = (at = 0) => merchants[at] ?? "";
  const code = (person: Pick<TestPerson, "totp">, at = now()) => totpCode(person.totp ?? "", at);

  async function person(options: PersonOptions = {}): Promise<TestPerson> {
    people += 1;
    const { at = 0, role = "owner", isOperator = false } = options;
    const totp = options.totp ? newTotpSecret() : null;
    const name = `Person ${people}`;
    const email = `person-${people}@example.com`;
    const memberships = at === null ? [] : [{ merchantId: merchantId(at), role }];
    const made = await createUser(
      job(),
      { email, name, password: PASSWORD, isOperator, totpSecret: totp, memberships },
      box,
    );
    return { userId: made.userId, email, name, totp, memberships };
  }

  /** The person as the web process knows one who is signed in. */
  function as(
    of: TestPerson,
    over: Partial<Context> & { readonly allow?: readonly Permission[] } = {},
  ): Context {
    const [first] = of.memberships;
    const { allow, ...rest } = over;
    const role = first ? permissionsOfRole(first.role) : new Set<Permission>(["account"]);
    return {
      ...nobody(),
      merchantId: first?.merchantId ?? null,
      actor: { kind: "user", id: of.userId },
      permissions: allow ? new Set(allow) : role,
      ...rest,
    };
  }

  const tries = (email: string, over: Partial<SignInInput> = {}): SignInInput => ({
    email,
    password: PASSWORD,
    code: null,
    address: "192.0.2.7",
    userAgent: FIREFOX,
    ...over,
  });
  const lab = {
    box,
    now,
    job,
    nobody,
    person,
    as,
    code,
    merchantId,
    get owner() {
      return owner;
    },
    get web() {
      return web;
    },
    get worker() {
      return worker;
    },
    /** Moves the clock of every context on. */
    later: (ms: number) => {
      aheadMs += ms;
    },
    /** A code that was not taken yet. */
    nextCode: (of: Pick<TestPerson, "totp">) => {
      aheadMs += STEP_MS;
      return code(of);
    },
    /** `site`: where passkeys work. */
    enter: (email: string, over: Partial<SignInInput> = {}, site: PasskeySite | null = null) =>
      signIn(nobody(), tries(email, over), box, site),
    /** Signs a person in with everything that it takes. */
    signedIn: async (of: TestPerson, over: Partial<SignInInput> = {}): Promise<Signed> => {
      const given = of.totp === null ? null : await lab.nextCode(of);
      const { token, sessionId } = await lab.enter(of.email, { code: given, ...over });
      const view = await findSession(web, token, now());
      if (view === null) throw new Error("the session that was just made is not there");
      return { token, sessionId, view };
    },
    find: (token: string) => findSession(web, token, now()),
    mailsTo: (email: string) =>
      owner.sql<{ kind: string; subject: string; text_body: string; html_body: string }[]>`
        select kind, subject, text_body, html_body from mails where to_address = ${email} order by created_at, id`,
    /** The token of the newest link that was mailed there. */
    linkTo: async (email: string): Promise<string> => {
      const mails = await lab.mailsTo(email);
      const found = /[?&]token=([0-9A-Za-z]+)/.exec(mails.at(-1)?.text_body ?? "");
      return found?.[1] ?? "";
    },
    auditOf: (subjectId: string) =>
      owner.sql<{ action: string; actor: string; merchant_id: string | null; data: object }[]>`
        select action, actor, merchant_id, data from audit_log where subject_id = ${subjectId} order by created_at, id`,
  };
  return lab;
}
