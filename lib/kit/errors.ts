/** The stable machine codes of the API's `error` field. One table (lib/http) maps them to HTTP. */
export type ErrorCode =
  | "api_key_required"
  | "invalid_api_key"
  | "api_secret_required"
  | "invalid_api_secret"
  | "ip_not_allowed"
  | "wrong_environment"
  | "scope_missing"
  | "daily_limit_reached"
  | "merchant_suspended"
  | "sign_in_required"
  | "invalid_credentials"
  | "otp_required"
  | "invalid_otp"
  | "locked_out"
  | "second_factor_required"
  | "step_up_required"
  | "password_required"
  | "link_expired"
  | "stale_version"
  | "validation_failed"
  | "malformed_json"
  | "not_found"
  | "method_not_allowed"
  | "request_in_progress"
  | "conflict"
  | "body_too_large"
  | "unsupported_media_type"
  | "idempotency_key_reused"
  | "rate_limited"
  | "invalid_state"
  | "insufficient_balance"
  | "wallet_generation_failed"
  | "wallet_pool_empty"
  | "internal_error"
  | "service_unavailable";

export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

interface AppErrorOptions {
  /** The contract's text, shown to the caller. */
  readonly public?: string;
  /** For the log alone. */
  readonly internal?: string;
  readonly details?: readonly FieldProblem[];
  readonly cause?: unknown;
}

/** A failure that a caller is told about. `public` is a text of the contract; `internal` reaches only the log. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly publicMessage: string | null;
  readonly details: readonly FieldProblem[] | null;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(
      options.internal ?? options.public ?? code,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.name = "AppError";
    this.code = code;
    this.publicMessage = options.public ?? null;
    this.details = options.details ?? null;
  }
}
