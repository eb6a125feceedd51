import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "@/lib/kit";
import { checkInvariants } from "@/lib/ledger";
import {
  approvalSubject,
  approveMany,
  approveRequest,
  approveWithdrawal,
  createWithdrawal,
  getPayout,
  rejectWithdrawal,
  requestSetSubject,
  summariseRequests,
  WITHDRAWAL_APPROVE,
  WITHDRAWAL_APPROVE_MANY,
} from "@/lib/payouts";
import { DECIDER_RIGHTS, type Decider, decider } from "../support/deciders";
import { addPerson, isSpent } from "../support/persons";
import { somewhere } from "../support/till";
import { codes, contracts, fulfilled, setUpTill, usdt } from "../support/till-orders";

const at = setUpTill();
let ada: Decider;
let ben: Decider;
let cleo: Decider;
beforeAll(async () => {
  const person = async () =>
    decider(at.till, await addPerson(at.till.worker, at.till.merchants[0], "finance"));
  [ada, ben, cleo] = [await person(), await person(), await person()];
});
beforeEach(() => at.till.set({ four_eyes_units: null }));

async function pending(): Promise<string> {
  return (await at.pending()).withdrawalId;
}

async function armed(who: Decider, id: string) {
  return who.armed(WITHDRAWAL_APPROVE, approvalSubject(await at.till.row(id)));
}

const approve = async (who: Decider, id: string) =>
  approveRequest(await armed(who, id), { withdrawalId: id });

/** A request that an API key of that person's making asked for. */
async function askedByKeyOf(who: Decider): Promise<string> {
  const keyId = newId();
  await at.till.worker.sql`
    insert into api_keys (merchant_id, id, key_hash, secret_hash, prefix, created_at, created_by)
    values (${at.till.merchants[0]}, ${keyId}, ${Buffer.from(keyId)}, ${Buffer.from(keyId)}, 'tg_test_', now(), ${who.person.id})`;
  await at.till.fund(usdt(50));
  const input = await at.order({ origin: "request" });
  const ctx = { ...at.till.context(), actor: { kind: "api_key", id: keyId } as const };
  return (await createWithdrawal(ctx, input, contracts)).withdrawalId;
}

