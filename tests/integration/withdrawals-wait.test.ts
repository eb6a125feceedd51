import { describe, expect, it } from "vitest";
import { getWithdrawal, waitForWithdrawal } from "@/lib/payouts";
import { TILL_RIGHTS } from "../support/till";
import { setUpTill, usdt } from "../support/till-orders";

const at = setUpTill();
const { order, create, pending } = at;

describe("waitForWithdrawal", () => {
  const hash = "ab".repeat(32);
  async function underWay() {
    await at.till.fund(usdt(50));
    return create(await order());
  }

  it("answers as soon as it is in a block", async () => {
    const made = await underWay();
    const waiting = waitForWithdrawal(at.till.context(), made, 30_000);
    await at.till.write(made.withdrawalId, { state: "sent", tx_hash: hash });
    await at.till.write(made.withdrawalId, { state: "included", completed_at: new Date() });
    expect(await waiting).toMatchObject({
      status: "completed",
      transactionHash: hash,
      completedAt: expect.any(String),
    });
  });

  it("answers a failure with its reason", async () => {
    const made = await underWay();
    const waiting = waitForWithdrawal(at.till.context(), made, 30_000);
    await at.till.write(made.withdrawalId, { state: "failed", reason: "reverted" });
    expect(await waiting).toMatchObject({ status: "failed", reason: "reverted" });
  });

  it("is over after its time, with the hash as soon as there is one", async () => {
    const made = await underWay();
    await at.till.write(made.withdrawalId, { state: "sent", tx_hash: hash });
    const begun = performance.now();
    const view = await waitForWithdrawal(at.till.context(), made, 300);
    expect(view).toMatchObject({ status: "processing", transactionHash: hash });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(295);
    expect(await waitForWithdrawal(at.till.context(), made, 0)).toBe(made);
  });

  it("ends when the caller is gone, and does not begin when nothing is under way", async () => {
    const made = await underWay();
    const gone = new AbortController();
    const waiting = waitForWithdrawal(at.till.context(), made, 60_000, gone.signal);
    gone.abort();
    expect(await waiting).toMatchObject({ status: "processing" });
    const queued = await pending();
    expect(await waitForWithdrawal(at.till.context(), queued, 60_000)).toBe(queued);
  });

  it("never takes a database that is away for a failed withdrawal", async () => {
    const made = await underWay();
    const ctx = at.till.context();
    const broken = new Proxy(ctx.db, {
      get: () => {
        throw new Error("away");
      },
    });
    expect(await waitForWithdrawal({ ...ctx, db: broken }, made, 300)).toBe(made);
  });

  it("needs a permission that has to do with withdrawals", async () => {
    const made = await underWay();
    const read = (permission: string) =>
      getWithdrawal(
        at.till.context(TILL_RIGHTS.filter((one) => one === permission)),
        made.withdrawalId,
      );
    for (const one of ["withdrawals:read", "withdrawals:create", "withdrawals:approve"]) {
      expect((await read(one)).withdrawalId).toBe(made.withdrawalId);
    }
    await expect(read("payouts:create")).rejects.toMatchObject({ code: "scope_missing" });
  });
});
