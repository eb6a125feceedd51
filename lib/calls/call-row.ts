import { cleanText } from "@/lib/kit";
import { maskJson, maskPath, maskQuery, maskText } from "./mask";

/** An answered call, as it was. It is kept until it is masked, and never longer. */
export interface AnsweredCall {
  readonly merchantId: string;
  /** The request id. */
  readonly id: string;
  readonly at: Date;
  /** "api_key:…" or "user:…". */
  readonly actor: string;
  readonly method: string;
  /** As the API's reference writes it: "/public/wallet/view/{userId}". */
  readonly route: string;
  readonly path: string;
  /** Without "?". */
  readonly query: string;
  readonly status: number;
  readonly durationMs: number;
  readonly address: string;
  readonly userAgent: string | null;
  readonly withSecret: boolean;
  readonly withIdempotencyKey: boolean;
  readonly replayed: boolean;
  readonly sent: Uint8Array;
  readonly answered: string | null;
}

/** Characters that are kept of a body, masked. */
export const REQUEST_KEPT = 4_000;
export const RESPONSE_KEPT = 2_000;
/** Larger ones are not even looked at: nobody reads a piece of them. */
const LARGEST = 128_000;
/** Stands at the end of what was cut. */
export const CUT = "…";

const ODD = /[\ud800-\udfff]/;

/** A row of the log: masked and cut. */
export type CallRow = ReturnType<typeof rowOf>;

/** What the log keeps of a call. Headers are not kept at all. */
export function rowOf(call: AnsweredCall) {
  const sent = call.sent.byteLength > 0 ? textOf(call.sent) : null;
  const answered = call.answered === null ? null : maskedBody(call.answered, RESPONSE_KEPT);
  return {
    merchant_id: call.merchantId,
    id: call.id,
    created_at: call.at.toISOString(),
    actor: call.actor,
    method: call.method,
    route: call.route,
    path: kept(maskPath(call.path), 1_000),
    query: kept(maskQuery(call.query), 2_000),
    status: call.status,
    error: call.status >= 400 ? errorOf(call.answered) : null,
    duration_ms: Math.max(0, Math.round(call.durationMs)),
    address: kept(call.address, 60),
    user_agent: call.userAgent === null ? null : kept(maskText(call.userAgent), 200),
    with_secret: call.withSecret,
    with_idempotency_key: call.withIdempotencyKey,
    replayed: call.replayed,
    request_body: sent === null ? null : maskedBody(sent, REQUEST_KEPT),
    response_body: answered,
    request_bytes: call.sent.byteLength,
    response_bytes: call.answered === null ? 0 : Buffer.byteLength(call.answered),
  };
}

function maskedBody(text: string, most: number): string | null {
  const masked = text.length > LARGEST ? null : maskJson(text);
  if (masked === null) return null;
  return masked.length > most ? kept(masked, most) + CUT : kept(masked, most);
}

/** As the database takes it: no NUL, no half of a pair of surrogates. */
function kept(text: string, most: number): string {
  const cut = cleanText(text, most);
  return ODD.test(cut) ? Buffer.from(cut, "utf8").toString("utf8") : cut;
}

function textOf(bytes: Uint8Array): string | null {
  return bytes.byteLength > LARGEST ? null : Buffer.from(bytes).toString("utf8");
}

function errorOf(answered: string | null): string | null {
  return /"error":"([a-z_]{1,60})"/.exec(answered ?? "")?.[1] ?? null;
}
