import { AppError } from "@/lib/kit";
import type { Context, Permission } from "./context";

/** The first line of every verb. Throws scope_missing. */
export function requirePermission(ctx: Context, permission: Permission): void {
  if (!ctx.permissions.has(permission)) {
    throw new AppError("scope_missing", {
      public:
        ctx.actor.kind === "user"
          ? "Your role does not allow this"
          : "API key is not allowed to call this endpoint",
      internal: `${permission} is missing`,
    });
  }
}
