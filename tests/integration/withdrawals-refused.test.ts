import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Database } from "@/lib/db";
import { NETWORK_IDS, type Units } from "@/lib/kit";
import { createWithdrawal, getWithdrawal } from "@/lib/payouts";
import { callData } from "../support/chains/lab";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { openUser, type User } from "../support/platform";
import { usdt } from "../support/shop";
import { FEE, openTill, type Payout, type Till } from "../support/withdrawals";

const CALLBACK = "https://shop.example.com/hooks/withdrawal";

let labs: Labs;
let gateway: Gateway;
let second: Database;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 10 });
  second = connect({ url: gateway.workerUrl, name: "test-worker-2", max: 10 });
});
afterAll(async () => {
  await second?.close();
  await gateway?.stop();
  await labs?.stop();
});

describe.each(NETWORK_IDS)("a user's withdrawal that the contract refuses on %s", (network) => {
  let side: NetworkSide;
  let till: Till;
  let user: User;
  beforeAll(async () => {
    side = gateway.networks[network];
    till = openTill(side);
    await till.fill("1000");
    user = await openUser(side, till.shop);
    await user.credit("500", `figure of ${user.userId}`);
  });

  async function withdraw(): Promise<Payout> {
    const to = side.lab.newAccount().address;
    const made = await createWithdrawal(
      till.shop.context(["withdrawals:create"]),
      {
        origin: "api",
        userId: user.userId,
        network,
        walletAddress: side.lab.adapter.formatAddress(to),
        amount: usdt("100"),
        callbackUrl: CALLBACK,
      },
      { usdtErc20Contract: null, usdtTrc20Contract: null },
    );
    return { id: made.withdrawalId, to, net: (usdt("100") - FEE[network]) as Units };
  }

  const sums = async () => ({
    figure: (await user.figure()).balance,
    available: await till.shop.balance("available"),
    held: await till.shop.balance("held"),
  });

  /** Two workers take every step at once. */
  async function bothMove(): Promise<void> {
    await Promise.allSettled([side.move(), side.move({ db: second }, side.lab.connect())]);
  }

  /** The merchant's own wallet, which the contract lets send nothing while `work` runs. */
  async function frozen(work: () => Promise<void>): Promise<void> {
    const { lab } = side;
    const wallet = await side.merchantWallet();
    await lab.call(lab.boss, lab.token, callData.addBlackList(wallet));
    await side.mine();
    await work();
    await lab.call(lab.boss, lab.token, callData.removeBlackList(wallet));
    await side.mine();
  }

  async function expectReturnedOnce(
    withdrawal: Payout,
    before: Awaited<ReturnType<typeof sums>>,
    reason: RegExp,
  ): Promise<void> {
    expect(await till.row(withdrawal)).toMatchObject({
      state: "failed",
      reason: expect.stringMatching(reason),
      completedAt: null,
    });
    expect(await sums()).toEqual(before);
    const ended = await gateway.worker.sql`
      select kind from ledger_transactions
      where cause in (${`withdrawal_ended:${withdrawal.id}`}, ${`figure_ended:${withdrawal.id}`})
      order by kind`;
    expect(ended.map(({ kind }) => kind)).toEqual(["figure_released", "withdrawal_released"]);
    const events = await till.shop.events(withdrawal.id);
    expect(events).toMatchObject([
      {
        status: "failed",
        url: CALLBACK,
        data: {
          type: "withdrawal",
          status: "failed",
          userId: user.userId,
          reason: expect.stringMatching(reason),
        },
      },
    ]);
    const shown = await getWithdrawal(till.shop.context(["withdrawals:read"]), withdrawal.id);
    expect(shown).toMatchObject({ status: "failed", reason: expect.stringMatching(reason) });
    expect(await till.owns(withdrawal.to)).toBe(0n);
  }

  it("before anything is signed: both sums come back once, and its webhook says why", async () => {
    const before = await sums();
    const withdrawal = await withdraw();
    expect(await sums()).not.toEqual(before);
    await frozen(async () => {
      for (let round = 0; round < 4; round += 1) await bothMove();
    });
    expect(await till.attempts(withdrawal)).toEqual([]);
    await expectReturnedOnce(withdrawal, before, /^blacklisted$/);
    await side.checkBooks();
  });

  it("in its block: both sums come back once when that is final, and its webhook says why", async () => {
    const before = await sums();
    const withdrawal = await withdraw();
    await till.untilAttempt(withdrawal, "signed");
    await frozen(async () => {
      await bothMove();
      await side.mine();
      await bothMove();
    });
    expect((await till.attempts(withdrawal))[0]).toMatchObject({ includedStatus: "reverted" });
    expect(await till.told(withdrawal)).toEqual([]);
    for (let round = 0; round < side.lab.confirmations + 2; round += 1) {
      await side.mine();
      await bothMove();
    }
    await expectReturnedOnce(withdrawal, before, /REVERT/);
    expect(await till.story(withdrawal)).toEqual(["withdrawal 1 reverted"]);
    await side.checkBooks();
  });

  it("leaves the user's money to be withdrawn afterwards", async () => {
    const withdrawal = await withdraw();
    await till.expectPaidOnce(withdrawal);
    expect(await till.told(withdrawal)).toEqual(["completed"]);
    await side.checkBooks();
  });
});
