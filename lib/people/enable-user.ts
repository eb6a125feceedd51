import type { Context } from "@/lib/command";
import { changeStatus } from "./change-status";

/** Lets a person in again who was disabled; for the operator. Throws scope_missing, not_found. */
export function enableUser(ctx: Context, email: string): Promise<{ readonly userId: string }> {
  return changeStatus(ctx, email, "active", async () => 0);
}
