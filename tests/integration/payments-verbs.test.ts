import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countFree } from "@/lib/addresses";
import type { IdempotentCall, Permission } from "@/lib/command";
import { cancelInvoice, createInvoice } from "@/lib/invoices";
import { AppError, newId, units } from "@/lib/kit";
import { getTransaction } from "@/lib/records";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { ALL, expectTold, MINUTE_MS, openShop, type Shop } from "../support/shop";

let labs: Labs;
let gateway: Gateway;
let side: NetworkSide;
let shop: Shop;
let stranger: Shop;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 200, gas: false });
  side = gateway.networks["USDT-TRC20"];
  shop = openShop(side);
  stranger = openShop(side, 1);
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

const order = {
  network: "USDT-TRC20",
  amount: units(50_000_000n),
  timerMs: 10 * MINUTE_MS,
  callbackUrl: null,
  webhookUrl: null,
  username: null,
  firstName: null,
  lastName: null,
  email: null,
  phoneNumber: null,
  description: null,
  referenceId: "ORDER-1",
} as const;
const callOf = (key: string, endpoint = "transaction/create"): IdempotentCall => ({
  endpoint,
  key,
  fingerprint: createHash("sha256").update(key).digest(),
});
const without = (permission: Permission) => ALL.filter((one) => one !== permission);
const codes = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.flatMap((one) =>
    one.status === "rejected"
      ? [one.reason instanceof AppError ? one.reason.code : one.reason]
      : [],
  );
const numberOf = ({ invoiceNo }: { readonly invoiceNo: string }) => Number(invoiceNo.split("-")[2]);
const count = async (merchantId: string) => {
  const [row] = await gateway.worker.sql`
    select count(*)::int as n, coalesce(max(number), 0)::int as last from invoices where merchant_id = ${merchantId}`;
  return { n: Number(row?.n), last: Number(row?.last) };
};

describe("createInvoice", () => {
  it("fifty at once: numbers without a gap, addresses and codes of their own", async () => {
    const before = await count(shop.merchantId);
    const made = await Promise.all(
      Array.from({ length: 50 }, () => createInvoice(shop.context(), order)),
    );
    const numbers = made.map(numberOf).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, i) => before.last + 1 + i));
    for (const key of ["id", "walletAddress", "code", "invoiceNo"] as const) {
      expect(new Set(made.map((invoice) => invoice[key])).size, key).toBe(50);
    }
    expect(await count(shop.merchantId)).toEqual({ n: before.n + 50, last: before.last + 50 });
    await side.checkBooks();
  });

  it("each merchant counts by itself, from 0001", async () => {
    const view = await createInvoice(stranger.context(), order);
    expect(view.invoiceNo).toBe(`INV-${gateway.merchants[1].number}-0001`);
  });

  it("one that fails takes no number and no address", async () => {
    const before = await count(shop.merchantId);
    const bad = { ...order, amount: units(-1n) };
    await expect(createInvoice(shop.context(), bad)).rejects.toThrow();
    const next = await createInvoice(shop.context(), order);
    expect(numberOf(next)).toBe(before.last + 1);
    const rows = await gateway.worker.sql`
      select 1 from addresses a where purpose = 'deposit' and owner_kind is not null
        and not exists (select 1 from invoices i where i.id = a.owner_id)`;
    expect(rows.length).toBe(0);
  });

  it("without the permission nothing is made", async () => {
    const before = await count(shop.merchantId);
    const ctx = shop.context(without("invoices:create"));
    await expect(createInvoice(ctx, order)).rejects.toMatchObject({ code: "scope_missing" });
    expect(await count(shop.merchantId)).toEqual(before);
  });

  it("the same Idempotency-Key twenty times at once makes one", async () => {
    const before = await count(shop.merchantId);
    const call = callOf(newId());
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => createInvoice(shop.context(), order, call)),
    );
    expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(new Set(codes(results))).toEqual(new Set(["request_in_progress"]));
    expect(await count(shop.merchantId)).toEqual({ n: before.n + 1, last: before.last + 1 });
  });

  it("two merchants may use the same key", async () => {
    const call = callOf(newId());
    const [mine, theirs] = await Promise.all([
      createInvoice(shop.context(), order, call),
      createInvoice(stranger.context(), order, call),
    ]);
    expect(mine.id).not.toBe(theirs.id);
  });

  it("two invoices of one referenceId stay two", async () => {
    const [one, two] = [
      await createInvoice(shop.context(), order),
      await createInvoice(shop.context(), order),
    ];
    expect(one.walletAddress).not.toBe(two.walletAddress);
    const record = await getTransaction(shop.context(), { transactionId: two.id });
    expect(record.referenceId).toBe("ORDER-1");
  });

  it("an empty pool is told, and a filled one goes on", async () => {
    const { orm } = gateway.worker;
    for (let free = await countFree(orm, "USDT-ERC20"); free > 0; free -= 1) {
      await createInvoice(stranger.context(), { ...order, network: "USDT-ERC20" });
    }
    const before = await count(shop.merchantId);
    const lacking = { ...order, network: "USDT-ERC20" } as const;
    await expect(createInvoice(shop.context(), lacking)).rejects.toMatchObject({
      code: "wallet_generation_failed",
      publicMessage: "Wallet generation failed",
    });
    expect(await count(shop.merchantId)).toEqual(before);
    expect(numberOf(await createInvoice(shop.context(), order))).toBe(before.last + 1);
  });
});

