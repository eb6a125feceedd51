import type { Permission, Spending } from "@/lib/command";
import type { Environment } from "@/lib/config";
import type { Database } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { hashKey, isSecret, parseKey } from "./api-key";
import { spendingOf } from "./daily-cap";
import { findApiKey, type KnownKey, rememberedKey } from "./find-api-key";
import { isAllowed } from "./ip-allow-list";
import { noteKeyUse } from "./note-use";

/** What a call says of itself. */
export interface Credentials {
  readonly key: string | null;
  readonly secret: string | null;
  readonly address: string;
  /** Whether this endpoint asks for the secret whatever the merchant's setting. */
  readonly secretRequired: boolean;
}

export interface Caller {
  readonly keyId: string;
  readonly merchantId: string;
  readonly permissions: ReadonlySet<Permission>;
  /** What this call may move out, with the secret or without. */
  readonly spending: Spending;
  readonly rateLimits: Readonly<Record<string, number>>;
}

/** Counts failed authentications by address. */
export interface FailureCounter {
  /** Counts one before the key is looked up. Throws rate_limited. */
  count(): Promise<void>;
  /** Takes it back, for a key that was good after all. */
  takeBack(): Promise<void>;
}

/**
 * Says who is calling, in the contract's order. One database round trip for a key that was not seen within
 * the last second, none otherwise. `known` hears whose key it is, also where the call is refused then. Throws api_key_required, wrong_environment, invalid_api_key,
 * api_secret_required, invalid_api_secret, ip_not_allowed, merchant_suspended, rate_limited.
 */
export async function authenticate(
  db: Database,
  environment: Environment,
  credentials: Credentials,
  failures: FailureCounter,
  known: (key: Pick<Caller, "keyId" | "merchantId">) => void = () => undefined,
): Promise<Caller> {
  const { key: text, secret } = credentials;
  if (text === null || text === "") throw new AppError("api_key_required");
  const form = parseKey(text);
  if (form && form.environment !== environment) throw new AppError("wrong_environment");
  const hash = form ? Buffer.from(hashKey(text)) : null;
  const key = (hash && rememberedKey(hash)) ?? (await lookUp(db, hash, failures));
  known({ keyId: key.id, merchantId: key.merchantId });
  const needed = credentials.secretRequired || key.requireSecret;
  if (secret === null && needed) throw new AppError("api_secret_required");
  if (secret !== null && !isSecret(secret, key.secretHash)) {
    await failures.count();
    throw new AppError("invalid_api_secret");
  }
  const { address } = credentials;
  const letIn = key.ipAllowLists.every((list) => isAllowed(address, list));
  if (!letIn) throw new AppError("ip_not_allowed");
  if (key.suspended) throw new AppError("merchant_suspended");
  noteKeyUse(db, key, address);
  const { id: keyId, merchantId, permissions, rateLimits } = key;
  const spending = spendingOf(key, environment, secret !== null);
  return { keyId, merchantId, permissions, spending, rateLimits };
}

async function lookUp(
  db: Database,
  hash: Buffer | null,
  failures: FailureCounter,
): Promise<KnownKey> {
  await failures.count();
  const key = hash === null ? null : await findApiKey(db, hash);
  if (!key) throw new AppError("invalid_api_key");
  await failures.takeBack();
  return key;
}
