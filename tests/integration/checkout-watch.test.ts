import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { connect, type Database } from "@/lib/db";
import { CheckoutWatch } from "@/lib/http/checkout-watch";
import { extendInvoice } from "@/lib/invoices";
import { silentLogger } from "@/lib/kit";
import { getSettings, updateSettings } from "@/lib/merchants";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { type Invoice, openShop, type Shop } from "../support/shop";

let labs: Labs;
let gateway: Gateway;
let side: NetworkSide;
let shop: Shop;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 100, gas: false });
  side = gateway.networks["USDT-ERC20"];
  shop = openShop(side);
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});
const leaving: (() => void)[] = [];
afterEach(() => {
  for (const leave of leaving.splice(0)) leave();
});

const within = { timeout: 20_000, interval: 20 };
const newWatch = (db: Database = gateway.web) => new CheckoutWatch(db, silentLogger);
const etagOf = ({ state, received, confirmations }: Awaited<ReturnType<Shop["page"]>>) =>
  `W/"${state}-${received}-${confirmations}"`;

/** A poll as its route answers it: what it is known by. */
async function poll(watch: CheckoutWatch, invoice: Invoice, read = () => shop.page(invoice)) {
  return etagOf(await watch.remember(invoice.code, new Date(), read, etagOf));
}
const unchanged = (watch: CheckoutWatch, { code }: Invoice, etag: string) =>
  watch.isUnchanged(code, etag);

/** Invoices that nobody pays, written as the owner. */
async function addInvoices(owner: Database, merchantId: string, count: number): Promise<void> {
  await owner.sql`
    insert into invoices (merchant_id, id, number, invoice_no, code, network, address, wallet_address, amount_units,
      fee_payer, fee_tiers, credit_at, created_at, expires_at)
    select ${merchantId}, gen_random_uuid(), n, 'INV-' || n, 'c' || n, 'USDT-TRC20', 'a' || n, 'T' || n, 5000000,
      'merchant', '[]', 'sweep', now(), now()
    from generate_series(1, ${count}::int) n`;
  await owner.sql`analyze invoices`;
}

