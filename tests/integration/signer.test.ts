import { parseTransaction, recoverTransactionAddress, type TransactionSerialized } from "viem";
import { describe, expect, it } from "vitest";
import { countFree, getMerchantWallet } from "@/lib/addresses";
import { type Address, formatAddress, type Intent } from "@/lib/chains";
import { deriveAddress } from "@/lib/custody";
import { addresses } from "@/lib/db";
import { NETWORK_IDS, newId, silentLogger } from "@/lib/kit";
import { SIGNING_LIMITS, signNext } from "@/lib/signer";
import { addMerchants } from "../support/books";
import {
  ask,
  codecs,
  lastNonce,
  newKeyRing,
  plan,
  rowOf,
  run,
  type SigningRow,
  setUpSigner,
  until,
} from "../support/signer";
import { CHAIN_ID, ERC20, MAX_FEE, TRON_EXPIRY } from "../support/unsigned-transactions";

const lab = setUpSigner();

describe("the pool and the wallets", () => {
  it("hold what the keys derive, as the adapters write it", async () => {
    const rows = await lab.owner.orm.select().from(addresses);
    expect(rows).toHaveLength(2 * (60 + 1 + 2));
    for (const row of rows) {
      const codec = codecs.get(row.network)!;
      const keyPath = { network: row.network, purpose: row.purpose, index: row.pathIndex };
      const derived = deriveAddress(lab.keyRing, codec, keyPath);
      expect(row.address).toBe(derived);
      expect(row.display).toBe(formatAddress(row.network, derived));
      expect(row.verifiedAt.getTime()).toBeLessThanOrEqual(Date.now());
    }
    const deposits = rows.filter((row) => row.purpose === "deposit");
    for (const network of NETWORK_IDS) {
      const indexes = deposits.filter((row) => row.network === network).map((row) => row.pathIndex);
      expect(indexes.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i));
    }
    const wallets = rows.filter((row) => row.purpose === "merchant");
    const numbers = await lab.owner.sql`select id, number from merchants`;
    for (const { id, number } of numbers) {
      expect(wallets.filter((row) => row.merchantId === id).map((row) => row.pathIndex)).toEqual([
        number,
        number,
      ]);
    }
  });

  it("are refilled, by several signers at once, and a new merchant gets its wallets", async () => {
    const [late] = (await addMerchants(lab.owner)) as [string];
    const cause = await plan("USDT-TRC20", "planned");
    expect(await countFree(lab.worker.orm, "USDT-TRC20")).toBeLessThan(60);
    for (let i = 0; i < 3; i += 1) run({ pool: { least: 70, full: 80 } });
    await until(async () => (await countFree(lab.worker.orm, "USDT-TRC20")) >= 80);
    await until(() => getMerchantWallet(lab.worker.orm, "USDT-ERC20", late));
    await until(() => getMerchantWallet(lab.worker.orm, "USDT-TRC20", late));
    const [beat] = await lab.owner.sql`select at, data from heartbeats where name = 'signer'`;
    expect(Date.now() - Date.parse(String(beat?.at))).toBeLessThan(10_000);
    expect(Object.keys(Object(beat?.data))).toContain("sign");
    const [row] = await lab.owner
      .sql`select owner_kind from addresses where address = ${cause.deposit.address}`;
    expect(row?.owner_kind).toBe("invoice");
  });

  it("are left alone by a signer with another keystore", async () => {
    const foreign = await newKeyRing("foreign.json");
    const warnings: unknown[] = [];
    const before = await lab.owner.sql`select count(*)::int as count from addresses`;
    run({
      keyRing: foreign,
      pool: { least: 500, full: 500 },
      log: { ...silentLogger, warn: (fields) => warnings.push(fields.err) },
    });
    await until(async () => warnings.length >= 4);
    expect(warnings.map((error) => (error as Error).name)).toEqual(
      warnings.map(() => "ForeignKeystoreError"),
    );
    expect(await lab.owner.sql`select count(*)::int as count from addresses`).toEqual(before);
    foreign.destroy();
  });
});

