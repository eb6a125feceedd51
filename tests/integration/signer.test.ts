import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { parseTransaction, recoverTransactionAddress, type TransactionSerialized } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  countFree,
  getGasWallet,
  getMerchantWallet,
  matchAddresses,
  takeDepositAddress,
  type Wallet,
} from "@/lib/addresses";
import { type Address, createChainAdapter, createTxCodec, type Intent } from "@/lib/chains";
import { encodePayload } from "@/lib/chains/ethereum/codec";
import { buildPayload } from "@/lib/chains/tron/build";
import { type Context, jobContext, transact } from "@/lib/command";
import {
  createKeystore,
  deriveAddress,
  type KeyRing,
  openKeyRing,
  openKeystore,
} from "@/lib/custody";
import { addresses, connect, type Database, signingRequests, sweeps } from "@/lib/db";
import { NETWORK_IDS, type NetworkId, newId, silentLogger, units } from "@/lib/kit";
import { SIGNING_LIMITS, type Signer, type SigningDesk, signNext, startSigner } from "@/lib/signer";
import { addMerchants } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";

const TOKENS = {
  "USDT-ERC20": "0xdAC17F958D2ee523a2206206994597C13D831ec7",
  "USDT-TRC20": "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
} as const;
const CHAIN_ID = 31_337;
const PASSPHRASE = "the passphrase of the tests";
const codecs = new Map(
  NETWORK_IDS.map((id) => [id, createTxCodec(id, { token: TOKENS[id], chainId: CHAIN_ID })]),
);
const adapterOf = (network: NetworkId) =>
  createChainAdapter(network, {
    urls: ["http://127.0.0.1:1"],
    token: TOKENS[network],
    confirmations: 1,
    logger: silentLogger,
  });

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

async function newKeyRing(name: string): Promise<KeyRing> {
  const file = path.join(folder, name);
  await createKeystore(file, PASSPHRASE, { scryptN: 1024 });
  return openKeyRing(await openKeystore(file, PASSPHRASE));
}

const run = (over: Partial<Parameters<typeof startSigner>[0]> = {}) => {
  const signer = startSigner({
    ...desk,
    db: worker,
    log: silentLogger,
    pool: { least: 40, full: 60 },
    ...over,
  });
  signers.push(signer);
  return signer;
};
async function until<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it did not come about");
}

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

interface Cause {
  readonly network: NetworkId;
  readonly sweepId: string;
  readonly deposit: { readonly address: string; readonly pathIndex: number };
  readonly wallet: Wallet;
  readonly gas: Wallet;
}

/** A sweep of an address that was taken for the merchant. */
async function plan(
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

const GAS_TERMS = { gas: 90_000n, maxFeePerGas: 20n * 10n ** 9n, maxPriorityFeePerGas: 1n };
const ETHEREUM_FEE = GAS_TERMS.gas * GAS_TERMS.maxFeePerGas;
const EXPIRY = new Date(1_900_000_000_000);

async function payloadOf(network: NetworkId, intent: Intent, nonce: number | null) {
  const token = adapterOf(network).token;
  if (network === "USDT-ERC20") {
    return encodePayload(intent, GAS_TERMS, { chainId: CHAIN_ID, token, nonce: nonce ?? 0 });
  }
  const anchor = {
    refBlockBytes: "0102",
    refBlockHash: "0102030405060708",
    expiration: EXPIRY.getTime(),
    timestamp: EXPIRY.getTime() - 60_000,
  };
  return buildPayload(intent, anchor, token, intent.kind === "token" ? 30_000_000n : 0n);
}

type Row = typeof signingRequests.$inferInsert;
let nonces = 0;

/** Asks for the transaction that the cause stands for; `lie` changes what the row says beside its payload. */
async function ask(
  cause: Cause,
  purpose: "sweep_gas" | "sweep_token",
  lie: Partial<Row> = {},
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
  const nonce = ethereum ? nonces : null;
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
    maxFee: ethereum ? ETHEREUM_FEE : 50_000_000n,
    payload: await payloadOf(cause.network, intent, nonce),
    nonce,
    expiresAt: ethereum ? null : EXPIRY,
    state: "pending",
    createdAt: new Date(),
    ...lie,
  });
  return id;
}

async function rowOf(id: string) {
  const [row] = await worker.orm.select().from(signingRequests).where(eq(signingRequests.id, id));
  return row!;
}

