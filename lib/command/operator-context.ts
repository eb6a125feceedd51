import type { Database } from "@/lib/db";
import { type Logger, newId } from "@/lib/kit";
import type { Context } from "./context";

/**
 * The context of the person who runs this installation, over the worker's role; `merchantId` names whose rows a
 * verb of one merchant touches.
 */
export function operatorContext(
  db: Database,
  operatorId: string,
  log: Logger,
  merchantId: string | null = null,
  now = () => new Date(),
): Context {
  return {
    db,
    merchantId,
    actor: { kind: "operator", id: operatorId },
    permissions: new Set(["operator", "keys:read", "keys:write"]),
    requestId: `op_${newId()}`,
    log,
    now,
  };
}