describe("cancelInvoice", () => {
  it("twenty at once: exactly one, and one audit entry", async () => {
    const { id } = await createInvoice(shop.context(), order);
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => shop.cancel(id)));
    expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(new Set(codes(results))).toEqual(new Set(["invalid_state"]));
    const log = await gateway.worker.sql`
      select 1 from audit_log where subject_id = ${id} and action = 'invoice.cancelled'`;
    expect(log.length).toBe(1);
    await expectTold(shop, id, []);
  });

  it("the same Idempotency-Key at once: one takes effect, the others are told to wait", async () => {
    const { id } = await createInvoice(shop.context(), order);
    const call = callOf(newId(), "transaction/cancel");
    const input = { transactionId: id, remarks: null };
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => cancelInvoice(shop.context(), input, call)),
    );
    expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(new Set(codes(results))).toEqual(new Set(["request_in_progress"]));
  });

  it("a cancel that is refused leaves its key free", async () => {
    const { id } = await createInvoice(shop.context(), order);
    await shop.cancel(id);
    const call = callOf(newId(), "transaction/cancel");
    const input = { transactionId: id, remarks: null };
    for (let tries = 0; tries < 2; tries += 1) {
      const again = cancelInvoice(shop.context(), input, call);
      await expect(again).rejects.toMatchObject({ code: "invalid_state" });
    }
  });

  it("another merchant's invoice, an unknown and a malformed id are not found alike", async () => {
    const { id } = await createInvoice(shop.context(), order);
    for (const wrong of [id, newId(), "not an id", ""]) {
      const missing = { code: "not_found", publicMessage: "Transaction not found" };
      await expect(stranger.cancel(wrong), wrong).rejects.toMatchObject(missing);
      await expect(stranger.record(wrong), wrong).rejects.toMatchObject(missing);
    }
    expect(await shop.status(id)).toBe("initiated");
  });

  it("without the permission nothing happens, before anything is looked up", async () => {
    const { id } = await createInvoice(shop.context(), order);
    const ctx = shop.context(without("invoices:cancel"));
    for (const transactionId of [id, newId()]) {
      const refused = cancelInvoice(ctx, { transactionId, remarks: null });
      await expect(refused).rejects.toMatchObject({ code: "scope_missing" });
    }
    const reader = shop.context(without("invoices:read"));
    await expect(getTransaction(reader, { transactionId: id })).rejects.toMatchObject({
      code: "scope_missing",
    });
    expect(await shop.status(id)).toBe("initiated");
  });
});
