import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCENES, type Scene } from "@/lib/api";
import { auditLog, invoices, sandboxPayments, sandboxScenes } from "@/lib/db";
import { requestCheckoutPayment } from "@/lib/invoices";
import { AppError, newId, silentLogger } from "@/lib/kit";
import { type Reorganiser, sceneRound } from "@/lib/sandbox/scene-loop";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { type Invoice, MINUTE_MS, openShop, type Shop, usdt } from "../support/shop";

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

const press = (invoice: Invoice, scene?: Scene) =>
  requestCheckoutPayment(gateway.web, invoice.code, side.now(), scene);
const payments = (invoice: Invoice) =>
  gateway.worker.orm
    .select()
    .from(sandboxPayments)
    .where(eq(sandboxPayments.toAddress, invoice.walletAddress))
    .orderBy(asc(sandboxPayments.id));
async function sceneOf(invoice: Invoice) {
  const rows = await gateway.worker.orm
    .select()
    .from(sandboxScenes)
    .where(eq(sandboxScenes.invoiceId, invoice.id));
  return rows.at(-1);
}
async function endOf({ id }: Invoice): Promise<number> {
  const [row] = await gateway.worker.orm.select().from(invoices).where(eq(invoices.id, id));
  return row?.expiresAt.getTime() ?? 0;
}

const never: Reorganiser = {
  holds: () => Promise.reject(new Error("not asked for")),
  drop: () => Promise.reject(new Error("not asked for")),
};
const play = (tron: Reorganiser = never, now = side.now) =>
  sceneRound({
    db: gateway.worker,
    log: silentLogger,
    reorganisers: { "USDT-ERC20": never, "USDT-TRC20": tron },
    now,
  });

describe("C-35: a scene that is asked for", () => {
  it.each([
    [undefined, ["50"], null],
    ["exact", ["50"], null],
    ["part", ["30"], null],
    ["over", ["55"], null],
    ["two", ["25", "25"], null],
    ["reorganise", ["50"], "asked"],
    ["late", [], "asked"],
    ["expire", [], "asked"],
  ] as const)("%s: rows alone, of these amounts", async (scene, amounts, step) => {
    const invoice = await shop.invoice("50");
    const asked = await press(invoice, scene);
    const rows = await payments(invoice);
    expect(rows.map((row) => row.amountUnits)).toEqual(amounts.map(usdt));
    expect(rows.every((row) => row.state === "asked")).toBe(true);
    expect((await sceneOf(invoice))?.step ?? null).toBe(step);
    const ids = [...rows.map(({ id }) => id), (await sceneOf(invoice))?.id];
    expect(ids).toContain(asked?.id);
    // Left open, it would be played in the tests that follow.
    await gateway.worker.orm.update(sandboxScenes).set({ step: "failed" });
  });

  it("is asked for once, however often and whatever is pressed meanwhile", async () => {
    for (const scene of SCENES) {
      const invoice = await shop.invoice("50");
      const first = await press(invoice, scene);
      const more = await Promise.all([...SCENES, ...SCENES].map((other) => press(invoice, other)));
      expect(await payments(invoice)).toHaveLength(
        { late: 0, expire: 0, two: 2 }[scene as string] ?? 1,
      );
      if (scene !== "two")
        expect(new Set(more.map((one) => one?.id))).toEqual(new Set([first?.id]));
    }
    await gateway.worker.orm.update(sandboxScenes).set({ step: "failed" });
  });

  it("pays of what remains after a part was seen", async () => {
    const invoice = await shop.invoice("50");
    await shop.pay(invoice.address, "30");
    await side.mine();
    await side.watch();
    await press(invoice, "over");
    expect((await payments(invoice)).map((row) => row.amountUnits)).toEqual([usdt("22")]);
  });

  it("is refused when the invoice is not open", async () => {
    const invoice = await shop.invoice("50");
    await shop.cancel(invoice.id);
    for (const scene of SCENES) {
      const refused = await press(invoice, scene).catch((error: unknown) => error);
      expect(refused instanceof AppError && refused.code).toBe("invalid_state");
    }
  });
});

