import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withdrawals } from "@/lib/db";
import { NETWORK_IDS, present } from "@/lib/kit";
import { saturdayOf, settleFees } from "@/lib/payouts";
import { callData } from "../support/chains/lab";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { openShop, usdt } from "../support/shop";

const WEEK_MS = 7 * 86_400_000;

let labs: Labs;
let gateway: Gateway;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs);
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

describe("the week of a settlement", () => {
  it("begins on Saturday 00:00 UTC", () => {
    expect(saturdayOf(new Date("2026-11-21T00:00:00.000Z"))).toBe("2026-11-21");
    expect(saturdayOf(new Date("2026-11-20T23:59:59.999Z"))).toBe("2026-11-14");
    expect(saturdayOf(new Date("2026-11-27T12:00:00.000Z"))).toBe("2026-11-21");
  });
});

describe.each(NETWORK_IDS)("collected fees on %s", (network) => {
  let side: NetworkSide;
  let wallets: Record<(typeof NETWORK_IDS)[number], string | null>;
  beforeAll(() => {
    side = gateway.networks[network];
    const to = present(gateway.desk.operatorWallets?.get(network), "the operator's wallet");
    wallets = { "USDT-ERC20": null, "USDT-TRC20": null };
    wallets[network] = side.lab.adapter.formatAddress(to as never);
  });
  const settle = (weeks: number, again = false) => {
    const now = () => new Date(side.now().getTime() + weeks * WEEK_MS);
    return settleFees({ ...side.job(), now }, { wallets, again });
  };
  const rows = () =>
    gateway.worker.orm
      .select()
      .from(withdrawals)
      .where(and(eq(withdrawals.network, network), eq(withdrawals.type, "fee_settlement")))
      .orderBy(withdrawals.createdAt);
  const owns = async () =>
    side.lab.adapter.tokenBalance(
      side.lab.adapter.parseAddress(present(wallets[network], "the wallet")),
      "latest",
    );
  const until = (state: string) =>
    side.until(async () => (await rows()).at(-1)?.state === state, 60);

  it("go to the operator once a week, from 10 USDT on, by the ladder and without a letter", async () => {
    const shop = openShop(side);
    const invoice = await shop.invoice("2000");
    await shop.pay(invoice.address, "2000");
    await shop.untilStatus(invoice, "confirmed");
    const fees = await shop.balance("fees");
    expect(fees).toBe(usdt("16"));
    expect(await Promise.all([settle(0), settle(0), settle(0)])).toContain(1);
    expect(await settle(0)).toBe(0);
    expect(await rows()).toHaveLength(1);
    await until("settled");
    expect(await owns()).toBe(fees);
    expect(await shop.balance("fees")).toBe(0n);
    const [row] = await rows();
    expect(await shop.events(present(row, "the row").id)).toEqual([]);
    await side.checkBooks();
  });

  it("that gather later wait for the next week; less than 10 USDT stays", async () => {
    const shop = openShop(side);
    const small = await shop.invoice("500");
    await shop.pay(small.address, "500");
    await shop.untilStatus(small, "confirmed");
    expect(await settle(1)).toBe(0);
    const large = await shop.invoice("2000");
    await shop.pay(large.address, "2000");
    await shop.untilStatus(large, "confirmed");
    expect(await settle(1)).toBe(0);
    expect(await rows()).toHaveLength(1);
    expect(await settle(2)).toBe(1);
    await until("settled");
    await side.checkBooks();
  });

  it("stay in the account when the chain refuses, and go the week after", async () => {
    const { lab } = side;
    const shop = openShop(side);
    const invoice = await shop.invoice("2000");
    await shop.pay(invoice.address, "2000");
    await shop.untilStatus(invoice, "confirmed");
    const fees = await shop.balance("fees");
    expect(await settle(3)).toBe(1);
    await lab.call(lab.boss, lab.token, callData.pause());
    await side.mine();
    await until("failed");
    await lab.call(lab.boss, lab.token, callData.unpause());
    await side.mine();
    expect(await shop.balance("fees")).toBe(fees);
    expect(await settle(3)).toBe(0);
    expect(await settle(4)).toBe(1);
    await until("settled");
    expect(await shop.balance("fees")).toBe(0n);
    await side.checkBooks();
  });

  it("are not settled where no wallet is set", async () => {
    wallets[network] = null;
    expect(await settle(6, true)).toBe(0);
  });
});