describe("approveRequest", () => {
  it("by a code for exactly that request, once", async () => {
    const [id, other] = [await pending(), await pending()];
    const denied = { code: "step_up_required" };
    await expect(approveRequest(ada.ctx(), { withdrawalId: id })).rejects.toMatchObject(denied);
    const wrong = await armed(ada, other);
    await expect(approveRequest(wrong, { withdrawalId: id })).rejects.toMatchObject(denied);
    const stranger = { ...ben.ctx(), stepUp: String((await armed(ada, id)).stepUp) };
    await expect(approveRequest(stranger, { withdrawalId: id })).rejects.toMatchObject(denied);
    await at.till.write(id, { revision: 1 });
    const stale = await armed(ada, id);
    await at.till.write(id, { revision: 0 });
    await expect(approveRequest(stale, { withdrawalId: id })).rejects.toMatchObject(denied);
    const before = await at.balances();
    const ctx = await armed(ada, id);
    const made = await approveWithdrawal(ctx, { withdrawalId: id });
    expect(made).toMatchObject({ withdrawalId: id, status: "processing" });
    expect(await at.balances()).toEqual(before);
    expect(await isSpent(at.till.worker, String(ctx.stepUp))).toBe(true);
    expect(await at.auditOf(id)).toEqual(["withdrawal.created", "withdrawal.approved"]);
    const first = await approve(ben, other);
    expect(first).toMatchObject({ outcome: "released", approvals: [{ userId: ben.person.id }] });
  });

  it("D-21: whoever comes second is told who was first, and the code is kept", async () => {
    const told = (publicMessage: string) => ({ code: "invalid_state", publicMessage });
    const [mine, keys, no] = [await pending(), await pending(), await pending()];
    const late = await Promise.all([mine, keys, no].map((id) => armed(ben, id)));
    await approve(ada, mine);
    await approveWithdrawal(at.till.context(), { withdrawalId: keys });
    await rejectWithdrawal(ada.ctx(), { withdrawalId: no, remarks: "No" });
    const words = [
      `approved by ${ada.person.name}`,
      "approved by an API key",
      `rejected by ${ada.person.name}`,
    ];
    for (const [i, withdrawalId] of [mine, keys, no].entries()) {
      const ctx = late[i] ?? ben.ctx();
      const said = told(`Already ${words[i]}`);
      await expect(approveRequest(ctx, { withdrawalId })).rejects.toMatchObject(said);
      const remarks = "Too late";
      await expect(rejectWithdrawal(ctx, { withdrawalId, remarks })).rejects.toMatchObject(said);
      expect(await isSpent(at.till.worker, String(ctx.stepUp))).toBe(false);
    }
    await at.till.worker.sql`delete from memberships where user_id = ${ada.person.id}`;
    const gone = approveRequest(late[0] ?? ben.ctx(), { withdrawalId: mine });
    await expect(gone).rejects.toMatchObject(told("Already approved by a former colleague"));
    await at.till.worker.sql`
      insert into memberships (merchant_id, user_id, role, created_at)
      values (${at.till.merchants[0]}, ${ada.person.id}, 'finance', now())`;
  });

  it("takes the permission, and is of one merchant", async () => {
    const id = await pending();
    const { stepUp } = await armed(ada, id);
    const permissions = DECIDER_RIGHTS.filter((one) => one !== "withdrawals:approve");
    const input = { withdrawalId: id, remarks: "x" };
    const denied = { code: "scope_missing" };
    const reader = ada.ctx({ permissions, stepUp });
    await expect(approveRequest(reader, input)).rejects.toMatchObject(denied);
    await expect(rejectWithdrawal(reader, input)).rejects.toMatchObject(denied);
    await expect(approveMany(reader, { ids: [id] })).rejects.toMatchObject(denied);
    await expect(summariseRequests(reader, { ids: [id] })).rejects.toMatchObject(denied);
    const there = ada.ctx({ merchant: 1, stepUp });
    await expect(approveRequest(there, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(rejectWithdrawal(there, input)).rejects.toMatchObject({ code: "not_found" });
    expect((await at.till.row(id)).state).toBe("pending");
  });

  it("two people a hundred times at once: released once, one code spent, one posting", async () => {
    const id = await pending();
    const contexts = await Promise.all(
      Array.from({ length: 100 }, (_, i) => armed(i % 2 ? ada : ben, id)),
    );
    const results = await Promise.allSettled(
      contexts.map((ctx) => approveRequest(ctx, { withdrawalId: id })),
    );
    expect(fulfilled(results)).toBe(1);
    expect(new Set(codes(results))).toEqual(new Set(["invalid_state"]));
    expect(await at.till.row(id)).toMatchObject({ state: "approved", revision: 1 });
    const spent = await at.till.worker.sql`
      select 1 from challenges where id = any(${contexts.map((ctx) => String(ctx.stepUp))}) and spent_at is not null`;
    expect(spent).toHaveLength(1);
    const held = await at.till.worker.sql`
      select 1 from ledger_transactions where cause = ${`withdrawal_held:${id}`}`;
    expect(held).toHaveLength(1);
    expect(await at.auditOf(id)).toEqual(["withdrawal.created", "withdrawal.approved"]);
  }, 60_000);

  it("a double click with one code on two requests: one is approved", async () => {
    const [one, two] = [await pending(), await pending()];
    const ctx = await armed(ada, one);
    const results = await Promise.allSettled(
      [one, two].map((withdrawalId) => approveRequest(ctx, { withdrawalId })),
    );
    expect(fulfilled(results)).toBe(1);
    expect(codes(results)).toEqual(["step_up_required"]);
    expect((await at.till.row(two)).state).toBe("pending");
  });

  it("against rejecting, at once: exactly one takes effect", async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = await pending();
      const ctx = await armed(ada, id);
      const deeds = [
        () => approveRequest(ctx, { withdrawalId: id }),
        () => rejectWithdrawal(ben.ctx(), { withdrawalId: id, remarks: "No" }),
      ];
      if (round % 2) deeds.reverse();
      const results = await Promise.allSettled(deeds.map((deed) => deed()));
      expect(fulfilled(results)).toBe(1);
      expect(codes(results)).toEqual(["invalid_state"]);
      expect((await at.till.row(id)).revision).toBe(1);
    }
  }, 60_000);
});

describe("rejectWithdrawal by a person", () => {
  it("takes a reason, and no code", async () => {
    const withdrawalId = await pending();
    for (const remarks of [null, "", "  ", "x".repeat(1_001)]) {
      const wrong = { code: "validation_failed", details: [{ path: "remarks" }] };
      await expect(rejectWithdrawal(ada.ctx(), { withdrawalId, remarks })).rejects.toMatchObject(
        wrong,
      );
    }
    const view = await rejectWithdrawal(ada.ctx(), { withdrawalId, remarks: " Unknown address " });
    expect(view).toMatchObject({ status: "rejected", remarks: "Unknown address" });
    const statuses = (await at.eventsOf(withdrawalId)).map((event) => event.status);
    expect(statuses).toEqual(["pending", "rejected"]);
  });
});

