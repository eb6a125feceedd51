import { setMaxListeners } from "node:events";
import { CallLog } from "@/lib/calls";
import { type Config, createLogger, getConfig, requireSetting } from "@/lib/config";
import { createSecretBox, type SecretBox } from "@/lib/config/secret-box";
import { type Database, sharedPool } from "@/lib/db";
import type { Logger } from "@/lib/kit";
import { CheckoutWatch } from "./checkout-watch";
import { countLines } from "./metrics";
import { RateLimiter } from "./rate-limiter";

/** What the web process has one of. */
export interface Runtime {
  readonly config: Config;
  readonly sandbox: boolean;
  readonly db: Database;
  readonly log: Logger;
  readonly limiter: RateLimiter;
  /** The payment pages that browsers keep open. */
  readonly watch: CheckoutWatch;
  /** What merchants' programs ask and are answered. */
  readonly calls: CallLog;
  /** For secrets that are stored because they must be used. */
  readonly secretBox: SecretBox;
  /** Aborted when the process begins to drain. */
  readonly draining: AbortController;
}

const shared = globalThis as typeof globalThis & { tillgateWeb?: Runtime };

/** This process's runtime, made at the first call. Throws ConfigError. */
export function getRuntime(): Runtime {
  shared.tillgateWeb ??= createRuntime();
  return shared.tillgateWeb;
}

function createRuntime(): Runtime {
  const config = getConfig();
  const db = sharedPool({
    url: requireSetting(config.databaseWebUrl, "DATABASE_WEB_URL"),
    name: "tillgate-web",
    statementTimeoutMs: 10_000,
  });
  const log = createLogger("web");
  return {
    config,
    sandbox: config.environment === "sandbox",
    db,
    log,
    limiter: new RateLimiter(db, log),
    watch: new CheckoutWatch(db, log),
    calls: new CallLog({ db, log, count: countLines }),
    secretBox: createSecretBox(requireSetting(config.secret, "TILLGATE_SECRET")),
    draining: createDraining(),
  };
}

function createDraining(): AbortController {
  const draining = new AbortController();
  // Each call that waits listens, and leaves when it is answered: many are no leak.
  setMaxListeners(0, draining.signal);
  return draining;
}