describe("the pool and the wallets", () => {
  it("hold what the keys derive, as the adapters write it", async () => {
    const rows = await owner.orm.select().from(addresses);
    expect(rows).toHaveLength(2 * (60 + 1 + 2));
    for (const row of rows) {
      const codec = codecs.get(row.network)!;
      const keyPath = { network: row.network, purpose: row.purpose, index: row.pathIndex };
      const derived = deriveAddress(keyRing, codec, keyPath);
      expect(row.address).toBe(derived);
      expect(row.display).toBe(adapterOf(row.network).formatAddress(derived));
      expect(row.verifiedAt.getTime()).toBeLessThanOrEqual(Date.now());
    }
    const deposits = rows.filter((row) => row.purpose === "deposit");
    for (const network of NETWORK_IDS) {
      const indexes = deposits.filter((row) => row.network === network).map((row) => row.pathIndex);
      expect(indexes.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i));
    }
    const wallets = rows.filter((row) => row.purpose === "merchant");
    const numbers = await owner.sql`select id, number from merchants`;
    for (const { id, number } of numbers) {
      expect(wallets.filter((row) => row.merchantId === id).map((row) => row.pathIndex)).toEqual([
        number,
        number,
      ]);
    }
  });

  it("are refilled, by several signers at once, and a new merchant gets its wallets", async () => {
    const [late] = (await addMerchants(owner)) as [string];
    const cause = await plan("USDT-TRC20", "planned");
    expect(await countFree(worker.orm, "USDT-TRC20")).toBeLessThan(60);
    for (let i = 0; i < 3; i += 1) run({ pool: { least: 70, full: 80 } });
    await until(async () => (await countFree(worker.orm, "USDT-TRC20")) >= 80);
    await until(() => getMerchantWallet(worker.orm, "USDT-ERC20", late));
    await until(() => getMerchantWallet(worker.orm, "USDT-TRC20", late));
    const [beat] = await owner.sql`select at, data from heartbeats where name = 'signer'`;
    expect(Date.now() - Date.parse(String(beat?.at))).toBeLessThan(10_000);
    expect(Object.keys(Object(beat?.data))).toContain("sign");
    const [row] =
      await owner.sql`select owner_kind from addresses where address = ${cause.deposit.address}`;
    expect(row?.owner_kind).toBe("invoice");
  });

  it("are left alone by a signer with another keystore", async () => {
    const foreign = await newKeyRing("foreign.json");
    const warnings: unknown[] = [];
    const before = await owner.sql`select count(*)::int as count from addresses`;
    run({
      keyRing: foreign,
      pool: { least: 500, full: 500 },
      log: { ...silentLogger, warn: (fields) => warnings.push(fields.err) },
    });
    await until(async () => warnings.length >= 4);
    expect(warnings.map((error) => (error as Error).name)).toEqual(
      warnings.map(() => "ForeignKeystoreError"),
    );
    expect(await owner.sql`select count(*)::int as count from addresses`).toEqual(before);
    foreign.destroy();
  });
});