describe("D-23: four eyes", () => {
  const fourEyes = () => at.till.set({ four_eyes_units: usdt(50).toString() });

  it("from the sum on two people approve; the first word is recorded, and repeats nothing", async () => {
    await fourEyes();
    const id = await pending();
    const first = await approve(ada, id);
    expect(first).toMatchObject({
      outcome: "waiting",
      withdrawal: { status: "pending" },
      approvals: [{ userId: ada.person.id, name: ada.person.name }],
    });
    const again = await armed(ada, id);
    expect(await approveRequest(again, { withdrawalId: id })).toEqual(first);
    expect(await isSpent(at.till.worker, String(again.stepUp))).toBe(false);
    const second = await approve(ben, id);
    expect(second).toMatchObject({ outcome: "released", withdrawal: { status: "processing" } });
    expect(second.approvals.map((word) => word.userId)).toEqual([ada.person.id, ben.person.id]);
    expect(await at.auditOf(id)).toEqual([
      "withdrawal.created",
      "withdrawal.approval_recorded",
      "withdrawal.approved",
    ]);
    const below = await (async () => {
      await at.till.set({ four_eyes_units: (usdt(50) + 1n).toString() });
      return approve(ada, await pending());
    })();
    expect(below.outcome).toBe("released");
  });

  it("two people fifty times each at once: one word each, released once", async () => {
    await fourEyes();
    const id = await pending();
    const contexts = await Promise.all(
      Array.from({ length: 100 }, (_, i) => armed(i % 2 ? ada : ben, id)),
    );
    const results = await Promise.allSettled(
      contexts.map((ctx) => approveRequest(ctx, { withdrawalId: id })),
    );
    const outcomes = results.flatMap((one) =>
      one.status === "fulfilled" ? [one.value.outcome] : [],
    );
    expect(outcomes.filter((one) => one === "released")).toHaveLength(1);
    expect(new Set(codes(results))).toEqual(new Set(["invalid_state"]));
    expect(await at.till.row(id)).toMatchObject({ state: "approved", revision: 1 });
    const words = await at.till.worker.sql`
      select user_id from withdrawal_approvals where withdrawal_id = ${id}`;
    expect(new Set(words.map((row) => row.user_id))).toEqual(
      new Set([ada.person.id, ben.person.id]),
    );
    const spent = await at.till.worker.sql`
      select 1 from challenges where id = any(${contexts.map((ctx) => String(ctx.stepUp))}) and spent_at is not null`;
    expect(spent).toHaveLength(2);
  }, 60_000);

  it("who made the API key that asked is neither of the two; below the sum it does not matter", async () => {
    const small = await askedByKeyOf(ada);
    expect((await approve(ada, small)).outcome).toBe("released");
    await fourEyes();
    const id = await askedByKeyOf(ada);
    const refused = { code: "scope_missing", publicMessage: /API key/ };
    const own = approve(ada, id);
    await expect(own).rejects.toMatchObject({ code: refused.code });
    expect((await approve(ben, id)).outcome).toBe("waiting");
    await expect(approve(ada, id)).rejects.toMatchObject({ code: refused.code });
    expect((await approve(cleo, id)).outcome).toBe("released");
  });

  it("once one is enough again, who approved before releases by another word", async () => {
    await fourEyes();
    const id = await pending();
    await approve(ada, id);
    await at.till.set({ four_eyes_units: null });
    expect((await approve(ada, id)).outcome).toBe("released");
  });

  it("a person's payout waits for another person; its maker may withdraw it, not approve it", async () => {
    await fourEyes();
    await at.till.fund(usdt(200));
    const [available = 0n, held = 0n] = await at.balances();
    const order = () =>
      ({ network: "USDT-TRC20", walletAddress: somewhere(), amount: usdt(50) }) as const;
    const made = await ada.pay(order());
    expect(made).toMatchObject({ type: "payout", status: "pending" });
    expect(await at.balances()).toEqual([available - usdt(50), held + usdt(50)]);
    expect(await getPayout(ada.ctx(), { id: made.id })).toEqual(made);
    await expect(approve(ada, made.id)).rejects.toMatchObject({ code: "scope_missing" });
    const key = approveWithdrawal(at.till.context(), { withdrawalId: made.id });
    await expect(key, "an API key decides on no payout").rejects.toMatchObject({
      code: "not_found",
    });
    expect((await approve(ben, made.id)).outcome).toBe("released");
    expect(await at.till.row(made.id)).toMatchObject({ state: "approved", revision: 1 });
    const other = await ada.pay(order());
    const remarks = "Typed the wrong sum";
    await rejectWithdrawal(ada.ctx(), { withdrawalId: other.id, remarks });
    expect(await at.balances()).toEqual([available - usdt(50), held + usdt(50)]);
    expect(await at.eventsOf(other.id)).toEqual([]);
    const small = await ada.pay({ ...order(), amount: usdt(49) });
    expect(small.status).toBe("processing");
  });

  it("nobody approves in another's name, whatever the web process writes", async () => {
    const id = await pending();
    const forged = at.till.web.sql.begin(async (sql) => {
      await sql`select set_config('app.merchant', ${at.till.merchants[0]}, true)`;
      await sql`select set_config('app.user', ${ada.person.id}, true)`;
      await sql`insert into withdrawal_approvals values (${at.till.merchants[0]}, ${id}, ${ben.person.id}, now())`;
    });
    await expect(forged).rejects.toMatchObject({ code: "42501" });
  });
});

