import { exitWhenStuck } from "@/lib/command";
import {
  type Config,
  ConfigError,
  createLogger,
  getConfig,
  mailMode,
  requireSetting,
} from "@/lib/config";
import { createSecretBox } from "@/lib/config/secret-box";
import { connect, type Database, outliveDatabase } from "@/lib/db";
import type { Logger, NetworkId } from "@/lib/kit";
import { exitWithParent } from "@/lib/kit/process-lifetime";
import { createSmtpTransport, type SendOptions } from "@/lib/mail/delivery";
import { createDelivery, deliverUntilAborted } from "@/lib/webhooks";
import { createAdapters } from "./chains";
import { type ExtraLoop, startWorker } from "./start-worker";

export interface WorkerProcess {
  readonly config: Config;
  readonly db: Database;
  readonly log: Logger;
}

/**
 * Runs the worker as this process until it is told to end: settings, pool, adapters, loops, draining.
 * `extraLoops` lets the sandbox add its own.
 */
export function runWorkerProcess(
  extraLoops: (process: WorkerProcess) => readonly ExtraLoop[] = () => [],
): void {
  process.title = "tillgate-worker";
  const log = createLogger("worker");
  try {
    run(log, extraLoops);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of error.lines) process.stderr.write(`${line}\n`);
    process.exit(1);
  }
}

function run(log: Logger, extraLoops: (process: WorkerProcess) => readonly ExtraLoop[]): void {
  const config = getConfig();
  const db = connect({
    url: requireSetting(config.databaseWorkerUrl, "DATABASE_WORKER_URL"),
    name: "tillgate-worker",
    max: 20,
  });
  const box = createSecretBox(requireSetting(config.secret, "TILLGATE_SECRET"));
  const stuck = exitWhenStuck(log);
  const delivery = createDelivery({
    db,
    log,
    stuck,
    openSecret: (sealed, aad) => box.open(sealed, aad),
    scheduleMs: config.webhookRetryScheduleMs,
    sandbox: config.environment === "sandbox",
    link: `${config.origin}/dashboard/developers`,
  });
  const worker = startWorker({
    db,
    log,
    adapters: createAdapters(config, log),
    deliver: (signal) => deliverUntilAborted({ delivery, log, signal }),
    scanIntervalMs: config.scanIntervalMs,
    operatorWallets: operatorWallets(config, log),
    ...mailOptions(config),
    exports: {
      link: config.origin === null ? null : () => `${config.origin}/dashboard/exports`,
      sandbox: config.environment === "sandbox",
    },
    orders: {
      origin: config.origin,
      sealSecret: (plaintext, aad) => box.seal(plaintext, aad),
    },
    stuck,
    extraLoops: extraLoops({ config, db, log }),
  });
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    await worker.stop();
    await db.close();
    process.exit(0);
  };
  process.on("SIGTERM", () => void end());
  process.on("SIGINT", () => void end());
  exitWithParent();
  outliveDatabase(log);
  log.info({ networks: ["USDT-ERC20", "USDT-TRC20"] }, "worker started");
}

function mailOptions(config: Config): { readonly mail?: SendOptions | "kept" } {
  if (config.smtpUrl !== null) {
    const transport = createSmtpTransport({ url: config.smtpUrl });
    return { mail: { transport, from: config.mailFrom } };
  }
  return mailMode(config) === "kept" ? { mail: "kept" } : {};
}

/** Where collected fees go; a network for which nothing is set keeps them, which is told once. */
function operatorWallets(config: Config, log: Logger): Readonly<Record<NetworkId, string | null>> {
  const wallets = {
    "USDT-ERC20": config.operatorWalletErc20,
    "USDT-TRC20": config.operatorWalletTrc20,
  };
  for (const [network, wallet] of Object.entries(wallets)) {
    if (wallet === null) log.warn({ network }, "no operator's wallet is set: fees are not settled");
  }
  return wallets;
}
