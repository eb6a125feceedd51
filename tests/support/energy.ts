import { and, asc, eq, inArray } from "drizzle-orm";
import { expect } from "vitest";
import { type Context, operatorContext } from "@/lib/command";
import { energyLoans, signingRequests, stakeOrders } from "@/lib/db";
import { orderStake } from "@/lib/energy";
import { present, silentLogger } from "@/lib/kit";
import { readEnergy } from "@/lib/operator";
import { listSweepCosts, type SweepCost } from "@/lib/sweeps";
import { callData } from "./chains/lab";
import type { NetworkSide } from "./gateway";
import type { Invoice, Shop } from "./shop";

export const TRX = 1_000_000n;
export const STAKE = 20_000n * TRX;
export const HOUR_MS = 3_600_000;

type SweepRow = Awaited<ReturnType<Shop["sweeps"]>>[number];
type LoanRow = typeof energyLoans.$inferSelect;
type OrderRow = typeof stakeOrders.$inferSelect;
type RequestRow = typeof signingRequests.$inferSelect;

/** Stake, and the sweeps of a shop that run on it. */
export interface EnergyTill {
  operator(): Context;
  /** Stakes sun of the gas wallet's, which must own it. */
  stake(sun: bigint): Promise<void>;
  /** What earlier sweeps used up recovers within a day only. */
  stakeMore(): Promise<void>;
  orderOf(id: string): Promise<OrderRow>;
  /** Invoices of 50 that are paid and wait for their sweeps. */
  due(count: number): Promise<readonly Invoice[]>;
  dueOne(): Promise<Invoice>;
  /** The newest of the invoice's address. */
  sweepOf(invoice: Invoice): Promise<SweepRow>;
  loansOf(invoice: Invoice): Promise<readonly LoanRow[]>;
  loanOf(invoice: Invoice): Promise<LoanRow>;
  requestOf(invoice: Invoice, purpose: "energy_loan" | "energy_reclaim"): Promise<RequestRow>;
  untilReclaimed(invoices: readonly Invoice[]): Promise<void>;
  costOf(invoice: Invoice): Promise<SweepCost>;
  /** Nothing is lent on the chain or by the books. */
  expectAllBack(): Promise<void>;
}

/** With 20,000 TRX staked already. */
export async function openEnergyTill(side: NetworkSide, shop: Shop): Promise<EnergyTill> {
  const till = { ...createOrders(side), ...createLoans(side, shop) };
  const { lab } = side;
  // A wallet that never held USDT takes twice the energy: only the first sweep pays for that.
  await lab.call(lab.boss, lab.token, callData.transfer(await side.merchantWallet(), 1n));
  await till.stake(STAKE);
  return till;
}

function createOrders(side: NetworkSide) {
  const { worker } = side.gateway;
  const operator = () => operatorContext(worker, "test", silentLogger);
  const orders = {
    operator,
    async stake(amount: bigint): Promise<void> {
      const id = await orderStake(operator(), { kind: "stake", amount });
      await side.until(async () => (await orders.orderOf(id)).state === "done");
    },
    async stakeMore(): Promise<void> {
      await side.lab.fund(await side.gasWallet(), 30n * STAKE);
      await orders.stake(30n * STAKE);
    },
    async orderOf(id: string): Promise<OrderRow> {
      const rows = await worker.orm.select().from(stakeOrders).where(eq(stakeOrders.id, id));
      return present(rows[0], "the order");
    },
    async expectAllBack(): Promise<void> {
      const { lent, loans } = await readEnergy(operator());
      expect({ lent, loans }).toEqual({ lent: 0n, loans: [] });
      await side.checkBooks();
    },
  };
  return orders;
}

function createLoans(side: NetworkSide, shop: Shop) {
  const { worker } = side.gateway;
  const loans = {
    async due(count: number): Promise<Invoice[]> {
      const invoices: Invoice[] = [];
      for (let made = 0; made < count; made += 1) invoices.push(await shop.invoice("50"));
      for (const invoice of invoices) await shop.pay(invoice.address, "50");
      await side.mine(side.lab.confirmations);
      while (await side.watch()) {
        // Until it has read all blocks.
      }
      for (const invoice of invoices) {
        expect(await shop.status(invoice.id)).toBe("amount confirmed");
      }
      return invoices;
    },
    dueOne: async () => present((await loans.due(1))[0], "the invoice"),
    sweepOf: async (invoice: Invoice) => present((await shop.sweeps(invoice)).at(-1), "the sweep"),
    async loansOf(invoice: Invoice): Promise<LoanRow[]> {
      const ids = (await shop.sweeps(invoice)).map(({ id }) => id);
      return worker.orm
        .select()
        .from(energyLoans)
        .where(inArray(energyLoans.sweepId, ids))
        .orderBy(asc(energyLoans.createdAt), asc(energyLoans.id));
    },
    loanOf: async (invoice: Invoice) => present((await loans.loansOf(invoice)).at(-1), "the loan"),
    async requestOf(invoice: Invoice, purpose: "energy_loan" | "energy_reclaim") {
      const { id } = await loans.loanOf(invoice);
      const rows = await worker.orm
        .select()
        .from(signingRequests)
        .where(and(eq(signingRequests.purpose, purpose), eq(signingRequests.causeId, id)))
        .orderBy(asc(signingRequests.attempt));
      return present(rows.at(-1), `a request for ${purpose}`);
    },
    async untilReclaimed(invoices: readonly Invoice[]): Promise<void> {
      await side.until(async () => {
        const all = await Promise.all(invoices.map(loans.loanOf));
        return all.every(({ state }) => state === "reclaimed");
      }, 60);
    },
    async costOf(invoice: Invoice) {
      const { id } = await loans.sweepOf(invoice);
      const context = operatorContext(worker, "test", silentLogger);
      const costs = await listSweepCosts(context, { network: side.network, limit: 1_000 });
      return present(
        costs.find((cost) => cost.id === id),
        "its cost",
      );
    },
  };
  return loans;
}