describe("the time of an invoice in the sandbox", () => {
  it("ends now, once, and is told of in the audit", async () => {
    const invoice = await shop.invoice("50");
    await press(invoice, "expire");
    const now = side.now().getTime();
    await Promise.all([play(), play(), play()]);
    expect(await endOf(invoice)).toBe(now);
    expect((await sceneOf(invoice))?.step).toBe("done");
    const told = await gateway.worker.orm
      .select()
      .from(auditLog)
      .where(eq(auditLog.subjectId, invoice.id));
    expect(told.filter(({ action }) => action === "invoice.time_ended")).toHaveLength(1);
    await side.pass(MINUTE_MS);
    await shop.untilStatus(invoice, "failed");
  });

  it("never ends before a payment that was seen in time", async () => {
    const invoice = await shop.invoice("50");
    await shop.pay(invoice.address, "30");
    await side.mine();
    await side.watch();
    await press(invoice, "expire");
    const behind = new Date(side.now().getTime() - 10 * MINUTE_MS);
    await play(never, () => behind);
    expect(await endOf(invoice)).toBe(side.now().getTime());
    const record = await shop.untilStatus(invoice, "failed");
    expect(record).toMatchObject({ reason: "underpaid" });
    expect(record.payments.map(({ late }) => late)).toEqual([false]);
  });

  it("is changed by nobody else, and for no scene that was not asked for", async () => {
    const invoice = await shop.invoice("50");
    const before = await endOf(invoice);
    const asked = await press(invoice, "reorganise");
    const end = (db: Gateway["web"], id: string) =>
      db.sql`select end_invoice_time(${shop.merchantId}, ${id}, now()) as at`;
    await expect(end(gateway.web, asked?.id ?? "")).rejects.toThrow(/permission denied/);
    expect((await end(gateway.worker, asked?.id ?? ""))[0]?.at).toBeNull();
    expect((await end(gateway.worker, newId()))[0]?.at).toBeNull();
    const update = gateway.worker
      .sql`update invoices set expires_at = now() where id = ${invoice.id}`;
    await expect(update).rejects.toThrow(/permission denied/);
    expect(await endOf(invoice)).toBe(before);
    await gateway.worker.orm.update(sandboxScenes).set({ step: "failed" });
  });

  it("late: the money is asked for once, when the invoice has failed, by whichever worker is there", async () => {
    const invoice = await shop.invoice("50");
    await press(invoice, "late");
    await Promise.all([play(), play()]);
    expect([(await sceneOf(invoice))?.step, (await payments(invoice)).length]).toEqual([
      "ended",
      0,
    ]);
    await side.pass(MINUTE_MS);
    await shop.untilStatus(invoice, "failed");
    await Promise.all([play(), play(), play()]);
    await play();
    expect((await payments(invoice)).map((row) => row.amountUnits)).toEqual([usdt("50")]);
    expect((await sceneOf(invoice))?.step).toBe("done");
    await shop.pay(invoice.address, "50");
    // By the contract a full sum turns the record confirmed, however late, and says so.
    expect(await shop.untilStatus(invoice, "confirmed")).toMatchObject({ late: true });
    await side.checkBooks();
  });

  it("late: nothing is paid when the invoice was cancelled meanwhile", async () => {
    const invoice = await shop.invoice("50");
    await press(invoice, "late");
    await play();
    await shop.cancel(invoice.id);
    await play();
    expect((await sceneOf(invoice))?.step).toBe("failed");
    expect(await payments(invoice)).toHaveLength(0);
  });
});

describe("a payment that a reorganisation takes back", () => {
  /** The worker's faucet, by hand: the payment of the scene is in a block and seen. */
  async function paidScene(): Promise<{ invoice: Invoice; tx: string }> {
    const invoice = await shop.invoice("50");
    const asked = await press(invoice, "reorganise");
    const tx = await shop.pay(invoice.address, "50");
    await gateway.worker.orm
      .update(sandboxPayments)
      .set({ state: "sent", raw: "{}", txHash: tx })
      .where(eq(sandboxPayments.id, asked?.id ?? ""));
    await play();
    expect((await sceneOf(invoice))?.step).toBe("asked");
    await side.mine();
    await side.watch();
    return { invoice, tx };
  }
  /** The lab's node as the sandbox's own: it takes a transaction back for good. */
  const node = (drops: string[]): Reorganiser => ({
    holds: async (tx) => !drops.includes(tx),
    drop: async (tx) => {
      drops.push(tx);
      await side.lab.dropByReorg(1, tx as never);
      return true;
    },
  });
  const later = (ms: number) => () => new Date(side.now().getTime() + ms);

  it("goes, is noticed, and its stored bytes are sent again", async () => {
    const { invoice, tx } = await paidScene();
    const drops: string[] = [];
    await play(node(drops));
    expect([(await sceneOf(invoice))?.step, drops]).toEqual(["gone", [tx]]);
    await side.watch();
    expect((await shop.page(invoice)).state).toBe("waiting");
    // Nobody can pay it twice meanwhile.
    await press(invoice);
    expect(await payments(invoice)).toHaveLength(1);
    await play(node(drops), later(1_000));
    expect((await payments(invoice))[0]?.state).toBe("sent");
    await play(node(drops), later(10_000));
    expect((await payments(invoice))[0]).toMatchObject({ state: "signed", txHash: tx, raw: "{}" });
    expect((await sceneOf(invoice))?.step).toBe("back");
    await gateway.worker.orm.update(sandboxScenes).set({ step: "failed" });
  });

  it("goes on where a killed worker stopped: gone from the chain, and nobody had stored it", async () => {
    for (const noticed of [false, true]) {
      const { invoice, tx } = await paidScene();
      const drops: string[] = [];
      await node(drops).drop(tx, 0);
      if (noticed) await side.watch();
      await play(node([...drops]));
      expect([(await sceneOf(invoice))?.step, drops]).toEqual(["gone", [tx]]);
      await gateway.worker.orm.update(sandboxScenes).set({ step: "failed" });
    }
  });

  it("stays when it is all but final: no final block is ever taken back", async () => {
    const { invoice } = await paidScene();
    await play({ holds: async () => true, drop: async () => false });
    expect((await sceneOf(invoice))?.step).toBe("failed");
    await shop.untilStatus(invoice, "amount confirmed");
  });
});
