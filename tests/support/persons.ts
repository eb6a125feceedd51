import { type Context, digestOf, type Permission, type StepUpSubject } from "@/lib/command";
import type { Database, Role } from "@/lib/db";
import { newId, silentLogger } from "@/lib/kit";

/** Somebody who works for a merchant. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

const NAMES = ["Ada", "Ben", "Chloe", "Dmitri", "Esra", "Femi", "Grace", "Hana"];
let made = 0;

/** A person of a merchant, by plain SQL; `db` is the worker's or the owner's. */
export async function addPerson(
  db: Database,
  merchantId: string,
  role: Role = "owner",
): Promise<Person> {
  const id = newId();
  made += 1;
  const name = `${NAMES[made % NAMES.length]} ${made}`;
  const email = `${id}@example.com`;
  await db.sql`insert into users (id, email, name, created_at) values (${id}, ${email}, ${name}, now())`;
  await db.sql`
    insert into memberships (merchant_id, user_id, role, created_at) values (${merchantId}, ${id}, ${role}, now())`;
  return { id, name, email };
}

export interface PersonOptions {
  readonly permissions: readonly Permission[];
  /** The id of a confirmed challenge. */
  readonly stepUp?: string | undefined;
  readonly now?: (() => Date) | undefined;
}

/** A signed-in person's context, over the web role. */
export function personContext(
  web: Database,
  merchantId: string,
  person: Pick<Person, "id">,
  { permissions, stepUp, now = () => new Date() }: PersonOptions,
): Context {
  return {
    db: web,
    merchantId,
    actor: { kind: "user", id: person.id },
    permissions: new Set(permissions),
    ...(stepUp === undefined ? {} : { stepUp }),
    requestId: "req_test",
    log: silentLogger,
    now,
  };
}

/** A challenge that a person confirmed by a code for exactly this; `db` is the worker's or the owner's. Answers its id. */
export async function confirmedChallenge(
  db: Database,
  merchantId: string | null,
  person: Pick<Person, "id">,
  kind: string,
  subject: StepUpSubject,
): Promise<string> {
  const id = newId();
  await db.sql`
    insert into challenges (user_id, id, about_merchant_id, kind, digest, created_at, expires_at, confirmed_at, confirmed_by, code_hash)
    values (${person.id}, ${id}, ${merchantId}, ${kind}, ${digestOf(kind, subject)}, now(), now() + interval '2 minutes',
      now(), 'totp', ${Buffer.alloc(32)})`;
  return id;
}

/** Whether a challenge was spent. */
export async function isSpent(db: Database, challenge: string): Promise<boolean> {
  const [row] =
    await db.sql`select spent_at is not null as spent from challenges where id = ${challenge}`;
  return row?.spent === true;
}
