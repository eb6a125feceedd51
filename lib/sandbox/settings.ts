import { existsSync } from "node:fs";
import path from "node:path";
import type { Config } from "@/lib/config";
import { sandboxOperatorWallets } from "./operator-wallets";
import { openState } from "./state";

/**
 * The settings of a sandbox that has been started in DATA_DIR, for commands that work beside it: what the
 * environment leaves out comes from its state. Throws when there is none.
 */
export function sandboxSettings(config: Config): Config {
  if (config.environment !== "sandbox") return config;
  if (!existsSync(path.join(config.dataDir, "sandbox.json"))) {
    throw new Error(`No sandbox has been started in ${config.dataDir}: run npm start first.`);
  }
  const state = openState(config.dataDir);
  const url = (role: string, password: string) =>
    `postgres://${role}:${password}@127.0.0.1:${state.ports.postgres}/tillgate`;
  const operator = sandboxOperatorWallets(state.secret);
  return {
    ...config,
    databaseUrl: config.databaseUrl ?? url("tillgate_owner", state.ownerPassword),
    databaseWorkerUrl: config.databaseWorkerUrl ?? url("tillgate_worker", state.workerPassword),
    ethereumRpcUrls: config.ethereumRpcUrls ?? [`http://127.0.0.1:${state.ports.ethereum}`],
    tronApiUrls: config.tronApiUrls ?? [`http://127.0.0.1:${state.ports.tron}`],
    usdtErc20Contract: config.usdtErc20Contract ?? state.contracts.erc20,
    usdtTrc20Contract: config.usdtTrc20Contract ?? state.contracts.trc20,
    operatorWalletErc20: config.operatorWalletErc20 ?? operator["USDT-ERC20"],
    operatorWalletTrc20: config.operatorWalletTrc20 ?? operator["USDT-TRC20"],
    secret: config.secret ?? state.secret,
  };
}
