import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/command";
import { units } from "@/lib/kit";
import { depositCredited, depositReceived } from "@/lib/ledger";
import { getOrder, type Order } from "@/lib/operator";
import { carryOrder } from "@/lib/operator/carrying";
import { addMerchants, NETWORK, postOne, usdt } from "../support/books";
import { Bomb, Crash, crashingDatabase } from "../support/crashing";
import { setUpOperators, TOOLS } from "../support/operators";
import { setUpPeople } from "../support/people-lab";

const lab = setUpPeople();
const { operator, place, carry } = setUpOperators(lab);
const WALLET = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
const tools = { ...TOOLS, operatorWallets: { "USDT-ERC20": null, "USDT-TRC20": WALLET } };

let ctx: Context;
beforeAll(async () => {
  ctx = await operator();
});

/** A worker that dies at one step after the other, until an order goes through; answers how often it died. */
async function dyingAtEachStep(order: () => Order, check: (id: string) => Promise<void>) {
  for (let at = 1; ; at += 1) {
    const id = await place(ctx, order());
    const bomb = new Bomb(at);
    const db = crashingDatabase(lab.worker, bomb);
    const died = await carryOrder({ ...lab.job(), db }, tools).then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof Crash)) throw error;
        return true;
      },
    );
    if (died && (await getOrder(ctx, id)).state === "waiting") {
      // Nothing was written down: another worker begins anew.
      expect(await carry(tools)).toBe(1);
    }
    expect(await getOrder(ctx, id)).toMatchObject({ state: "done", problem: null });
    await check(id);
    if (!died) return at - 1;
  }
}

describe("an order that is cut short at any step", () => {
  it("makes one merchant, one invitation and one mail", async () => {
    let email = "";
    let serial = 0;
    const steps = await dyingAtEachStep(
      () => {
        serial += 1;
        email = `owner-${serial}@example.com`;
        return { kind: "merchant.create", name: `Cut ${serial}`, ownerEmail: email };
      },
      async (id) => {
        const made = await lab.owner.sql`select id from merchants where name = ${`Cut ${serial}`}`;
        const { result } = await getOrder(ctx, id);
        expect(made.map((row) => row.id)).toEqual([result?.merchantId]);
        const invited = await lab.owner.sql`select 1 from invitations where email = ${email}`;
        expect(invited).toHaveLength(1);
        expect(await lab.mailsTo(email)).toHaveLength(1);
        const told = (await lab.auditOf(id)).map(({ action }) => action);
        expect(told).toEqual(["order.placed", "order.done"]);
      },
    );
    expect(steps).toBeGreaterThan(8);
  });

  it("settles each account once", async () => {
    const merchants = [await withFees(), await withFees(), await withFees()].sort();
    const steps = await dyingAtEachStep(
      () => ({ kind: "fees.settle", network: NETWORK }),
      async () => {
        const made = await lab.owner.sql`
          delete from withdrawals where period is not null returning merchant_id, net_units::text as net`;
        const rows = made.map(({ merchant_id, net }) => [merchant_id, net]).sort();
        expect(rows).toEqual(merchants.map((merchantId) => [merchantId, "25000000"]));
      },
    );
    expect(steps).toBeGreaterThan(20);
  });

  async function withFees(): Promise<string> {
    const [merchantId = ""] = await addMerchants(lab.owner, 1);
    const money = { network: NETWORK, record: "r1", amount: usdt(100) };
    const at = "9".repeat(40);
    await postOne(lab.worker, merchantId, depositReceived({ ...money, cause: "c0", address: at }));
    const credited = { ...money, cause: "c1", fee: units(25_000_000n) };
    await postOne(lab.worker, merchantId, depositCredited(credited));
    return merchantId;
  }
});

describe("workers at the same time", () => {
  it("carry out every order once", async () => {
    const orders = Array.from({ length: 6 }, (_, at): Order => {
      return { kind: "merchant.create", name: `Both ${at}`, ownerEmail: `both-${at}@example.com` };
    });
    const ids: string[] = [];
    for (const order of orders) ids.push(await place(ctx, order));
    const counts = await Promise.all(Array.from({ length: 4 }, () => carry(tools)));
    await carry(tools);
    expect(counts.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(1);
    const made = await lab.owner.sql`
      select name, count(*)::int as rows from merchants where name like 'Both %' group by 1 order by 1`;
    expect(made).toEqual(orders.map((_, at) => ({ name: `Both ${at}`, rows: 1 })));
    for (const id of ids) {
      expect((await lab.auditOf(id)).map(({ action }) => action)).toEqual([
        "order.placed",
        "order.done",
      ]);
    }
  });
});
