import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { countFree, getGasWallet, getMerchantWallet } from "@/lib/addresses";
import type { Address, ChainAdapter } from "@/lib/chains";
import { type Context, jobContext } from "@/lib/command";
import { openKeyRing, Seed } from "@/lib/custody";
import { connect, type Database } from "@/lib/db";
import { getNetwork, type NetworkId, newClientId, present, silentLogger } from "@/lib/kit";
import { checkInvariants } from "@/lib/ledger";
import { type CreatedMerchant, createMerchant } from "@/lib/merchants";
import { reconcileNetwork } from "@/lib/reports";
import { SIGNING_LIMITS, type SigningDesk, signNext, startSigner } from "@/lib/signer";
import { moveRound, type RoundDeps, reclaimRound, watchRound } from "@/lib/worker";
import { type EthereumLab, startEthereumLab } from "./chains/ethereum-lab";
import { startTronLab, type TronLab } from "./chains/tron-lab";
import { createTestDatabase } from "./database";

/** Both local chains, mined by hand. Several gateways may stand over them, each with keys of its own. */
export interface Labs {
  readonly ethereum: EthereumLab;
  readonly tron: TronLab;
  stop(): Promise<void>;
}

export async function startLabs(): Promise<Labs> {
  const [ethereum, tron] = await Promise.all([startEthereumLab(), startTronLab()]);
  await ethereum.rpc("anvil_setBlockTimestampInterval", [BLOCK_MS / 1000]);
  return {
    ethereum,
    tron,
    stop: async () => void (await Promise.all([ethereum.stop(), tron.stop()])),
  };
}

export interface GatewayOptions {
  /** Deposit addresses that are ready per network. */
  readonly pool?: number;
  /** Whether the gas wallets own native coin from the start. */
  readonly gas?: boolean;
  /** Whether sweeps go into batches where that is cheaper. One by one, every test counts its own transactions. */
  readonly batches?: boolean;
}

/** The whole gateway in one process: database, keys, signer and worker rounds, driven by hand. */
export interface Gateway {
  readonly labs: Labs;
  readonly web: Database;
  readonly worker: Database;
  readonly ownerUrl: string;
  /** For a second web process's pool. */
  readonly webUrl: string;
  /** For a second worker's pool. */
  readonly workerUrl: string;
  readonly desk: SigningDesk;
  readonly batches: boolean;
  readonly merchants: readonly [CreatedMerchant, CreatedMerchant];
  readonly networks: Readonly<Record<NetworkId, NetworkSide>>;
  stop(): Promise<void>;
}

/** One network of a gateway, its worker's rounds and its clock. */
export interface NetworkSide {
  readonly network: NetworkId;
  readonly gateway: Gateway;
  readonly lab: EthereumLab | TronLab;
  /** The gateway's clock: the newest block's time, which every `mine` moves on. It never goes back. */
  now(): Date;
  mine(blocks?: number): Promise<void>;
  /** Lets more than so much time pass on the chain and on the clock. */
  pass(ms: number): Promise<void>;
  watch(over?: Partial<RoundDeps>, adapter?: ChainAdapter): Promise<boolean>;
  move(over?: Partial<RoundDeps>, adapter?: ChainAdapter): Promise<boolean>;
  /** Orders about stake, and stake that comes back. Tron's alone. */
  reclaim(over?: Partial<RoundDeps>, adapter?: ChainAdapter): Promise<boolean>;
  /** Signs or refuses all that waits. */
  sign(): Promise<void>;
  /** Mines, then does every loop's round once. */
  round(blocks?: number): Promise<void>;
  /** Rounds until it holds, at most `bound` of them. */
  until(holds: () => Promise<boolean>, bound?: number): Promise<void>;
  job(name?: string): Context;
  gasWallet(): Promise<Address>;
  merchantWallet(merchant?: number): Promise<Address>;
  /** Invariants hold, and the books say what the chain says in its final block. */
  checkBooks(): Promise<void>;
}

/** Enough native coin for every sweep of a test file, in wei and sun. */
const GAS: Readonly<Record<NetworkId, bigint>> = {
  "USDT-ERC20": 10n ** 18n * 100n,
  "USDT-TRC20": 10n ** 6n * 100_000n,
};
/** Each block of either lab is so much later than the one before. */
export const BLOCK_MS = 3_000;

export async function startGateway(labs: Labs, options: GatewayOptions = {}): Promise<Gateway> {
  const database = await createTestDatabase();
  const web = connect({ url: database.webUrl, name: "test-web", max: 10 });
  const worker = connect({ url: database.workerUrl, name: "test-worker", max: 10 });
  const keyRing = openKeyRing(new Seed(randomBytes(64)));
  const desk: SigningDesk = {
    keyRing,
    codecs: new Map([
      ["USDT-ERC20", labs.ethereum.codec],
      ["USDT-TRC20", labs.tron.codec],
    ]),
    limits: SIGNING_LIMITS,
    operatorWallets: new Map([
      ["USDT-ERC20", labs.ethereum.newAccount().address],
      ["USDT-TRC20", labs.tron.newAccount().address],
    ]),
  };
  const ctx = jobContext(worker, "test", silentLogger);
  const merchants = [
    await addMerchant(ctx, "Northwind"),
    await addMerchant(ctx, "Harbour"),
  ] as const;
  const gateway: Gateway = {
    labs,
    web,
    worker,
    ownerUrl: database.ownerUrl,
    webUrl: database.webUrl,
    workerUrl: database.workerUrl,
    desk,
    batches: options.batches ?? false,
    merchants,
    get networks() {
      return sides;
    },
    async stop() {
      await Promise.all([web.close(), worker.close()]);
      await database.drop();
    },
  };
  const sides = {
    "USDT-ERC20": createSide(gateway, "USDT-ERC20", labs.ethereum),
    "USDT-TRC20": createSide(gateway, "USDT-TRC20", labs.tron),
  };
  await prepareAddresses(gateway, options.pool ?? 40);
  for (const side of Object.values(sides)) {
    if (options.gas !== false) await side.lab.fund(await side.gasWallet(), GAS[side.network]);
    await side.mine(side.lab.confirmations);
    await side.watch();
  }
  return gateway;
}

