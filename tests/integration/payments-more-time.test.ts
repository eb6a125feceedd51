import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/command";
import { auditLog, invoices } from "@/lib/db";
import { extendInvoice } from "@/lib/invoices";
import { AppError, silentLogger } from "@/lib/kit";
import { updateSettings } from "@/lib/merchants";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { type Invoice, MINUTE_MS, openShop, type Shop } from "../support/shop";

let labs: Labs;
let gateway: Gateway;
let side: NetworkSide;
let shop: Shop;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 200, gas: false });
  side = gateway.networks["USDT-TRC20"];
  shop = openShop(side);
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

/** Anyone who holds the code. */
const payer = (): Context => ({
  db: gateway.web,
  merchantId: null,
  actor: { kind: "public" },
  permissions: new Set(),
  requestId: "req_test",
  log: silentLogger,
  now: side.now,
});
const ask = (invoice: Invoice) => extendInvoice(payer(), invoice.code);
const refused = (invoice: Invoice) =>
  ask(invoice).then(
    () => "given",
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
async function endOf({ id }: Invoice): Promise<number> {
  const [row] = await gateway.worker.orm.select().from(invoices).where(eq(invoices.id, id));
  return row?.expiresAt.getTime() ?? 0;
}

describe("C-08: more time for a payer", () => {
  it("is the invoice's own timer once more, and no more than an hour", async () => {
    for (const [timer, more] of [
      [10, 10],
      [60, 60],
      [240, 60],
    ] as const) {
      const invoice = await shop.invoice("5", { timerMs: timer * MINUTE_MS });
      const before = await endOf(invoice);
      const answer = await ask(invoice);
      expect(await endOf(invoice)).toBe(before + more * MINUTE_MS);
      expect(Date.parse(answer?.expiresAt ?? "")).toBe(before + more * MINUTE_MS);
    }
  });

  it("is given once, however often and however many ask at once", async () => {
    const invoice = await shop.invoice("5", { timerMs: 10 * MINUTE_MS });
    const before = await endOf(invoice);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(invoice)));
    expect(new Set(answers.map((answer) => answer?.expiresAt)).size).toBe(1);
    expect(await endOf(invoice)).toBe(before + 10 * MINUTE_MS);
    const told = await gateway.worker.orm
      .select()
      .from(auditLog)
      .where(eq(auditLog.subjectId, invoice.id));
    expect(told.filter(({ action }) => action === "invoice.extended")).toHaveLength(1);
  });

  it("keeps the address open: a payment in that time is in time", async () => {
    const invoice = await shop.invoice("5", { timerMs: 10 * MINUTE_MS });
    await ask(invoice);
    await side.pass(12 * MINUTE_MS);
    await side.watch();
    expect(await shop.status(invoice.id)).toBe("initiated");
    await shop.pay(invoice.address, "5");
    await side.mine(side.lab.confirmations);
    while (await side.watch()) {
      // Until it has read all blocks.
    }
    expect(await shop.record(invoice.id)).toMatchObject({ status: "amount confirmed" });
  });

  it("is refused once the time is over, and when the invoice is cancelled or unknown", async () => {
    const late = await shop.invoice("5", { timerMs: MINUTE_MS });
    await side.pass(2 * MINUTE_MS);
    expect(await refused(late)).toBe("invalid_state");
    const cancelled = await shop.invoice("5");
    await shop.cancel(cancelled.id);
    expect(await refused(cancelled)).toBe("invalid_state");
    expect(await extendInvoice(payer(), "0".repeat(22))).toBeNull();
  });

  it("is not there where the merchant does not want it: what was frozen counts", async () => {
    const before = await shop.invoice("5");
    await updateSettings(shop.context(), { payerExtension: false });
    const without = await shop.invoice("5");
    await updateSettings(shop.context(), { payerExtension: true });
    expect(await refused(without)).toBe("invalid_state");
    expect(await refused(before)).toBe("given");
  });

  it("is the only way in which an invoice's time changes, and for one's own merchant alone", async () => {
    const invoice = await shop.invoice("5");
    const { web } = gateway;
    const update = web.sql.begin(async (sql) => {
      await sql`select set_config('app.merchant', ${shop.merchantId}, true)`;
      await sql`update invoices set expires_at = now() + interval '1 day' where id = ${invoice.id}`;
    });
    await expect(update).rejects.toMatchObject({ code: "42501" });
    const stranger = gateway.merchants[1].merchantId;
    const [row] = await web.sql.begin(async (sql) => {
      await sql`select set_config('app.merchant', ${stranger}, true)`;
      return sql`select extend_invoice(${invoice.id}, ${side.now()}) as until`;
    });
    expect(row?.until).toBeNull();
  });
});
