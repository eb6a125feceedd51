import type { SQL } from "drizzle-orm";
import { databaseErrorCode } from "@/lib/db";
import { AppError } from "@/lib/kit";
import type { Context } from "./context";
import { requirePermission } from "./permission";
import { transact } from "./transact";

const NOT_ALLOWED = "42501";

/**
 * A read across merchants, by one of the database's functions for operators: those ask again whether the person who is
 * bound is one (`require_operator`). Throws scope_missing.
 */
export async function readAsOperator<T extends Record<string, unknown>>(
  ctx: Context,
  query: SQL,
): Promise<readonly T[]> {
  requirePermission(ctx, "operator");
  const rows = await transact(ctx, (tx) => tx.execute<T>(query)).catch(refusedByWalls);
  return rows as unknown as readonly T[];
}

/** What the database refused to somebody who is no operator (any more). */
export function refusedByWalls(error: unknown): never {
  if (databaseErrorCode(error) !== NOT_ALLOWED) throw error;
  throw new AppError("scope_missing", { public: "Your role does not allow this", cause: error });
}