describe("D-22: approveMany", () => {
  async function armedFor(who: Decider, ids: readonly string[]) {
    const set = await summariseRequests(who.ctx(), { ids });
    return who.armed(WITHDRAWAL_APPROVE_MANY, requestSetSubject(set));
  }

  it("one code for exactly the set; what fails is told and keeps none of the others", async () => {
    const ids = [await pending(), await pending(), await pending()];
    const stray = newId();
    const all = [...ids, stray];
    const set = await summariseRequests(ada.ctx(), { ids: [...all, ...all] });
    expect(set).toEqual({
      ids: [...all].sort(),
      totals: [{ network: "USDT-TRC20", count: 3, amount: usdt(150), net: usdt(144) }],
    });
    const ctx = await armedFor(ada, all);
    const denied = { code: "step_up_required" };
    await expect(approveMany(ctx, { ids })).rejects.toMatchObject(denied);
    await expect(approveMany(ada.ctx(), { ids: all })).rejects.toMatchObject(denied);
    const [gone = ""] = ids;
    await approve(ben, gone);
    const done = await approveMany(ctx, { ids: [...all].reverse() });
    expect([...done.released].sort()).toEqual(ids.slice(1).sort());
    expect(done.waiting).toEqual([]);
    expect([...done.failed].sort((a, b) => a.code.localeCompare(b.code))).toEqual([
      { id: gone, code: "invalid_state", message: `Already approved by ${ben.person.name}` },
      { id: stray, code: "not_found", message: "Withdrawal not found" },
    ]);
    await expect(approveMany(ctx, { ids: all }), "the code is spent").rejects.toMatchObject(denied);
  });

  it("keeps to four eyes, and to 100 at once", async () => {
    await at.till.set({ four_eyes_units: usdt(50).toString() });
    const ids = [await pending(), await pending()];
    expect((await approveMany(await armedFor(ada, ids), { ids })).waiting).toHaveLength(2);
    expect((await approveMany(await armedFor(ben, ids), { ids })).released).toHaveLength(2);
    const wrong = { code: "validation_failed" };
    for (const set of [[], ["x"], Array.from({ length: 101 }, newId)]) {
      await expect(approveMany(ada.ctx(), { ids: set })).rejects.toMatchObject(wrong);
    }
    const key = approveMany(at.till.context(), { ids });
    await expect(key).rejects.toMatchObject({ code: "scope_missing" });
  });

  it("two people the same set at once: each request once", async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, pending));
    const contexts = [await armedFor(ada, ids), await armedFor(ben, ids)];
    const done = await Promise.all(contexts.map((ctx) => approveMany(ctx, { ids })));
    expect(done.flatMap((one) => one.released).sort()).toEqual([...ids].sort());
    for (const id of ids) {
      expect(await at.till.row(id)).toMatchObject({ state: "approved", revision: 1 });
    }
  });
});

describe("the books after all of this", () => {
  it("hold what waits and what goes, and nothing of what was turned down", async () => {
    // The till's money and figures come of no chain: the rules about those have nothing to say here.
    const rules = ["I1", "I2", "I3", "I13", "I18", "I19", "I21", "I22"];
    const broken = (await checkInvariants(at.till.worker)).map((breach) => breach.invariant);
    expect(broken.filter((id) => rules.includes(id))).toEqual([]);
  });
});
