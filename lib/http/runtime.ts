import {
  type Config,
  createLogger,
  getConfig,
  requireSetting,
  rolePassword,
  roleUrl,
} from "@/lib/config";
import { type Database, sharedPool } from "@/lib/db";
import type { Logger } from "@/lib/kit";
import { RateLimiter } from "./rate-limiter";

/** What the web process has one of. */
export interface Runtime {
  readonly config: Config;
  readonly sandbox: boolean;
  readonly db: Database;
  readonly log: Logger;
  readonly limiter: RateLimiter;
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
    url: withShortBackoff(webUrl(config)),
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
  };
}

/** The web role's own URL, or the owner's as the web role. Throws ConfigError. */
function webUrl(config: Config): string {
  if (config.databaseWebUrl !== null || config.databaseUrl === null || config.secret === null) {
    return requireSetting(config.databaseWebUrl, "DATABASE_WEB_URL");
  }
  const password = rolePassword(config.secret, "tillgate_web");
  return roleUrl(config.databaseUrl, "tillgate_web", password);
}

const RECONNECT_SECONDS = "0.5";

/**
 * postgres.js waits up to 20 s between tries to connect, and queries wait with it: a request must be told
 * 503 sooner, and the first one after an outage must succeed. It reads the option from the URL.
 */
function withShortBackoff(url: string): string {
  const own = new URL(url);
  if (!own.searchParams.has("backoff")) own.searchParams.set("backoff", RECONNECT_SECONDS);
  return own.href;
}