describe("signing", () => {
  it("stores bytes on Ethereum that recover to the sender and do what was asked", async () => {
    const cause = await plan("USDT-ERC20", "sending");
    const id = await ask(cause, "sweep_token");
    expect(await signNext(ctx, desk)).toBe(true);
    expect(await signNext(ctx, desk)).toBe(false);
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: "signed", refusal: null, nonce: nonces, expiresAt: null });
    const raw = `0x${row.raw}` as TransactionSerialized;
    const sender = await recoverTransactionAddress({ serializedTransaction: raw });
    expect(sender.slice(2).toLowerCase()).toBe(cause.deposit.address);
    const transaction = parseTransaction(raw);
    expect(transaction.to?.toLowerCase()).toBe(TOKENS["USDT-ERC20"].toLowerCase());
    expect(transaction.data).toContain(cause.wallet.address);
    expect(transaction.chainId).toBe(CHAIN_ID);
    const audits = await owner.sql`select action, data from audit_log where subject_id = ${id}`;
    expect(audits).toHaveLength(1);
    expect(audits[0]).toMatchObject({ action: "signature.signed", data: { txHash: row.txHash } });
  });

  it("signs gas on both networks and tokens on Tron", async () => {
    const asked = [
      await ask(await plan("USDT-ERC20", "funding"), "sweep_gas"),
      await ask(await plan("USDT-TRC20", "funding"), "sweep_gas"),
      await ask(await plan("USDT-TRC20", "sending"), "sweep_token"),
    ];
    for (const _ of asked) expect(await signNext(ctx, desk)).toBe(true);
    for (const id of asked) {
      const row = await rowOf(id);
      expect([row.state, row.refusal]).toEqual(["signed", null]);
      expect(row.txHash).toMatch(/^[0-9a-f]{64}$/);
      if (row.network === "USDT-TRC20") expect(row.raw).toContain(row.payload);
      expect(row.expiresAt).toEqual(row.network === "USDT-TRC20" ? EXPIRY : null);
    }
  });

  type Lie = readonly [string, Partial<Row>, Partial<Intent>];
  it.each<Lie>([
    ["transaction_to", {}, { to: "e".repeat(40) as Address }],
    ["transaction_value", {}, { value: 25_000_001n }],
    ["transaction_kind", {}, { kind: "native" }],
    ["transaction_from", {}, { from: "e".repeat(40) as Address }],
    ["transaction_nonce", { nonce: 1_000_000 }, {}],
    ["transaction_fee", { maxFee: ETHEREUM_FEE - 1n }, {}],
    ["transaction_payload", { payload: "00" }, {}],
    ["transaction_expiry", { expiresAt: EXPIRY }, {}],
    ["fee_above_limit", { maxFee: SIGNING_LIMITS["USDT-ERC20"].fee + 1n }, {}],
    ["value", { value: 24_000_000n }, { value: 24_000_000n }],
    ["to", { toAddress: "e".repeat(40) }, { to: "e".repeat(40) as Address }],
    ["path", { pathIndex: 0 }, {}],
    ["cause_missing", { merchantId: null }, {}],
    ["cause_missing", { causeId: newId() }, {}],
  ])("refuses a token transfer: %s", async (reason, lie, intentLie) => {
    const id = await ask(await plan("USDT-ERC20", "sending"), "sweep_token", lie, intentLie);
    expect(await signNext(ctx, desk)).toBe(true);
    expect(await rowOf(id)).toMatchObject({
      state: "refused",
      refusal: reason,
      raw: null,
      txHash: null,
    });
    const [audited] = await owner.sql`select action, data from audit_log where subject_id = ${id}`;
    expect(audited).toMatchObject({ action: "signature.refused", data: { refusal: reason } });
  });

  it("refuses gas above the cap, for another state, and to an address that nobody took", async () => {
    const cap = SIGNING_LIMITS["USDT-ERC20"].gasValue;
    const high = await ask(
      await plan("USDT-ERC20", "funding"),
      "sweep_gas",
      { value: cap + 1n },
      { value: cap + 1n },
    );
    const early = await ask(await plan("USDT-ERC20", "planned"), "sweep_gas");
    const cause = await plan("USDT-ERC20", "funding");
    await owner.sql`
      update addresses set merchant_id = null where address = ${cause.deposit.address}`;
    const free = await ask(cause, "sweep_gas");
    while (await signNext(ctx, desk));
    const refusals = await Promise.all([high, early, free].map(rowOf));
    expect(refusals.map((row) => row.refusal)).toEqual(["value_above_limit", "cause_state", "to"]);
  });

  it("refuses addresses that the directory claims but the keys don't derive", async () => {
    const forged = "d".repeat(40);
    const cause = await plan("USDT-ERC20", "sending", stranger);
    await owner.sql`
      update addresses set address = ${forged} where address = ${cause.wallet.address}`;
    await owner.sql`update sweeps set to_address = ${forged} where id = ${cause.sweepId}`;
    const lie = { merchantId: stranger, toAddress: forged };
    const id = await ask(cause, "sweep_token", lie, { to: forged as Address });
    await signNext(ctx, desk);
    expect((await rowOf(id)).refusal).toBe("to_not_derived");

    const other = await plan("USDT-TRC20", "sending");
    await owner.sql`
      update addresses set address = ${forged} where address = ${other.deposit.address}`;
    await owner.sql`update sweeps set from_address = ${forged} where id = ${other.sweepId}`;
    const fake = { ...other, deposit: { ...other.deposit, address: forged } };
    const second = await ask(fake, "sweep_token");
    await signNext(ctx, desk);
    expect((await rowOf(second)).refusal).toBe("from_not_derived");
  });

  it("refuses a second signature while the first may still be mined, and after it was", async () => {
    const cause = await plan("USDT-TRC20", "sending");
    const first = await ask(cause, "sweep_token");
    await signNext(ctx, desk);
    await expect(ask(cause, "sweep_token", { attempt: 2 })).rejects.toThrow();
    // Without the database's own wall the signer's stands.
    await owner.sql`drop index signing_requests_one_live`;
    try {
      for (const [attempt, state, refusal] of [
        [2, "signed", "live_signature"],
        [3, "broadcast", "live_signature"],
        [4, "final", "already_paid"],
        [5, "dead", "already_signed"],
      ] as const) {
        await owner.sql`update signing_requests set state = ${state} where id = ${first}`;
        const id = await ask(cause, "sweep_token", { attempt });
        await signNext(ctx, desk);
        expect((await rowOf(id)).refusal).toBe(refusal);
      }
    } finally {
      await owner.sql`
        create unique index signing_requests_one_live on signing_requests (purpose, cause_id)
        where state in ('pending', 'signed', 'broadcast')`;
    }
  });

  it("is not held up by a refusal, and warns with ids alone", async () => {
    const warnings: unknown[] = [];
    const bad = await ask(await plan("USDT-ERC20", "sending"), "sweep_token", { payload: "00" });
    const good = await ask(await plan("USDT-ERC20", "sending"), "sweep_token");
    run({ log: { ...silentLogger, warn: (fields) => warnings.push(fields) } });
    await until(async () => (await rowOf(good)).state === "signed");
    const row = await rowOf(bad);
    expect(row.state).toBe("refused");
    expect(warnings).toEqual([
      {
        request: bad,
        cause: row.causeId,
        network: "USDT-ERC20",
        purpose: "sweep_token",
        refusal: "transaction_payload",
      },
    ]);
  });

  it("waits where the network is halted", async () => {
    const id = await ask(await plan("USDT-TRC20", "sending"), "sweep_token");
    await owner.sql`
      insert into chain_cursors (network, identity, height, hash, block_time, latest_height, final_height,
        final_time, scanned_at, halted_reason)
      values ('USDT-TRC20', 'x', 1, ${"0".repeat(64)}, now(), 1, 1, now(), now(), 'a credited transfer vanished')`;
    expect(await signNext(ctx, desk)).toBe(false);
    expect((await rowOf(id)).state).toBe("pending");
    await owner.sql`update chain_cursors set halted_reason = null`;
    expect(await signNext(ctx, desk)).toBe(true);
    expect((await rowOf(id)).state).toBe("signed");
  });

  it("signs each request once, however many signers there are, within a poll", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 12; i += 1) {
      ids.push(await ask(await plan("USDT-ERC20", "sending"), "sweep_token"));
    }
    for (let i = 0; i < 3; i += 1) run();
    for (const id of ids) await until(async () => (await rowOf(id)).state === "signed");
    const audits = await owner.sql`
      select subject_id from audit_log where subject_id = any(${ids}) and action = 'signature.signed'`;
    expect(audits).toHaveLength(ids.length);
    const cause = await plan("USDT-ERC20", "sending");
    const started = performance.now();
    const last = await ask(cause, "sweep_token");
    await until(async () => (await rowOf(last)).state === "signed");
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe("the process", () => {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
  });

  function start(env: Readonly<Record<string, string>>, ...args: string[]) {
    const child = spawn(process.execPath, ["--import", "tsx/esm", "lib/signer/main.ts", ...args], {
      env: {
        NODE_ENV: "test",
        PATH: process.env.PATH ?? "",
        KEYSTORE_PATH: path.join(folder, "keystore.json"),
        KEYSTORE_PASSPHRASE: PASSPHRASE,
        DATABASE_WORKER_URL: database.workerUrl,
        USDT_ERC20_CONTRACT: TOKENS["USDT-ERC20"],
        USDT_TRC20_CONTRACT: TOKENS["USDT-TRC20"],
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const exited = once(child, "close").then(([code]) => code as number | null);
    return { child, exited, output: () => output };
  }

  const PRODUCTION = {
    TILLGATE_ENV: "production",
    ORIGIN: "https://pay.example.com",
    TILLGATE_SECRET: "Zq8rT1vX5yB3nM7kL0pW9sD2fG4hJ6aC",
    ETHEREUM_RPC_URL: "http://127.0.0.1:1",
    TRON_API_URL: "http://127.0.0.1:1",
    DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
  };

  it("makes its keystore at a sandbox's first start, works under its name, and drains", async () => {
    const own = await createTestDatabase();
    const db = connect({ url: own.ownerUrl, name: "test-own", max: 2 });
    const keystore = path.join(folder, "new", "keystore.json");
    try {
      const env = { KEYSTORE_PATH: keystore, DATABASE_WORKER_URL: own.workerUrl };
      const first = start(env);
      await until(async () => (await countFree(db.orm, "USDT-TRC20")) >= 100);
      const gas = await until(() => getGasWallet(db.orm, "USDT-ERC20"));
      expect(statSync(keystore).mode & 0o777).toBe(0o600);
      expect(readFileSync(`/proc/${first.child.pid}/cmdline`, "utf8")).toContain("tillgate-signer");
      first.child.kill("SIGTERM");
      expect(await first.exited).toBe(0);
      expect(first.output()).not.toContain(PASSPHRASE);

      const [before] = await db.sql`select at from heartbeats where name = 'signer'`;
      const second = start(env);
      await until(async () => {
        const [now] = await db.sql`select at from heartbeats where name = 'signer'`;
        return now?.at !== before?.at;
      });
      second.child.kill("SIGTERM");
      expect(await second.exited).toBe(0);
      expect((await getGasWallet(db.orm, "USDT-ERC20"))?.address).toBe(gas.address);
    } finally {
      await db.close();
      await own.drop();
    }
  });

  it("does not start in production without a keystore, and says so in one line", async () => {
    const missing = path.join(folder, "lost.json");
    const run = start({ ...PRODUCTION, KEYSTORE_PATH: missing });
    expect(await run.exited).toBe(1);
    expect(run.output().trim().split("\n")).toHaveLength(1);
    expect(run.output()).toMatch(/^KEYSTORE_PATH names no keystore: .*lost\.json/);
    expect(existsSync(missing)).toBe(false);
  });

  it("makes production's keystore when it is asked to, and never over another", async () => {
    const wanted = path.join(folder, "production.json");
    const env = { ...PRODUCTION, KEYSTORE_PATH: wanted };
    const made = start(env, "--create-keystore");
    expect(await made.exited).toBe(0);
    const bytes = readFileSync(wanted, "utf8");
    const again = start(env, "--create-keystore");
    expect(await again.exited).toBe(1);
    expect(again.output()).toMatch(/^KEYSTORE_PATH: .* exists already/);
    expect(readFileSync(wanted, "utf8")).toBe(bytes);
  });

  it.each([
    ["KEYSTORE_PASSPHRASE", { KEYSTORE_PASSPHRASE: "another" }],
    ["KEYSTORE_PASSPHRASE", { KEYSTORE_PASSPHRASE: "" }],
    ["DATABASE_WORKER_URL", { DATABASE_WORKER_URL: "" }],
    ["USDT_TRC20_CONTRACT", { USDT_TRC20_CONTRACT: "T-not-an-address" }],
  ])("names %s when it is at fault", async (variable, env) => {
    const run = start(env);
    expect(await run.exited).toBe(1);
    expect(run.output()).toMatch(new RegExp(`^${variable} `));
    expect(run.output().trim().split("\n")).toHaveLength(1);
  });

  it("killed between signing and storing leaves the request to the next, who signs it once", async () => {
    const id = await ask(await plan("USDT-ERC20", "sending"), "sweep_token");
    const first = await owner.sql.begin(async (lock) => {
      // The claim and the judgement go through, the write of the bytes waits.
      await lock`lock table signing_requests in share mode`;
      const doomed = start({});
      await until(async () => {
        const [waiting] = await owner.sql`
          select 1 from pg_stat_activity where application_name = 'tillgate-signer'
            and wait_event_type = 'Lock' and query ilike 'update "signing_requests"%'`;
        return waiting;
      });
      doomed.child.kill("SIGKILL");
      await doomed.exited;
      return doomed;
    });
    expect(first.child.signalCode).toBe("SIGKILL");
    await until(async () => {
      const [left] = await owner.sql`
        select 1 from pg_stat_activity where application_name = 'tillgate-signer'`;
      return left === undefined;
    });
    expect(await rowOf(id)).toMatchObject({ state: "pending", raw: null });

    const next = start({});
    await until(async () => (await rowOf(id)).state === "signed");
    const audits = await owner.sql`select action from audit_log where subject_id = ${id}`;
    expect(audits.map((row) => row.action)).toEqual(["signature.signed"]);
    next.child.kill("SIGTERM");
    expect(await next.exited).toBe(0);
  });
});
