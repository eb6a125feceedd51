import { describe, expect, it } from "vitest";
import { newId } from "@/lib/kit";
import { approveWithdrawal, getPayout, getWithdrawal, rejectWithdrawal } from "@/lib/payouts";
import { TILL_RIGHTS } from "../support/till";
import { setUpTill, usdt, without } from "../support/till-orders";

const at = setUpTill();
const { pending, eventsOf, auditOf, balances } = at;

describe("approveWithdrawal and rejectWithdrawal", () => {
  it("approve: it goes out from what it holds, and nothing is told yet", async () => {
    const made = await pending();
    const before = await balances();
    const view = await approveWithdrawal(at.till.context(), made);
    expect(view).toMatchObject({ withdrawalId: made.withdrawalId, status: "processing" });
    expect(await balances()).toEqual(before);
    expect((await at.till.row(made.withdrawalId)).approvedAt).toBeInstanceOf(Date);
    expect((await eventsOf(made.withdrawalId)).map((event) => event.status)).toEqual(["pending"]);
    expect(await auditOf(made.withdrawalId)).toEqual(["withdrawal.created", "withdrawal.approved"]);
  });

  it("reject: both sums are given back, once, and it is told with the remarks", async () => {
    const made = await pending();
    const [available = 0n, held = 0n] = await balances();
    const input = { withdrawalId: made.withdrawalId, remarks: "Not today" };
    const view = await rejectWithdrawal(at.till.context(), input);
    expect(view).toMatchObject({ status: "rejected", remarks: "Not today", completedAt: null });
    expect(await balances()).toEqual([available + usdt(50), held - usdt(50)]);
    expect(await at.till.figure(String(made.userId))).toBe(usdt(50));
    expect((await eventsOf(made.withdrawalId)).map((event) => event.status)).toEqual([
      "pending",
      "rejected",
    ]);
    expect(await getPayout(at.till.context(), { id: made.withdrawalId })).toMatchObject({
      status: "rejected",
      remarks: "Not today",
      processedAt: expect.any(String),
    });
    await expect(rejectWithdrawal(at.till.context(), input)).rejects.toMatchObject({
      code: "invalid_state",
      publicMessage: "Only pending withdrawals can be rejected",
    });
    await expect(approveWithdrawal(at.till.context(), input)).rejects.toMatchObject({
      code: "invalid_state",
      publicMessage: "Only pending withdrawals can be approved",
    });
  });

  it("another merchant's, an unknown and a malformed id are not found alike", async () => {
    const { withdrawalId } = await pending();
    const missing = { code: "not_found", publicMessage: "Withdrawal not found" };
    const stranger = at.till.context(TILL_RIGHTS, { merchant: 1 });
    for (const id of [withdrawalId, newId(), "not an id", ""]) {
      const input = { withdrawalId: id, remarks: null };
      await expect(approveWithdrawal(stranger, input), id).rejects.toMatchObject(missing);
      await expect(rejectWithdrawal(stranger, input), id).rejects.toMatchObject(missing);
      await expect(getWithdrawal(stranger, id), id).rejects.toMatchObject(missing);
    }
    expect((await at.till.row(withdrawalId)).state).toBe("pending");
  });

  it("without the permission nothing happens", async () => {
    const { withdrawalId } = await pending();
    const ctx = at.till.context(without("withdrawals:approve"));
    for (const id of [withdrawalId, newId()]) {
      const input = { withdrawalId: id, remarks: null };
      await expect(approveWithdrawal(ctx, input)).rejects.toMatchObject({ code: "scope_missing" });
      await expect(rejectWithdrawal(ctx, input)).rejects.toMatchObject({ code: "scope_missing" });
    }
    expect((await at.till.row(withdrawalId)).state).toBe("pending");
  });
});
