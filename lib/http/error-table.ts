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
