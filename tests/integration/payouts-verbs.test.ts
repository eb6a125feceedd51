import { describe, expect, it } from "vitest";
import { newId } from "@/lib/kit";
import {
  approveWithdrawal,
  createPayout,
  createWithdrawal,
  getMerchantDetails,
  getPayout,
  listWithdrawals,
} from "@/lib/payouts";
import { pooled, somewhere, TILL_RIGHTS } from "../support/till";
import { contracts, setUpTill, usdt, without } from "../support/till-orders";

const at = setUpTill();
const { order, pending, balances } = at;

describe("createPayout", () => {
  const payout = () => ({ network: "USDT-TRC20", walletAddress: somewhere() }) as const;

  it("is approved at once, for the same fee, and touches no user's figure", async () => {
    await at.till.fund(usdt(50));
    const [available = 0n, held = 0n] = await balances();
    const input = { ...payout(), amount: usdt(50), description: "To the cold wallet" };
    const record = await createPayout(at.till.context(), input, contracts);
    expect(record).toMatchObject({
      type: "payout",
      status: "processing",
      amount: 50,
      fee: 2,
      netAmount: 48,
      userId: null,
      description: "To the cold wallet",
    });
    expect(await balances()).toEqual([available - usdt(50), held + usdt(50)]);
    expect(await at.till.row(record.id)).toMatchObject({ state: "approved", figureUnits: 0n });
    expect(await getPayout(at.till.context(), { id: record.id })).toEqual(record);
    const missing = { code: "not_found", publicMessage: "Withdrawal not found" };
    await expect(
      approveWithdrawal(at.till.context(), { withdrawalId: record.id }),
    ).rejects.toMatchObject(missing);
  });

  it("is refused by the same rules", async () => {
    const ask = (over: Partial<Parameters<typeof createPayout>[1]>, rights = TILL_RIGHTS) =>
      createPayout(
        at.till.context(rights),
        { ...payout(), amount: usdt(50_000_000), ...over },
        contracts,
      );
    const cases = [
      [{ walletAddress: "x" }, "Invalid wallet address format"],
      [{ walletAddress: pooled() }, "Destination address is not allowed"],
      [{ amount: usdt(2) }, "Amount must be greater than the withdrawal fee"],
      [{}, "Insufficient merchant balance"],
    ] as const;
    for (const [over, publicMessage] of cases) {
      await expect(ask(over)).rejects.toMatchObject({ publicMessage });
    }
    const refused = ask({ walletAddress: "x" }, without("payouts:create"));
    await expect(refused).rejects.toMatchObject({ code: "scope_missing" });
  });
});

describe("what can be read", () => {
  const list = (over: Partial<Parameters<typeof listWithdrawals>[1]> = {}, merchant: 0 | 1 = 1) =>
    listWithdrawals(at.till.context(TILL_RIGHTS, { merchant }), { page: 1, limit: 20, ...over });

  it("lists users' withdrawals, newest first, by status, by page and by cursor", async () => {
    const network = "USDT-TRC20";
    expect((await list()).docs).toEqual([]);
    await at.till.fund(usdt(1_000), network, 1);
    const userId = await at.till.user(usdt(1_000), network, 1);
    const ctx = at.till.context(TILL_RIGHTS, { merchant: 1 });
    const ids: string[] = [];
    for (let i = 0; i < 7; i += 1) {
      const input = await order({ userId, amount: usdt(10), origin: i < 2 ? "request" : "api" });
      ids.unshift((await createWithdrawal(ctx, input, contracts)).withdrawalId);
    }
    const payout = await createPayout(
      ctx,
      { network, walletAddress: somewhere(), amount: usdt(10) },
      contracts,
    );
    const [sent = "", included = "", settled = ""] = ids;
    await at.till.write(sent, { state: "sent" });
    await at.till.write(included, { state: "included", processed_at: new Date() });
    await at.till.write(settled, { state: "settled", processed_at: new Date() });
    const found = async (over: Parameters<typeof list>[0]) =>
      (await list(over)).docs.map((doc) => doc.id);
    expect(await found({})).toEqual(ids);
    expect(await found({ status: "pending" })).toEqual(ids.slice(5));
    expect(await found({ status: "completed" })).toEqual([included, settled]);
    expect(await found({ status: "processing" })).toEqual([sent, ...ids.slice(3, 5)]);
    expect(await found({ status: "rejected" })).toEqual([]);
    const first = await list({ limit: 3 });
    expect(first).toMatchObject({ totalDocs: 7, totalPages: 3, hasNextPage: true });
    expect(first.docs[1]).toMatchObject({
      withdrawalId: included,
      userId,
      remarks: null,
      processedAt: expect.any(String),
    });
    const second = await list({ limit: 3, cursor: String(first.nextCursor) });
    expect(second.docs).toEqual((await list({ limit: 3, page: 2 })).docs);
    const third = await list({ limit: 3, cursor: String(second.nextCursor) });
    expect([...first.docs, ...second.docs, ...third.docs].map((doc) => doc.id)).toEqual(ids);
    expect([third.hasNextPage, third.nextCursor]).toEqual([false, null]);
    expect((await list({}, 0)).docs.every((doc) => doc.userId !== userId)).toBe(true);
    expect((await getPayout(ctx, { id: payout.id })).type).toBe("payout");
  });

  it("reads any withdrawal or payout, and neither another merchant's nor the operator's fees", async () => {
    const { withdrawalId } = await pending();
    await at.till.worker.sql`
      insert into withdrawals (merchant_id, id, type, origin, network, to_address, wallet_address, amount_units,
        fee_units, net_units, hold_units, figure_units, fee_payer, state, period, created_at)
      values (${at.till.merchants[0]}, ${newId()}, 'fee_settlement', 'operator', 'USDT-TRC20', ${"ab".repeat(20)},
        'T', 10, 0, 10, 0, 0, 'user', 'approved', '2026-01-03', now())`;
    const [fees] = await at.till.worker
      .sql`select id from withdrawals where type = 'fee_settlement'`;
    const missing = { code: "not_found", publicMessage: "Payout not found" };
    const stranger = at.till.context(TILL_RIGHTS, { merchant: 1 });
    await expect(getPayout(stranger, { id: withdrawalId })).rejects.toMatchObject(missing);
    for (const id of [String(fees?.id), newId(), "x"]) {
      await expect(getPayout(at.till.context(), { id })).rejects.toMatchObject(missing);
    }
    const reader = at.till.context(without("withdrawals:read"));
    const denied = { code: "scope_missing" };
    await expect(getPayout(reader, { id: withdrawalId })).rejects.toMatchObject(denied);
    await expect(listWithdrawals(reader, { page: 1, limit: 1 })).rejects.toMatchObject(denied);
    await expect(getMerchantDetails(reader)).rejects.toMatchObject(denied);
  });

  it("says what is available and what is held", async () => {
    const before = await getMerchantDetails(at.till.context());
    await at.till.fund(usdt(20), "USDT-ERC20");
    await pending();
    const after = await getMerchantDetails(at.till.context());
    expect(after.totalAmt - before.totalAmt).toBe(20);
    expect(after.pendingAmt - before.pendingAmt).toBe(50);
    expect(after.balances.map((one) => one.currencyType)).toEqual(["USDT-ERC20", "USDT-TRC20"]);
    expect(after.balances[1]).toEqual({
      currencyType: "USDT-TRC20",
      totalAmt: before.balances[1]?.totalAmt,
      pendingAmt: Number(before.balances[1]?.pendingAmt) + 50,
      walletAddress: null,
    });
    expect(after._id).toBe(after.clientId);
  });
});
