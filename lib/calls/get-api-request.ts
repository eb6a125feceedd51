import { sql } from "drizzle-orm";
import { type Context, readActors, readAlone, requirePermission } from "@/lib/command";
import { AppError, isUuid } from "@/lib/kit";
import { CUT } from "./call-row";
import { type CallLine, type LineRow, lineOf } from "./list-api-requests";

/** A body as the log keeps it. */
export interface KeptBody {
  /** Masked JSON; null: it cannot be masked, or is too large. */
  readonly text: string | null;
  readonly cut: boolean;
  /** As it was sent. */
  readonly bytes: number;
}

export interface CallDetail extends CallLine {
  readonly query: string;
  readonly address: string;
  readonly userAgent: string | null;
  readonly withSecret: boolean;
  readonly withIdempotencyKey: boolean;
  /** The answer was that of an earlier call with this Idempotency-Key. */
  readonly replayed: boolean;
  /** Null: there was none. */
  readonly request: KeptBody | null;
  readonly response: KeptBody | null;
}

type Row = LineRow & {
  readonly query: string;
  readonly address: string;
  readonly user_agent: string | null;
  readonly with_secret: boolean;
  readonly with_idempotency_key: boolean;
  readonly replayed: boolean;
  readonly request_body: string | null;
  readonly response_body: string | null;
  readonly request_bytes: number;
  readonly response_bytes: number;
};

/** One of the merchant's API calls, by its request id (D-28). Throws scope_missing, not_found. */
export async function getApiRequest(
  ctx: Context,
  { id }: { readonly id: string },
): Promise<CallDetail> {
  requirePermission(ctx, "keys:read");
  const [row] = isUuid(id)
    ? await readAlone<Row>(
        ctx,
        sql`select id, created_at, actor, method, route, path, status, error, duration_ms, query, address, user_agent,
          with_secret, with_idempotency_key, replayed, request_body, response_body, request_bytes, response_bytes
          from api_requests where merchant_id = bound.id and id = ${id}::uuid`,
      )
    : [];
  if (!row) throw new AppError("not_found", { public: "There is no such call" });
  return {
    ...lineOf(row, await readActors(ctx, [row.actor])),
    query: row.query,
    address: row.address,
    userAgent: row.user_agent,
    withSecret: row.with_secret,
    withIdempotencyKey: row.with_idempotency_key,
    replayed: row.replayed,
    request: bodyOf(row.request_body, row.request_bytes),
    response: bodyOf(row.response_body, row.response_bytes),
  };
}

function bodyOf(text: string | null, bytes: number): KeptBody | null {
  if (bytes === 0) return null;
  // The end of whole JSON is a bracket or a quote, a digit or a letter.
  return { text, cut: text?.endsWith(CUT) ?? false, bytes };
}
