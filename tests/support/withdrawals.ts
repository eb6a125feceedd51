import { and, eq } from "drizzle-orm";
import { expect } from "vitest";
import type { Address, BroadcastResult, ChainAdapter, SignedTx } from "@/lib/chains";
import { signingRequests, walletFundings, withdrawals } from "@/lib/db";
import { present, type Units } from "@/lib/kit";
import { listAttempts, type OutgoingRow } from "@/lib/outgoing";
import { createPayout } from "@/lib/payouts";
import type { WithdrawalRow } from "@/lib/records";
import type { NetworkSide } from "./gateway";
import { openShop, type Shop, usdt } from "./shop";

/** Flat fee of the registry, by the payer's default: it comes off the amount. */
export const FEE = { "USDT-ERC20": usdt("2.5"), "USDT-TRC20": usdt("2") } as const;

/** A payout in a test: its id and the stranger that is paid. */
export interface Payout {
  readonly id: string;
  readonly to: Address;
  readonly net: Units;
}

/** One merchant's money on its way out, on one network. */
export interface Till {
  readonly shop: Shop;
  /** Puts so much on the merchant's wallet, final and credited. */
  fill(amount: string): Promise<void>;
  /** The merchant's order to pay a stranger, approved and held. */
  order(amount: string, to?: Address): Promise<Payout>;
  row(payout: Payout): Promise<WithdrawalRow>;
  attempts(payout: Payout): Promise<readonly OutgoingRow[]>;
  /** The attempts' purpose, number and state, in order. */
  story(payout: Payout): Promise<readonly string[]>;
  fundings(): Promise<readonly (typeof walletFundings.$inferSelect)[]>;
  untilState(payout: Payout, state: WithdrawalRow["state"], bound?: number): Promise<WithdrawalRow>;
  /** Rounds until the newest attempt is in that state. */
  untilAttempt(payout: Payout, state: OutgoingRow["state"], bound?: number): Promise<OutgoingRow>;
  told(payout: Payout): Promise<readonly string[]>;
  /** Tokens of a stranger, in the newest block. */
  owns(to: Address): Promise<Units>;
  /** Settled: paid once, told once, booked once. */
  expectPaidOnce(payout: Payout): Promise<void>;
  /** Failed: nothing was paid, the hold came back. */
  expectFailed(payout: Payout, reason: RegExp): Promise<void>;
}

export function openTill(side: NetworkSide, merchant = 0): Till {
  const { gateway, network, lab } = side;
  const db = gateway.worker.orm;
  const shop = openShop(side, merchant);
  const till: Till = {
    shop,
    async fill(amount) {
      const before = await shop.balance("available");
      await shop.pay(await side.merchantWallet(merchant), amount);
      await side.until(async () => (await shop.balance("available")) >= before + usdt(amount));
    },
    async order(amount, to = lab.newAccount().address) {
      const made = await createPayout(
        shop.context(["payouts:create"]),
        { network, walletAddress: lab.adapter.formatAddress(to), amount: usdt(amount) },
        { usdtErc20Contract: null, usdtTrc20Contract: null },
      );
      return { id: made.id, to, net: (usdt(amount) - FEE[network]) as Units };
    },
    async row({ id }) {
      const { merchantId } = shop;
      const [row] = await db
        .select()
        .from(withdrawals)
        .where(and(eq(withdrawals.merchantId, merchantId), eq(withdrawals.id, id)));
      return present(row, "the payout");
    },
    attempts: ({ id }) => listAttempts(db, ["withdrawal", "withdrawal_cancel"], [id]),
    story: async (payout) =>
      (await till.attempts(payout)).map((a) => `${a.purpose} ${a.attempt} ${a.state}`),
    fundings: async () =>
      db
        .select()
        .from(walletFundings)
        .where(
          and(eq(walletFundings.merchantId, shop.merchantId), eq(walletFundings.network, network)),
        )
        .orderBy(walletFundings.createdAt),
    async untilState(payout, state, bound) {
      await side.until(async () => (await till.row(payout)).state === state, bound);
      return till.row(payout);
    },
    async untilAttempt(payout, state, bound) {
      await side.until(async () => (await till.attempts(payout)).at(-1)?.state === state, bound);
      return present((await till.attempts(payout)).at(-1), "the attempt");
    },
    told: async (payout) => (await shop.events(payout.id)).map((event) => event.status),
    owns: (to) => lab.adapter.tokenBalance(to, "latest"),
    async expectPaidOnce(payout) {
      const row = await till.untilState(payout, "settled", 60);
      expect(await lab.adapter.tokenBalance(payout.to, "final")).toBe(payout.net);
      const finals = (await till.attempts(payout)).filter(
        (a) => a.state === "final" && a.purpose === "withdrawal",
      );
      expect(finals.map((a) => a.txHash)).toEqual([row.txHash]);
      expect(row).toMatchObject({ reason: null, blockedReason: null, retryAt: null });
      expect(row.includedHeight).toBe(finals[0]?.includedHeight);
    },
    async expectFailed(payout, reason) {
      const row = await till.row(payout);
      expect(row.state).toBe("failed");
      expect(row.reason).toMatch(reason);
      expect(row.completedAt).toBeNull();
      expect(await till.owns(payout.to)).toBe(0n);
      expect(await till.told(payout)).toEqual(["failed"]);
      const [event] = await shop.events(payout.id);
      expect(event?.data).toMatchObject({ type: "payout", status: "failed", reason: row.reason });
    },
  };
  return till;
}

/** Who has changed a stored request: for lies that the signer must see through. */
export async function forge(
  side: NetworkSide,
  id: string,
  lie: Partial<typeof signingRequests.$inferInsert>,
): Promise<void> {
  await side.gateway.worker.orm.update(signingRequests).set(lie).where(eq(signingRequests.id, id));
}

/** A node that keeps to itself, or refuses, what it is told to; the rest it hands on. */
export interface WilfulNode {
  readonly adapter: ChainAdapter;
  /** Hashes that it takes and never passes on. */
  readonly swallows: Set<string>;
  /** Hashes that it refuses for good. */
  readonly refuses: Set<string>;
  /** It refuses every payment of tokens. */
  refusesAll: boolean;
}

export function wilfulNode(side: NetworkSide): WilfulNode {
  const { adapter } = side.lab;
  const refuses = new Set<string>();
  const swallows = new Set<string>();
  const node = {
    swallows,
    refuses,
    refusesAll: false,
    adapter: {
      ...adapter,
      async broadcast(tx: SignedTx): Promise<BroadcastResult> {
        const isToken = tx.raw.includes("a9059cbb");
        if (refuses.has(tx.txHash) || (node.refusesAll && isToken)) {
          return {
            kind: "rejected",
            retry: "never",
            code: "GAS",
            message: "intrinsic gas too low",
          };
        }
        if (swallows.has(tx.txHash)) return { kind: "accepted" };
        return adapter.broadcast(tx);
      },
    },
  };
  return node;
}

/** Rounds through that node until it holds, at most `bound` of them. */
export async function untilThrough(
  side: NetworkSide,
  node: WilfulNode,
  holds: () => Promise<boolean>,
  bound = 60,
): Promise<void> {
  for (let round = 0; round < bound; round += 1) {
    if (await holds()) return;
    await side.mine();
    await side.watch();
    await side.move({}, node.adapter);
    await side.sign();
  }
  throw new Error(`it did not come about in ${bound} rounds`);
}
