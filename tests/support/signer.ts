import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll } from "vitest";
import {
  countFree,
  getGasWallet,
  getMerchantWallet,
  matchAddresses,
  takeDepositAddress,
  type Wallet,
} from "@/lib/addresses";
import type { Address, Intent } from "@/lib/chains";
import { type Context, jobContext, transact } from "@/lib/command";
import { createKeystore, type KeyRing, openKeyRing, openKeystore } from "@/lib/custody";
import { connect, type Database, signingRequests, sweeps } from "@/lib/db";
import { NETWORK_IDS, type NetworkId, newId, silentLogger, units } from "@/lib/kit";
import {
  SIGNING_LIMITS,
  type Signer,
  type SignerOptions,
  type SigningDesk,
  startSigner,
} from "@/lib/signer";
import { addMerchants } from "./books";
import { createTestDatabase, type TestDatabase } from "./database";
import {
  buildEthereum,
  buildTron,
  ethereumCodec,
  MAX_FEE,
  tronCodec,
} from "./unsigned-transactions";

export const PASSPHRASE = "the passphrase of the tests";
export const codecs = new Map(
  [ethereumCodec, tronCodec].map((codec) => [codec.network, codec] as const),
);

let folder: string;
let database: TestDatabase;
let owner: Database;
let worker: Database;
let keyRing: KeyRing;
let ctx: Context;
let desk: SigningDesk;
let merchant: string;
let stranger: string;
let signers: Signer[] = [];

/** Gives the file's tests a database, a keystore, two merchants with wallets, and a pool of 60 addresses a network. */
export function setUpSigner() {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "tillgate-signer-"));
    database = await createTestDatabase();
    owner = connect({ url: database.ownerUrl, name: "test-owner", max: 3 });
    worker = connect({ url: database.workerUrl, name: "test-worker", max: 10 });
    keyRing = await newKeyRing("keystore.json");
    ctx = jobContext(worker, "signer", silentLogger);
    desk = { keyRing, codecs, limits: SIGNING_LIMITS };
    [merchant, stranger] = (await addMerchants(owner, 2)) as [string, string];
    const signer = run();
    await until(async () => {
      const free = await Promise.all(NETWORK_IDS.map((id) => countFree(worker.orm, id)));
      return free.every((count) => count === 60);
    });
    await signer.stop();
  });
  afterEach(async () => {
    await Promise.all(signers.map((signer) => signer.stop()));
    signers = [];
  });
  afterAll(async () => {
    await Promise.all([owner, worker].map((db) => db?.close()));
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    /** Of the keystore, `keystore.json`, and for others. */
    get folder() {
      return folder;
    },
    get workerUrl() {
      return database.workerUrl;
    },
    get owner() {
      return owner;
    },
    get worker() {
      return worker;
    },
    get keyRing() {
      return keyRing;
    },
    get ctx() {
      return ctx;
    },
    get desk() {
      return desk;
    },
    get stranger() {
      return stranger;
    },
  };
}

export async function newKeyRing(name: string): Promise<KeyRing> {
  const file = path.join(folder, name);
  await createKeystore(file, PASSPHRASE, { scryptN: 1024 });
  return openKeyRing(await openKeystore(file, PASSPHRASE));
}

/** Starts a signer; it is stopped after the test. */
export function run(over: Partial<SignerOptions> = {}): Signer {
  const signer = startSigner({
    ...desk,
    db: worker,
    log: silentLogger,
    pool: { least: 40, full: 60 },
    ...over,
  });
  signers.push(signer);
  return signer;
}

export async function until<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it did not come about");
}

export interface Cause {
  readonly network: NetworkId;
  readonly sweepId: string;
  readonly deposit: { readonly address: string; readonly pathIndex: number };
  readonly wallet: Wallet;
  readonly gas: Wallet;
}

/** A sweep of an address that was taken for the merchant. */
export async function plan(
  network: NetworkId,
  state: "funding" | "sending" | "planned",
  merchantId = merchant,
): Promise<Cause> {
  const asMerchant = { ...ctx, merchantId };
  const { address } = await transact(asMerchant, (tx) =>
    takeDepositAddress(asMerchant, tx, { network, ownerKind: "invoice", ownerId: newId() }),
  );
  const pathIndex = (await matchAddresses(worker.orm, network, [address])).get(address)!.pathIndex;
  const wallet = (await getMerchantWallet(worker.orm, network, merchantId))!;
  const gas = (await getGasWallet(worker.orm, network))!;
  const sweepId = newId();
  await worker.orm.insert(sweeps).values({
    merchantId,
    id: sweepId,
    network,
    fromAddress: address,
    toAddress: wallet.address,
    amountUnits: units(25_000_000n),
    state,
    createdAt: new Date(),
  });
  return { network, sweepId, deposit: { address, pathIndex }, wallet, gas };
}

export type SigningRow = typeof signingRequests.$inferInsert;
let nonces = 0;

/** The nonce of the last request on Ethereum. */
export const lastNonce = () => nonces;

/** Asks for the transaction that the cause stands for; `lie` changes what the row says beside its payload. */
export async function ask(
  cause: Cause,
  purpose: "sweep_gas" | "sweep_token",
  lie: Partial<SigningRow> = {},
  intentLie: Partial<Intent> = {},
): Promise<string> {
  const gas = purpose === "sweep_gas";
  const from = gas ? cause.gas.address : cause.deposit.address;
  const to = gas ? cause.deposit.address : cause.wallet.address;
  const value = gas ? 1_000_000n : 25_000_000n;
  const intent: Intent = {
    kind: gas ? "native" : "token",
    from: from as Address,
    to: to as Address,
    value,
    ...intentLie,
  };
  const ethereum = cause.network === "USDT-ERC20";
  nonces += 1;
  const unsigned = ethereum ? buildEthereum(intent, nonces) : await buildTron(intent);
  const id = newId();
  await worker.orm.insert(signingRequests).values({
    id,
    network: cause.network,
    purpose,
    causeId: cause.sweepId,
    attempt: 1,
    merchantId: merchant,
    pathPurpose: gas ? "gas" : "deposit",
    pathIndex: gas ? 0 : cause.deposit.pathIndex,
    kind: gas ? "native" : "token",
    fromAddress: from,
    toAddress: to,
    value,
    maxFee: ethereum ? MAX_FEE : 50_000_000n,
    payload: unsigned.payload,
    nonce: unsigned.nonce,
    expiresAt: unsigned.expiresAt,
    state: "pending",
    createdAt: new Date(),
    ...lie,
  });
  return id;
}

export async function rowOf(id: string) {
  const [row] = await worker.orm.select().from(signingRequests).where(eq(signingRequests.id, id));
  return row!;
}
