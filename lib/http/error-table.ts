import { TEXTS } from "@/lib/api";
import type { ErrorCode } from "@/lib/kit";

interface ErrorRow {
  readonly status: number;
  /** Said when the error brings no text of its own. */
  readonly text: string;
  /** Whether an Idempotency-Key keeps such an answer. */
  readonly kept: boolean;
}

function row(status: number, text: string, kept = false): ErrorRow {
  return { status, text, kept };
}

/** The one table from error codes to HTTP. */
export const ERROR_TABLE: Readonly<Record<ErrorCode, ErrorRow>> = {
  api_key_required: row(401, TEXTS.apiKeyRequired),
  invalid_api_key: row(401, TEXTS.invalidApiKey),
  api_secret_required: row(401, TEXTS.apiSecretRequired),
  invalid_api_secret: row(401, TEXTS.invalidApiSecret),
  ip_not_allowed: row(403, TEXTS.ipNotAllowed),
  wrong_environment: row(403, TEXTS.wrongEnvironment),
  scope_missing: row(403, TEXTS.scopeMissing),
  daily_limit_reached: row(403, TEXTS.dailyLimitReached),
  merchant_suspended: row(403, TEXTS.merchantSuspended),
  // The dashboard's own: no endpoint of the merchant API answers these.
  sign_in_required: row(401, "Please sign in"),
  invalid_credentials: row(401, "E-mail address or password is wrong"),
  otp_required: row(401, "A one-time code is needed"),
  invalid_otp: row(401, "This code is wrong or was used before"),
  locked_out: row(429, "Too many wrong attempts. Please wait and try again."),
  second_factor_required: row(403, "Set up a second factor first"),
  step_up_required: row(403, "Please confirm with a one-time code"),
  password_required: row(403, "Please confirm your password"),
  link_expired: row(400, "This link has expired or was used before"),
  stale_version: row(409, "Somebody else changed this meanwhile"),
  validation_failed: row(400, TEXTS.validationFailed, true),
  malformed_json: row(400, TEXTS.malformedJson),
  not_found: row(404, TEXTS.notFound, true),
  method_not_allowed: row(405, TEXTS.methodNotAllowed),
  request_in_progress: row(409, TEXTS.requestInProgress),
  conflict: row(409, "Conflict"),
  body_too_large: row(413, TEXTS.bodyTooLarge),
  unsupported_media_type: row(415, TEXTS.unsupportedMediaType),
  idempotency_key_reused: row(422, TEXTS.idempotencyKeyReused),
  rate_limited: row(429, TEXTS.rateLimited),
  invalid_state: row(400, "The transaction's status does not allow this", true),
  insufficient_balance: row(400, "Insufficient balance"),
  wallet_generation_failed: row(500, TEXTS.walletGenerationFailed),
  wallet_pool_empty: row(400, TEXTS.walletsNotGenerated),
  internal_error: row(500, TEXTS.internalError),
  service_unavailable: row(503, TEXTS.serviceUnavailable),
};
