import { randomUUID } from "node:crypto";
import { jobContext } from "@/lib/command";
import { loadConfig } from "@/lib/config";
import { createSecretBox } from "@/lib/config/secret-box";
import { connect, type Database } from "@/lib/db";
import { silentLogger } from "@/lib/kit";
import { createUser, newTotpSecret, type Role, totpCode } from "@/lib/people";
import { sandboxSettings } from "@/lib/sandbox";

const STEP_MS = 30_000;

/** Someone who works for the demo's first merchant, with an authenticator in hand. */
export interface Colleague {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  /** A code that was not given before. Two can be had at once; for the next one, time must pass. */
  code(): Promise<string>;
}

/** A new person of a merchant of the sandbox that runs on that folder. */
export function makeColleague(
  sandbox: { readonly dataDir: string; readonly clientId: string },
  role: Role,
  name: string,
): Promise<Colleague> {
  return make(sandbox.dataDir, role, name, async (db) => {
    const [merchant] = await db.sql<{ id: string }[]>`
      select id from merchants where client_id = ${sandbox.clientId}`;
    return { isOperator: false, memberships: [{ merchantId: merchant?.id ?? "", role }] };
  });
}

/** Somebody new who runs the sandbox on that folder, and works for none of its merchants. */
export function makeWholeOperator(dataDir: string, name: string): Promise<Colleague> {
  return make(dataDir, "operator", name, async () => ({ isOperator: true, memberships: [] }));
}

interface Place {
  readonly isOperator: boolean;
  readonly memberships: readonly { readonly merchantId: string; readonly role: Role }[];
}

async function make(
  dataDir: string,
  what: string,
  name: string,
  placeOf: (db: Database) => Promise<Place>,
): Promise<Colleague> {
  // Nothing else of the environment: a suite's own variable is none of the product's.
  const config = sandboxSettings(loadConfig({ DATA_DIR: dataDir }));
  const db = connect({ url: config.databaseWorkerUrl ?? "", name: "new-colleague", max: 1 });
  try {
    const email = `${what}-${randomUUID().slice(0, 8)}@northwind.example`;
    const password = `a long password ${randomUUID()}`;
    const totpSecret = newTotpSecret();
    const { userId } = await createUser(
      jobContext(db, "test", silentLogger),
      { email, name, password, totpSecret, ...(await placeOf(db)) },
      createSecretBox(config.secret ?? ""),
    );
    return { userId, email, name, password, code: authenticator(totpSecret) };
  } finally {
    await db.close();
  }
}

/** The codes of a secret in their order: of this step, of the next one, and so on. One that is past may be too old when it arrives. */
export function authenticator(secret: string): () => Promise<string> {
  let last = 0;
  return async () => {
    const now = Math.floor(Date.now() / STEP_MS);
    const step = Math.max(last + 1, now);
    last = step;
    // A code may come one step early; more than that is not taken.
    const early = (step - 1) * STEP_MS - Date.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early + 200));
    return totpCode(secret, new Date(step * STEP_MS));
  };
}
