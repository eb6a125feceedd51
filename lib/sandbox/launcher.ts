import { rmSync } from "node:fs";
import path from "node:path";
import { type Config, ConfigError, loadConfig, roleUrl } from "@/lib/config";
import { databaseErrorCode, isDatabaseAway, migrate } from "@/lib/db";
import { faucetPrivateKey } from "@/lib/sandbox/ethereum";
import { postgresService } from "@/lib/sandbox/postgres";
import { supervise } from "@/lib/sandbox/processes";
import { banner } from "./banner";
import { deployEthereumUsdt } from "./ethereum-faucet";
import { progress } from "./progress";
import { untilReady } from "./ready";
import { seedMerchants } from "./seed";
import { seedPeople } from "./seed-people";
import { type Endpoints, localEthereum, localTron, ourProcesses } from "./services";
import { openState, type SandboxState, saveState, writePrivateFile } from "./state";
import { deployTronUsdt } from "./tron-faucet";

/** Starts everything of the sandbox under this process and stays until it is told to end. */
export async function startSandbox(): Promise<void> {
  const config = readConfig();
  const say = progress();
  const supervisor = await supervise({ dataDir: path.resolve(config.dataDir), log: say.line });
  try {
    const state = openState(config.dataDir);
    // Whoever waits for the file waits for this start, not for the last one.
    rmSync(sandboxFile(config), { force: true });
    const endpoints = await say.step("Starting PostgreSQL and the local chains", () =>
      startGround(config, state, supervisor),
    );
    await say.step("Migrating the database", () => prepareDatabase(endpoints, state));
    await say.step("Deploying test USDT on both chains", () => deploy(config, state, endpoints));
    await say.step("Making the demo merchants", () => seed(config, state, endpoints));
    await say.step("Starting signer, worker and web", () =>
      supervisor.startAll(ourProcesses(config, state, endpoints)),
    );
    const ready = await say.step("Waiting until everything can do its work", () =>
      untilReady(config, supervisor.stopping, say.line),
    );
    if (ready) {
      writeSandboxFile(config, state, endpoints);
      say.line(banner(config, state));
    }
  } catch (error) {
    const stopped = supervisor.stopping.aborted;
    await supervisor.stop();
    if (!stopped) throw error;
  }
  await supervisor.stopped;
  say.line("Stopped. Everything is as you left it at the next npm start.");
  process.exit(0);
}

function readConfig(): Config {
  try {
    const config = loadConfig(process.env);
    if (config.environment === "sandbox") return config;
    throw new ConfigError([
      "TILLGATE_ENV=production: npm start runs the sandbox. In production run npm run migrate, then npm run web, npm run worker and npm run signer.",
    ]);
  } catch (error) {
    if (error instanceof ConfigError) throw new Error(error.lines.join("\n"));
    throw error;
  }
}

type Supervisor = Awaited<ReturnType<typeof supervise>>;

async function startGround(
  config: Config,
  state: SandboxState,
  supervisor: Supervisor,
): Promise<Endpoints> {
  let ownerUrl = config.databaseUrl ?? "";
  let ethereumUrl = "";
  const tron = await localTron(config, state);
  state.ports.tron = tron.port;
  const postgres = postgresService({
    dataDir: path.resolve(config.dataDir, "postgres"),
    password: state.ownerPassword,
    ...(state.ports.postgres === null ? {} : { port: state.ports.postgres }),
    onStart: (server) => {
      state.ports.postgres = server.port;
      ownerUrl = server.url;
    },
  });
  const ethereum = localEthereum(config, state, (url, port) => {
    ethereumUrl = url;
    state.ports.ethereum = port;
  });
  const services = [ethereum, tron.service];
  await supervisor.startAll(config.databaseUrl === null ? [postgres, ...services] : services);
  saveState(config.dataDir, state);
  return {
    ownerUrl,
    webUrl: config.databaseWebUrl ?? roleUrl(ownerUrl, "tillgate_web", state.webPassword),
    workerUrl:
      config.databaseWorkerUrl ?? roleUrl(ownerUrl, "tillgate_worker", state.workerPassword),
    ethereumUrl,
    tronUrl: tron.url,
  };
}

async function prepareDatabase(endpoints: Endpoints, state: SandboxState): Promise<void> {
  try {
    await migrate({
      ownerUrl: endpoints.ownerUrl,
      webPassword: passwordIn(endpoints.webUrl) || state.webPassword,
      workerPassword: passwordIn(endpoints.workerUrl) || state.workerPassword,
    });
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    const { host } = new URL(endpoints.ownerUrl);
    throw new Error(
      `DATABASE_URL: no PostgreSQL answers at ${host} (${databaseErrorCode(error)}).`,
    );
  }
}

function passwordIn(url: string): string {
  return decodeURIComponent(new URL(url).password);
}

async function deploy(config: Config, state: SandboxState, endpoints: Endpoints): Promise<void> {
  const [erc20, trc20] = await Promise.all([
    deployEthereumUsdt(
      { rpcUrl: endpoints.ethereumUrl, mnemonic: state.ethereumMnemonic },
      state.contracts.erc20,
    ),
    deployTronUsdt(
      { apiUrl: endpoints.tronUrl, privateKey: state.tronFaucetKey },
      state.contracts.trc20,
    ),
  ]);
  state.contracts.erc20 = erc20;
  state.contracts.trc20 = trc20;
  saveState(config.dataDir, state);
}

async function seed(config: Config, state: SandboxState, endpoints: Endpoints): Promise<void> {
  await seedMerchants({
    workerUrl: endpoints.workerUrl,
    secret: config.secret ?? state.secret,
    known: state.merchants,
    save: (merchants) => {
      state.merchants = [...merchants];
      saveState(config.dataDir, state);
    },
  });
  await seedPeople({
    workerUrl: endpoints.workerUrl,
    secret: config.secret ?? state.secret,
    state,
    save: () => saveState(config.dataDir, state),
  });
}

function sandboxFile(config: Config): string {
  return path.resolve(config.dataDir, "sandbox.json");
}

/** Facts for programs; what belongs to features that are not built yet is null. */
function writeSandboxFile(config: Config, state: SandboxState, endpoints: Endpoints): void {
  const [merchant, otherMerchant] = state.merchants.map((m, place) => ({
    clientId: m.clientId,
    name: m.name,
    apiKey: m.apiKey,
    apiSecret: m.apiSecret,
    webhookSecret: m.webhookSecret,
    email: state.owners[place]?.email ?? null,
    password: state.owners[place]?.password ?? null,
    totpSecret: state.owners[place]?.totpSecret ?? null,
  }));
  writePrivateFile(sandboxFile(config), {
    origin: config.origin,
    merchant,
    otherMerchant,
    payoutClient: null,
    otherPayoutClient: null,
    operator: state.operator,
    ethereum: {
      rpcUrl: endpoints.ethereumUrl,
      chainId: 31337,
      usdt: state.contracts.erc20,
      faucetPrivateKey: faucetPrivateKey(state.ethereumMnemonic),
    },
    tron: {
      apiUrl: endpoints.tronUrl,
      usdt: state.contracts.trc20,
      faucetPrivateKey: state.tronFaucetKey,
    },
  });
}