function addMerchant(ctx: Context, name: string): Promise<CreatedMerchant> {
  return createMerchant(ctx, {
    name,
    webhookUrl: null,
    apiKeyHash: randomBytes(32),
    apiKeyPrefix: `tg_test_${newClientId().slice(0, 4)}`,
    apiSecretHash: randomBytes(32),
    sealSecret: (text) => text,
  });
}

/** The signer as it runs in earnest makes wallets and pool; after that the tests sign by hand. */
async function prepareAddresses(gateway: Gateway, pool: number): Promise<void> {
  const { worker, desk, merchants } = gateway;
  const signer = startSigner({
    ...desk,
    db: worker,
    log: silentLogger,
    pool: { least: pool, full: pool },
  });
  const isReady = async (network: NetworkId) => {
    const wallets = merchants.map((m) => getMerchantWallet(worker.orm, network, m.merchantId));
    const free = await countFree(worker.orm, network);
    return free >= pool && (await Promise.all(wallets)).every((wallet) => wallet !== null);
  };
  try {
    for (let tries = 0; tries < 1_000; tries += 1) {
      if ((await isReady("USDT-ERC20")) && (await isReady("USDT-TRC20"))) return;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    throw new Error("the signer made no addresses");
  } finally {
    await signer.stop();
  }
}

function createSide(gateway: Gateway, network: NetworkId, lab: EthereumLab | TronLab): NetworkSide {
  let clock = 0;
  const look = async () => {
    const { latest } = await lab.adapter.heads();
    clock = Math.max(clock, latest.time.getTime());
  };
  const now = () => new Date(clock);
  const job = (name = "test") => jobContext(gateway.worker, name, silentLogger, now);
  const deps = (over: Partial<RoundDeps>) => ({
    db: gateway.worker,
    log: silentLogger,
    now,
    batches: gateway.batches,
    ...over,
  });
  const side: NetworkSide = {
    network,
    gateway,
    lab,
    now,
    job,
    async mine(blocks = 1) {
      if (blocks > 0) await lab.mine(blocks);
      await look();
    },
    pass: (ms) => side.mine(Math.ceil(ms / BLOCK_MS) + 1),
    watch: (over = {}, adapter = lab.adapter) => watchRound(deps(over), adapter),
    move: (over = {}, adapter = lab.adapter) => moveRound(deps(over), adapter),
    reclaim: (over = {}, adapter = lab.adapter) => reclaimRound(deps(over), adapter),
    async sign() {
      while (await signNext(job("signer"), gateway.desk)) {
        // Until nothing waits.
      }
    },
    async round(blocks = 1) {
      await side.mine(blocks);
      await side.watch();
      await side.move();
      if (network === "USDT-TRC20") await side.reclaim();
      await side.sign();
    },
    async until(holds, bound = 40) {
      for (let round = 0; round < bound; round += 1) {
        if (await holds()) return;
        await side.round();
      }
      if (!(await holds())) throw new Error(`it did not come about in ${bound} rounds`);
    },
    async gasWallet() {
      const wallet = await getGasWallet(gateway.worker.orm, network);
      return present(wallet, "the gas wallet").address as Address;
    },
    async merchantWallet(merchant = 0) {
      const { merchantId } = present(gateway.merchants[merchant], "the merchant");
      const wallet = await getMerchantWallet(gateway.worker.orm, network, merchantId);
      return present(wallet, "the merchant's wallet").address as Address;
    },
    async checkBooks() {
      // What is on its way between two addresses is in neither's place in the books until it is settled.
      for (let round = 0; round < 20 && (await isMoving(gateway, network)); round += 1) {
        await side.round();
      }
      expect(await checkInvariants(gateway.worker)).toEqual([]);
      const report = await reconcileNetwork(gateway.worker, lab.adapter);
      expect(report.differences).toEqual([]);
      expect(getNetwork(report.network).id).toBe(network);
    },
  };
  return side;
}

async function isMoving(gateway: Gateway, network: NetworkId): Promise<boolean> {
  const rows = await gateway.worker.sql`
    select 1 from signing_requests
    where network = ${network} and state in ('pending', 'signed', 'broadcast')
    union all
    select 1 from sweeps where network = ${network} and state in ('sending', 'batched') and blocked_reason is null
    union all
    select 1 from withdrawals where network = ${network} and state in ('sent', 'included')
    limit 1`;
  return rows.length > 0;
}
