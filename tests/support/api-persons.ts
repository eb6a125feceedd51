import { randomUUID } from "node:crypto";
import { jobContext } from "@/lib/command";
import { roleUrl } from "@/lib/config";
import { createSecretBox } from "@/lib/config/secret-box";
import { connect } from "@/lib/db";
import { silentLogger } from "@/lib/kit";
import { createUser, newTotpSecret, type Role, totpCode } from "@/lib/people";
import { API_SECRET, PASSWORDS } from "./api-process";
import type { ApiMerchant, ApiServer } from "./api-world";

export interface ApiPerson {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  /** Of the authenticator; absent: no second factor. */
  readonly totpSecret?: string;
}

/** Someone who works for a merchant, without a second factor. */
export function makePerson(api: ApiServer, merchant: ApiMerchant, role: Role): Promise<ApiPerson> {
  return make(api, role, {
    isOperator: false,
    memberships: [{ merchantId: merchant.merchantId, role }],
  });
}

/** Someone who runs the installation, with a second factor unless it is said otherwise, and owns a merchant if one is named. */
export function makeOperator(
  api: ApiServer,
  { factor = true, owns }: { readonly factor?: boolean; readonly owns?: ApiMerchant } = {},
): Promise<ApiPerson> {
  return make(api, "operator", {
    isOperator: true,
    memberships: owns ? [{ merchantId: owns.merchantId, role: "owner" }] : [],
    ...(factor ? { totpSecret: newTotpSecret() } : {}),
  });
}

interface Made {
  readonly isOperator: boolean;
  readonly memberships: readonly { readonly merchantId: string; readonly role: Role }[];
  readonly totpSecret?: string;
}

async function make(api: ApiServer, what: string, given: Made): Promise<ApiPerson> {
  const url = roleUrl(api.ownerUrl, "tillgate_worker", PASSWORDS.workerPassword);
  const db = connect({ url, name: "api-persons", max: 1 });
  try {
    const email = `${what}-${randomUUID().slice(0, 8)}@example.com`;
    const password = `a long password ${randomUUID()}`;
    const { userId } = await createUser(
      jobContext(db, "test", silentLogger),
      { email, name: `The ${what}`, password, ...given },
      createSecretBox(API_SECRET),
    );
    const { totpSecret } = given;
    return { userId, email, password, ...(totpSecret === undefined ? {} : { totpSecret }) };
  } finally {
    await db.close();
  }
}

const cookiesOf = (response: Response) =>
  response.headers.getSetCookie().map((cookie) => cookie.split(";", 1)[0] ?? "");

type Entering = Pick<ApiPerson, "email" | "password" | "totpSecret"> & {
  /** The next code of an authenticator that minds which it gave. */
  readonly code?: () => Promise<string>;
};

/** Signs in as a browser does, by a code where it takes one; answers the `Cookie` header of the session. */
export async function signInByHttp(
  api: Pick<ApiServer, "origin">,
  person: Entering,
): Promise<string> {
  const given = await fetch(`${api.origin}/api/auth/csrf`);
  const { csrfToken } = (await given.json()) as { csrfToken: string };
  const before = cookiesOf(given);
  const { email, password } = person;
  const code = await codeOf(person);
  const response = await fetch(`${api.origin}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: before.join("; ") },
    body: new URLSearchParams({ email, password, code, csrfToken, json: "true" }),
  });
  const after = cookiesOf(response);
  if (!after.some((cookie) => cookie.includes("tillgate-session="))) {
    throw new Error(`no session: ${response.status} ${await response.text()}`);
  }
  return [...before, ...after].join("; ");
}

async function codeOf({ totpSecret, code }: Entering): Promise<string> {
  if (code) return code();
  return totpSecret === undefined ? "" : totpCode(totpSecret, new Date());
}
