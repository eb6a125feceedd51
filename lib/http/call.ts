import { TIERS, type Tier } from "@/lib/api";
import { authenticate, type Caller, type FailureCounter } from "@/lib/auth";
import type { Context } from "@/lib/command";
import { AppError } from "@/lib/kit";
import { ADDRESS_HEADER, limitedAddress } from "./client-address";
import { permissionFor } from "./endpoint-permissions";
import type { LimitDecision } from "./limit-decision";
import type { Runtime } from "./runtime";

/** One request on its way through the checks. */
export interface Call {
  readonly runtime: Runtime;
  readonly requestId: string;
  readonly address: string;
  /** What the last bucket said; every limited response carries it. */
  limit: LimitDecision | null;
  /** For the log: whose call it is, as soon as that is known, also if it is refused then. */
  asker: { readonly merchantId: string; readonly actor: string } | null;
  sent: Uint8Array;
  answered: string | null;
}

/** The caller's address as server.ts found it. */
export function addressOf(request: Request): string {
  return request.headers.get(ADDRESS_HEADER) ?? "0.0.0.0";
}

/** A limit under RATE_LIMIT_SCALE; null when nothing is counted. */
export function scaledLimit(base: number, scale: number): number | null {
  return scale === 0 ? null : Math.max(1, Math.round(base * scale));
}

/** Takes a request out of a bucket and remembers what it said. Throws rate_limited. */
export async function takeFrom(call: Call, bucket: string, base: number): Promise<void> {
  const limit = scaledLimit(base, call.runtime.config.rateLimitScale);
  if (limit === null) return;
  call.limit = await call.runtime.limiter.take(bucket, limit);
  if (!call.limit.allowed) throw new AppError("rate_limited");
}

function failuresOf(call: Call): FailureCounter {
  const bucket = `failed|${limitedAddress(call.address)}`;
  return {
    count: () => takeFrom(call, bucket, TIERS.failed_authentication),
    takeBack: async () => {
      call.limit = null;
      if (call.runtime.config.rateLimitScale !== 0) await call.runtime.limiter.giveBack(bucket);
    },
  };
}

/** Says who is calling by the request's own headers. Throws what `authenticate` throws. */
export function identify(call: Call, request: Request, secretRequired: boolean): Promise<Caller> {
  const { db, config } = call.runtime;
  const credentials = {
    key: request.headers.get("apikey"),
    secret: request.headers.get("x-api-secret") || null,
    address: call.address,
    secretRequired,
  };
  return authenticate(db, config.environment, credentials, failuresOf(call), (key) => {
    call.asker = { merchantId: key.merchantId, actor: `api_key:${key.keyId}` };
  });
}

/** A key without the scope is turned away before limits and fields. Throws scope_missing. */
export function requireScope(endpoint: string, caller: Caller | null): void {
  const permission = permissionFor(endpoint);
  if (caller === null || permission === null || caller.permissions.has(permission)) return;
  throw new AppError("scope_missing", { internal: `${permission} is missing` });
}

/** Counts the request against its endpoint's tier, per merchant and address. Throws rate_limited. */
export function countRequest(
  call: Call,
  endpoint: string,
  tier: Tier,
  caller: Caller | null,
): Promise<void> {
  const override = caller?.rateLimits[tier];
  const base = typeof override === "number" && override > 0 ? override : TIERS[tier];
  return takeFrom(call, countedAs(endpoint, call.address, caller?.merchantId), base);
}

/** The bucket that an endpoint's requests of one merchant (or of nobody) from one address are counted in. */
export function countedAs(endpoint: string, address: string, merchantId = "public"): string {
  return `${endpoint}|${merchantId}|${limitedAddress(address)}`;
}

/** What a verb is told of its caller. */
export function contextOf(call: Call, caller: Caller | null): Context {
  return {
    db: call.runtime.db,
    merchantId: caller?.merchantId ?? null,
    actor: caller ? { kind: "api_key", id: caller.keyId } : { kind: "public" },
    permissions: caller?.permissions ?? new Set(),
    ...(caller ? { spending: caller.spending } : {}),
    requestId: call.requestId,
    log: call.runtime.log,
    now: () => new Date(),
  };
}
