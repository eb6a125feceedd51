import type { ErrorCode, FieldProblem } from "@/lib/kit";
import { FIELD_TEXTS, TEXTS } from "./texts";

const CODES: Readonly<Record<string, ErrorCode>> = {
  [TEXTS.apiKeyRequired]: "api_key_required",
  [TEXTS.invalidApiKey]: "invalid_api_key",
  [TEXTS.apiSecretRequired]: "api_secret_required",
  [TEXTS.invalidApiSecret]: "invalid_api_secret",
  [TEXTS.ipNotAllowed]: "ip_not_allowed",
  [TEXTS.wrongEnvironment]: "wrong_environment",
  [TEXTS.scopeMissing]: "scope_missing",
  [TEXTS.dailyLimitReached]: "daily_limit_reached",
  [TEXTS.merchantSuspended]: "merchant_suspended",
  [TEXTS.malformedJson]: "malformed_json",
  [TEXTS.methodNotAllowed]: "method_not_allowed",
  [TEXTS.requestInProgress]: "request_in_progress",
  [TEXTS.bodyTooLarge]: "body_too_large",
  [TEXTS.unsupportedMediaType]: "unsupported_media_type",
  [TEXTS.idempotencyKeyReused]: "idempotency_key_reused",
  [TEXTS.rateLimited]: "rate_limited",
  [TEXTS.webhookUrlMissing]: "invalid_state",
  [TEXTS.notExtendable]: "invalid_state",
  [TEXTS.notOpen]: "invalid_state",
  [TEXTS.noMail]: "invalid_state",
  [TEXTS.noReceipt]: "invalid_state",
  [TEXTS.noContact]: "invalid_state",
  [TEXTS.walletGenerationFailed]: "wallet_generation_failed",
  [TEXTS.internalError]: "internal_error",
  [TEXTS.serviceUnavailable]: "service_unavailable",
};
const BY_FORM: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^Insufficient /, "insufficient_balance"],
  [/^Only .* can be /, "invalid_state"],
];
const BY_STATUS: Readonly<Record<number, ErrorCode>> = { 404: "not_found", 409: "conflict" };

/** The machine code that goes with a text of the contract. */
export function codeOf(status: number, text: string): ErrorCode {
  const form = BY_FORM.find(([known]) => known.test(text))?.[1];
  return CODES[text] ?? form ?? BY_STATUS[status] ?? "validation_failed";
}

/** The field that a text objects to, as the details of such an answer name it. */
export function detailsOf(text: string): readonly FieldProblem[] | undefined {
  if (text === TEXTS.validationFailed) {
    return [{ path: "limit", message: "must be a positive integer" }];
  }
  if (!FIELD_TEXTS.has(text)) return undefined;
  const key = Object.entries(TEXTS).find(([, known]) => known === text)?.[0] ?? "";
  return [{ path: key.replace(/Private$/, ""), message: text }];
}