describe("P11: polls that find nothing new", () => {
  it("are known by what the page was last answered with, and by nothing else", async () => {
    const watch = newWatch();
    const invoice = await shop.invoice("5");
    expect(unchanged(watch, invoice, 'W/"x"')).toBe(false);
    const etag = await poll(watch, invoice);
    expect(unchanged(watch, invoice, etag)).toBe(true);
    expect(unchanged(watch, invoice, etag.slice(2))).toBe(true);
    expect(unchanged(watch, invoice, `"other", ${etag}`)).toBe(true);
    expect(unchanged(watch, invoice, 'W/"other"')).toBe(false);
    expect(unchanged(watch, await shop.invoice("5"), etag)).toBe(false);
  });

  it("are known round after round while nobody writes, and not after a write of anyone", async () => {
    const watch = newWatch();
    const invoice = await shop.invoice("5");
    const etag = await poll(watch, invoice);
    let rounds = 0;
    const counted = vi.spyOn(gateway.web, "sql");
    try {
      await vi.waitUntil(() => counted.mock.calls.length >= 4, within);
      rounds = counted.mock.calls.length;
    } finally {
      counted.mockRestore();
    }
    expect(rounds).toBeGreaterThanOrEqual(4);
    expect(unchanged(watch, invoice, etag)).toBe(true);
    await shop.pay(invoice.address, "2");
    await side.mine();
    await side.round();
    await vi.waitUntil(() => !unchanged(watch, invoice, etag), within);
    const partly = await poll(watch, invoice);
    expect(partly).toContain("partial-2");
    expect(unchanged(watch, invoice, partly)).toBe(true);
    // Each block lies deeper on the payment: the page counts confirmations.
    await side.mine();
    await side.round();
    await vi.waitUntil(() => !unchanged(watch, invoice, partly), within);
  });

  it("are known whatever a shop changes, but for its name", async () => {
    const watch = newWatch();
    const [{ code }, before] = [await shop.invoice("5"), await getSettings(shop.context())];
    const tell = vi.fn();
    leaving.push((await watch.listen(code, tell)) ?? (() => undefined));
    await updateSettings(shop.context(), { checkoutNote: "Back on Monday", payerExtension: false });
    await watch.listen(code, () => undefined).then((leave) => leave?.());
    expect(tell).not.toHaveBeenCalled();
    await updateSettings(shop.context(), { ...before, brandName: "Nordlys" });
    await watch.listen(code, () => undefined).then((leave) => leave?.());
    expect(tell).toHaveBeenCalledOnce();
    await updateSettings(shop.context(), before);
  });

  it("are not known across the end of the time, though no row changes then", async () => {
    const watch = newWatch();
    const invoice = await shop.invoice("5");
    const etag = await poll(watch, invoice);
    const { expiresAt } = invoice;
    expect(unchanged(watch, invoice, etag)).toBe(true);
    vi.useFakeTimers({ now: expiresAt.getTime() + 1, toFake: ["Date"] });
    try {
      // Knowledge of that very moment, but of a page that was answered before it.
      await watch.listen(invoice.code, () => undefined).then((leave) => leave?.());
      expect(watch.isUnchanged(invoice.code, etag)).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  it("are not known by a change that fell between the look at the rows and the answer", async () => {
    const watch = newWatch();
    const invoice = await shop.invoice("5");
    const etag = await poll(watch, invoice, async () => {
      const view = await shop.page(invoice);
      await shop.cancel(invoice.id);
      return view;
    });
    await vi.waitUntil(() => !unchanged(watch, invoice, etag), within);
    expect(await poll(watch, invoice)).toContain("cancelled");
  });

  it("are doubted at once after a write of this process, of one page or of a merchant's", async () => {
    const watch = newWatch();
    const [one, two] = [await shop.invoice("5"), await shop.invoice("5")];
    const [first, second] = [await poll(watch, one), await poll(watch, two)];
    watch.doubt({ code: one.code });
    expect([unchanged(watch, one, first), unchanged(watch, two, second)]).toEqual([false, true]);
    watch.doubt({ merchantId: gateway.merchants[1].merchantId });
    expect(unchanged(watch, two, second)).toBe(true);
    watch.doubt({ merchantId: shop.merchantId });
    expect(unchanged(watch, two, second)).toBe(false);
    const again = await poll(watch, two);
    expect(unchanged(watch, two, again)).toBe(true);
    // A page that is read for the first time while somebody writes to it is not known by what was there before.
    const three = await shop.invoice("5");
    const early = await poll(watch, three, async () => {
      const view = await shop.page(three);
      watch.doubt({ code: three.code });
      return view;
    });
    expect(unchanged(watch, three, early)).toBe(false);
  });

  it("are read by keys, however many invoices there are", async () => {
    const invoice = await shop.invoice("5");
    const owner = connect({ url: gateway.ownerUrl, name: "owner", max: 1 });
    try {
      await addInvoices(owner, gateway.merchants[1].merchantId, 5_000);
    } finally {
      await owner.close();
    }
    const read = await gateway.web.sql.begin(async (tx) => {
      // What the connection's earlier transactions read is counted here too.
      const rows = async () => {
        const [counted] = await tx`select (seq_tup_read + idx_tup_fetch)::int as rows
          from pg_stat_xact_user_tables where relname = 'invoices'`;
        return Number(counted?.rows);
      };
      const before = await rows();
      const marks = await tx`select code from checkout_marks(${[invoice.code]}::text[])`;
      expect(marks.map(({ code }) => code)).toEqual([invoice.code]);
      return (await rows()) - before;
    });
    expect(read).toBe(1);
  });

  it("are not known while the database does not answer", async () => {
    const away = connect({ url: gateway.webUrl, name: "away", max: 1 });
    const watch = newWatch(away);
    const invoice = await shop.invoice("5");
    const etag = await poll(watch, invoice);
    expect(unchanged(watch, invoice, etag)).toBe(true);
    await away.close();
    await vi.waitUntil(() => !watch.isUnchanged(invoice.code, etag), within);
    await expect(poll(watch, invoice)).rejects.toThrow();
  });
});

describe("C-14: who listens to a page", () => {
  async function listen(watch: CheckoutWatch, { code }: Invoice) {
    let told = 0;
    const leave = await watch.listen(code, () => {
      told += 1;
    });
    if (leave) leaving.push(leave);
    return { told: () => told, leave };
  }

  it("is told of each change, and of nothing after leaving", async () => {
    const watch = newWatch();
    const invoice = await shop.invoice("5", { timerMs: 600_000 });
    const other = await listen(watch, await shop.invoice("5"));
    const [one, two] = [await listen(watch, invoice), await listen(watch, invoice)];
    const payer = { ...shop.context([]), merchantId: null, actor: { kind: "public" as const } };
    await extendInvoice(payer, invoice.code);
    await vi.waitUntil(() => one.told() === 1 && two.told() === 1, within);
    two.leave?.();
    await shop.cancel(invoice.id);
    await vi.waitUntil(() => one.told() === 2, within);
    expect([two.told(), other.told()]).toEqual([1, 0]);
  });

  it("is nobody where there is no page", async () => {
    expect((await listen(newWatch(), { code: "0".repeat(22) } as Invoice)).leave).toBeNull();
  });
});
