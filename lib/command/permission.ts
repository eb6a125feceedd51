import { AppError } from "@/lib/kit";
import type { Context, Permission } from "./context";

/** The first line of every verb. Throws scope_missing. */
export function requirePermission(ctx: Context, permission: Permission): void {
  if (!ctx.permissions.has(permission)) {
    throw new AppError("scope_missing", {
      public: "API key is not allowed to call this endpoint",
      internal: `${permission} is missing`,
    });
  }
}
