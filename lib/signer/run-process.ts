import { exitWhenStuck } from "@/lib/command";
import { type Config, ConfigError, createLogger, getConfig, requireSetting } from "@/lib/config";
import { connect, outliveDatabase } from "@/lib/db";
import type { Logger } from "@/lib/kit";
import { exitWithParent } from "@/lib/kit/process-lifetime";
import { createCodecs } from "./codecs";
import type { PoolSize } from "./fill-pool";
import { SIGNING_LIMITS } from "./limits";
import { CREATE_KEYSTORE_FLAG, createWallet, openWallet } from "./open-wallet";
import { readOperatorWallets } from "./operator-wallets";
import { startSigner } from "./start-signer";

const POOL: Readonly<Record<Config["environment"], PoolSize>> = {
  production: { least: 500, full: 5_000 },
  sandbox: { least: 100, full: 1_000 },
};
const FORCED_END_MS = 10_000;

/** Runs the signer as this process until it is told to end. Settings that can't be used are printed, one per line. */
export async function runSignerProcess(): Promise<void> {
  process.title = "tillgate-signer";
  try {
    const config = getConfig();
    if (process.argv.includes(CREATE_KEYSTORE_FLAG)) {
      process.stdout.write(`made ${await createWallet(config)}: back it up now\n`);
      return;
    }
    await run(config, createLogger("signer"));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of error.lines) process.stderr.write(`${line}\n`);
    process.exitCode = 1;
  }
}

async function run(config: Config, log: Logger): Promise<void> {
  const url = requireSetting(config.databaseWorkerUrl, "DATABASE_WORKER_URL");
  const codecs = createCodecs(config);
  exitWithParent(FORCED_END_MS);
  outliveDatabase(log);
  const keyRing = await openWallet(config);
  const db = connect({ url, name: "tillgate-signer", max: 5 });
  const signer = startSigner({
    db,
    log,
    keyRing,
    codecs,
    limits: SIGNING_LIMITS,
    operatorWallets: readOperatorWallets(config),
    pool: POOL[config.environment],
    stuck: exitWhenStuck(log),
  });
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), FORCED_END_MS).unref();
    await signer.stop();
    await db.close();
    keyRing.destroy();
    process.exit(0);
  };
  process.on("SIGTERM", () => void end());
  process.on("SIGINT", () => void end());
  log.info({ networks: [...codecs.keys()] }, "signer started");
}
