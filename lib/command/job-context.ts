import type { Database } from "@/lib/db";
import { type Logger, newId } from "@/lib/kit";
import type { Context } from "./context";

/** The context of a loop of the worker or signer: across merchants, allowed what jobs are allowed. */
export function jobContext(
  db: Database,
  name: string,
  log: Logger,
  now = () => new Date(),
): Context {
  return {
    db,
    merchantId: null,
    actor: { kind: "job", name },
    permissions: new Set(["jobs"]),
    requestId: `job_${newId()}`,
    log,
    now,
  };
}
