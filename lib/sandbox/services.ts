import path from "node:path";
import { type Config, VARIABLES } from "@/lib/config";
import { ethereumService } from "@/lib/sandbox/ethereum";
import { findFreePort, nodeService, type Service } from "@/lib/sandbox/processes";
import { addressOfPrivateKey } from "@/lib/sandbox/tron";
import { SANDBOX_CHAIN_ID } from "./ethereum-faucet";
import { sandboxOperatorWallets } from "./operator-wallets";
import type { SandboxState } from "./state";

/** The addresses that the sandbox's own parts have at this start. */
export interface Endpoints {
  readonly ownerUrl: string;
  readonly webUrl: string;
  readonly workerUrl: string;
  readonly ethereumUrl: string;
  readonly tronUrl: string;
}

export function localEthereum(
  config: Config,
  state: SandboxState,
  onStart: (url: string, port: number) => void,
): Service {
  const preferred = config.sandboxEthereumPort ?? state.ports.ethereum;
  return ethereumService({
    statePath: path.resolve(config.dataDir, "ethereum", "state.json"),
    chainId: SANDBOX_CHAIN_ID,
    mnemonic: state.ethereumMnemonic,
    blockTimeSeconds: 1,
    ...(preferred === null ? {} : { preferredPort: preferred }),
    ...(config.anvilBin === null ? {} : { binary: config.anvilBin }),
    onStart: (chain) => onStart(chain.url, chain.port),
  });
}

/** The Tron node as a process of its own; it keeps the port it first had. */
export async function localTron(
  config: Config,
  state: SandboxState,
): Promise<{ readonly service: Service; readonly port: number; readonly url: string }> {
  const port = await findFreePort(config.sandboxTronPort ?? state.ports.tron ?? undefined);
  const options = {
    port,
    dataDir: path.resolve(config.dataDir, "tron"),
    blockTimeMs: 1_000,
    solidDepth: config.tronConfirmations,
    // A scene of the payment page takes a payment back.
    control: true,
    faucetAddress: addressOfPrivateKey(state.tronFaucetKey),
  };
  const service = nodeService({
    name: "tron",
    file: "lib/sandbox/tron/main.ts",
    args: [JSON.stringify(options)],
    env: childEnv(config),
    ready: { line: (line) => line.includes("tron node listening on") },
  });
  return { service, port, url: `http://127.0.0.1:${port}` };
}

/** Web, worker and signer: each is given the settings it needs, the signer alone the keystore's. */
export function ourProcesses(
  config: Config,
  state: SandboxState,
  endpoints: Endpoints,
): readonly Service[] {
  const operator = sandboxOperatorWallets(state.secret);
  const chains = {
    ...childEnv(config),
    TILLGATE_SECRET: config.secret ?? state.secret,
    OPERATOR_WALLET_ERC20: config.operatorWalletErc20 ?? operator["USDT-ERC20"],
    OPERATOR_WALLET_TRC20: config.operatorWalletTrc20 ?? operator["USDT-TRC20"],
    ETHEREUM_RPC_URL: config.ethereumRpcUrls?.join(",") ?? endpoints.ethereumUrl,
    TRON_API_URL: config.tronApiUrls?.join(",") ?? endpoints.tronUrl,
    USDT_ERC20_CONTRACT: config.usdtErc20Contract ?? state.contracts.erc20 ?? undefined,
    USDT_TRC20_CONTRACT: config.usdtTrc20Contract ?? state.contracts.trc20 ?? undefined,
  };
  // Stopped before what they stand on.
  const dependsOn = ["ethereum", "tron", ...(config.databaseUrl === null ? ["postgres"] : [])];
  return [
    nodeService({
      name: "signer",
      file: "lib/signer/main.ts",
      env: {
        ...chains,
        DATABASE_WORKER_URL: endpoints.workerUrl,
        KEYSTORE_PATH: config.keystorePath ?? path.resolve(config.dataDir, "keystore.json"),
        KEYSTORE_PASSPHRASE: config.keystorePassphrase ?? state.keystorePassphrase,
      },
      ready: { line: (line) => line.includes("signer started") },
      dependsOn,
    }),
    nodeService({
      name: "worker",
      file: "lib/sandbox/worker-main.ts",
      env: { ...chains, DATABASE_WORKER_URL: endpoints.workerUrl },
      ready: { line: (line) => line.includes("worker started") },
      dependsOn,
    }),
    nodeService({
      name: "web",
      file: "server.ts",
      env: { ...chains, DATABASE_WEB_URL: endpoints.webUrl, NEXT_MANUAL_SIG_HANDLE: "true" },
      ready: { probe: () => isLive(config) },
      dependsOn,
    }),
  ];
}

async function isLive(config: Config): Promise<boolean> {
  const host = config.host === "0.0.0.0" ? "127.0.0.1" : config.host;
  const answer = await fetch(`http://${host}:${config.port}/api/health/live`, {
    signal: AbortSignal.timeout(2_000),
  });
  return answer.ok;
}

const SIGNER_ONLY = new Set(["KEYSTORE_PATH", "KEYSTORE_PASSPHRASE", "DATABASE_URL"]);

/** What the person set for Tillgate, less what a process must not have. */
function childEnv(config: Config): Record<string, string | undefined> {
  const given = Object.fromEntries(
    Object.keys(VARIABLES)
      .filter((name) => !SIGNER_ONLY.has(name) && process.env[name])
      .map((name) => [name, process.env[name]]),
  );
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ...given,
    DATA_DIR: path.resolve(config.dataDir),
    PORT: String(config.port),
    ORIGIN: config.origin,
  };
}