describe("signing", () => {
  it("stores bytes on Ethereum that recover to the sender and do what was asked", async () => {
    const cause = await plan("USDT-ERC20", "sending");
    const id = await ask(cause, "sweep_token");
    expect(await signNext(lab.ctx, lab.desk)).toBe(true);
    expect(await signNext(lab.ctx, lab.desk)).toBe(false);
    const row = await rowOf(id);
    expect(row).toMatchObject({
      state: "signed",
      refusal: null,
      nonce: lastNonce(),
      expiresAt: null,
    });
    const raw = `0x${row.raw}` as TransactionSerialized;
    const sender = await recoverTransactionAddress({ serializedTransaction: raw });
    expect(sender.slice(2).toLowerCase()).toBe(cause.deposit.address);
    const transaction = parseTransaction(raw);
    expect(transaction.to?.toLowerCase()).toBe(ERC20.toLowerCase());
    expect(transaction.data).toContain(cause.wallet.address);
    expect(transaction.chainId).toBe(CHAIN_ID);
    const audits = await lab.owner.sql`select action, data from audit_log where subject_id = ${id}`;
    expect(audits).toHaveLength(1);
    expect(audits[0]).toMatchObject({ action: "signature.signed", data: { txHash: row.txHash } });
  });

  it("signs gas on both networks and tokens on Tron", async () => {
    const asked = [
      await ask(await plan("USDT-ERC20", "funding"), "sweep_gas"),
      await ask(await plan("USDT-TRC20", "funding"), "sweep_gas"),
      await ask(await plan("USDT-TRC20", "sending"), "sweep_token"),
    ];
    for (const _ of asked) expect(await signNext(lab.ctx, lab.desk)).toBe(true);
    for (const id of asked) {
      const row = await rowOf(id);
      expect([row.state, row.refusal]).toEqual(["signed", null]);
      expect(row.txHash).toMatch(/^[0-9a-f]{64}$/);
      if (row.network === "USDT-TRC20") expect(row.raw).toContain(row.payload);
      expect(row.expiresAt).toEqual(row.network === "USDT-TRC20" ? TRON_EXPIRY : null);
    }
  });

  type Lie = readonly [string, Partial<SigningRow>, Partial<Intent>];
  it.each<Lie>([
    ["transaction_to", {}, { to: "e".repeat(40) as Address }],
    ["transaction_value", {}, { value: 25_000_001n }],
    ["transaction_kind", {}, { kind: "native" }],
    ["transaction_from", {}, { from: "e".repeat(40) as Address }],
    ["transaction_nonce", { nonce: 1_000_000 }, {}],
    ["transaction_fee", { maxFee: MAX_FEE - 1n }, {}],
    ["transaction_payload", { payload: "00" }, {}],
    ["transaction_expiry", { expiresAt: TRON_EXPIRY }, {}],
    ["fee_above_limit", { maxFee: SIGNING_LIMITS["USDT-ERC20"].fee + 1n }, {}],
    ["value", { value: 24_000_000n }, { value: 24_000_000n }],
    ["to", { toAddress: "e".repeat(40) }, { to: "e".repeat(40) as Address }],
    ["path", { pathIndex: 0 }, {}],
    ["cause_missing", { merchantId: null }, {}],
    ["cause_missing", { causeId: newId() }, {}],
  ])("refuses a token transfer: %s", async (reason, lie, intentLie) => {
    const id = await ask(await plan("USDT-ERC20", "sending"), "sweep_token", lie, intentLie);
    expect(await signNext(lab.ctx, lab.desk)).toBe(true);
    expect(await rowOf(id)).toMatchObject({
      state: "refused",
      refusal: reason,
      raw: null,
      txHash: null,
    });
    const [audited] = await lab.owner
      .sql`select action, data from audit_log where subject_id = ${id}`;
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
    await lab.owner.sql`
      update addresses set merchant_id = null where address = ${cause.deposit.address}`;
    const free = await ask(cause, "sweep_gas");
    while (await signNext(lab.ctx, lab.desk));
    const refusals = await Promise.all([high, early, free].map(rowOf));
    expect(refusals.map((row) => row.refusal)).toEqual(["value_above_limit", "cause_state", "to"]);
  });

  it("refuses addresses that the directory claims but the keys don't derive", async () => {
    const forged = "d".repeat(40);
    const cause = await plan("USDT-ERC20", "sending", lab.stranger);
    await lab.owner.sql`
      update addresses set address = ${forged} where address = ${cause.wallet.address}`;
    await lab.owner.sql`update sweeps set to_address = ${forged} where id = ${cause.sweepId}`;
    const lie = { merchantId: lab.stranger, toAddress: forged };
    const id = await ask(cause, "sweep_token", lie, { to: forged as Address });
    await signNext(lab.ctx, lab.desk);
    expect((await rowOf(id)).refusal).toBe("to_not_derived");

    const other = await plan("USDT-TRC20", "sending");
    await lab.owner.sql`
      update addresses set address = ${forged} where address = ${other.deposit.address}`;
    await lab.owner.sql`update sweeps set from_address = ${forged} where id = ${other.sweepId}`;
    const fake = { ...other, deposit: { ...other.deposit, address: forged } };
    const second = await ask(fake, "sweep_token");
    await signNext(lab.ctx, lab.desk);
    expect((await rowOf(second)).refusal).toBe("from_not_derived");
  });

  it("refuses a second signature while the first may still be mined, and after it was", async () => {
    const cause = await plan("USDT-TRC20", "sending");
    const first = await ask(cause, "sweep_token");
    await signNext(lab.ctx, lab.desk);
    await expect(ask(cause, "sweep_token", { attempt: 2 })).rejects.toThrow();
    // Without the database's own wall the signer's stands.
    await lab.owner.sql`drop index signing_requests_one_live`;
    try {
      for (const [attempt, state, refusal] of [
        [2, "signed", "live_signature"],
        [3, "broadcast", "live_signature"],
        [4, "final", "already_paid"],
        [5, "dead", "already_signed"],
      ] as const) {
        await lab.owner.sql`update signing_requests set state = ${state} where id = ${first}`;
        const id = await ask(cause, "sweep_token", { attempt });
        await signNext(lab.ctx, lab.desk);
        expect((await rowOf(id)).refusal).toBe(refusal);
      }
    } finally {
      await lab.owner.sql`
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
    await lab.owner.sql`
      insert into chain_cursors (network, identity, height, hash, block_time, latest_height, final_height,
        final_time, scanned_at, halted_reason)
      values ('USDT-TRC20', 'x', 1, ${"0".repeat(64)}, now(), 1, 1, now(), now(), 'a credited transfer vanished')`;
    expect(await signNext(lab.ctx, lab.desk)).toBe(false);
    expect((await rowOf(id)).state).toBe("pending");
    await lab.owner.sql`update chain_cursors set halted_reason = null`;
    expect(await signNext(lab.ctx, lab.desk)).toBe(true);
    expect((await rowOf(id)).state).toBe("signed");
  });

  it("signs each request once, however many signers there are, within a poll", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 12; i += 1) {
      ids.push(await ask(await plan("USDT-ERC20", "sending"), "sweep_token"));
    }
    for (let i = 0; i < 3; i += 1) run();
    for (const id of ids) await until(async () => (await rowOf(id)).state === "signed");
    const audits = await lab.owner.sql`
      select subject_id from audit_log where subject_id = any(${ids}) and action = 'signature.signed'`;
    expect(audits).toHaveLength(ids.length);
    const cause = await plan("USDT-ERC20", "sending");
    const started = performance.now();
    const last = await ask(cause, "sweep_token");
    await until(async () => (await rowOf(last)).state === "signed");
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
