import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/command";
import { newId, type Units, units } from "@/lib/kit";
import { getOrder, listOrders, type Order, placeOrder } from "@/lib/operator";
import { acceptInvitation, disableUser, findInvitation, listMembers } from "@/lib/people";
import { setUpOperators } from "../support/operators";
import { PASSWORD, setUpPeople } from "../support/people-lab";
import { isSpent } from "../support/persons";

const lab = setUpPeople();
const { as, person, operator, armed, place, carry } = setUpOperators(lab);
const refusal = (code: string) => expect.objectContaining({ code });

let ctx: Context;
let merchantId: string;
beforeAll(async () => {
  ctx = await operator();
  merchantId = lab.merchantId();
});

const resumes = (): Order => ({ kind: "merchant.resume", merchantId });
const count = async (table: string) =>
  (await lab.owner.sql.unsafe(`select count(*)::int as rows from ${table}`))[0]?.rows as number;

describe("placing an order", () => {
  it("takes a code for exactly this order, once", async () => {
    const order: Order = { kind: "merchant.suspend", merchantId, reason: "chargebacks" };
    const before = await count("operator_orders");
    await expect(placeOrder(ctx, order)).rejects.toEqual(refusal("step_up_required"));
    const other = await armed(ctx, { ...order, reason: "fraud" });
    await expect(placeOrder(other, order)).rejects.toEqual(refusal("step_up_required"));
    const mine = await armed(ctx, order);
    const tries = await Promise.allSettled([placeOrder(mine, order), placeOrder(mine, order)]);
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(placeOrder(mine, order)).rejects.toEqual(refusal("step_up_required"));
    expect(await count("operator_orders")).toBe(before + 1);
    expect(await isSpent(lab.owner, other.stepUp ?? "")).toBe(false);
    const [line] = (await listOrders(ctx, { page: 1, limit: 1 })).rows;
    expect(line).toMatchObject({ state: "waiting", input: { merchantId, reason: "chargebacks" } });
    expect(await lab.auditOf(line?.id ?? "")).toMatchObject([
      {
        action: "order.placed",
        merchant_id: null,
        data: { kind: "merchant.suspend", reason: "chargebacks" },
      },
    ]);
    await carry();
    await place(ctx, resumes());
    await carry();
  });

  it("is nobody's but an operator's who is active and has a second factor", async () => {
    const owner = await lab.person({ totp: true });
    const former = await person();
    await lab.owner.sql`update users set is_operator = false where id = ${former.userId}`;
    const disabled = await person();
    await lab.owner.sql`update users set status = 'disabled' where id = ${disabled.userId}`;
    const bare = await lab.person({ at: null, isOperator: true });
    const before = await count("operator_orders");
    await expect(placeOrder(lab.as(owner), resumes())).rejects.toEqual(refusal("scope_missing"));
    // The right is lent by mistake: the database asks again.
    for (const who of [owner, former, disabled, bare]) {
      const mine = await armed(as(who), resumes());
      await expect(placeOrder(mine, resumes())).rejects.toEqual(refusal("scope_missing"));
      expect(await isSpent(lab.owner, mine.stepUp ?? "")).toBe(false);
    }
    const job = { ...lab.job(), permissions: new Set(["operator"] as const) };
    await expect(placeOrder(job, resumes())).rejects.toEqual(refusal("scope_missing"));
    expect(await count("operator_orders")).toBe(before);
  });

  it("can't be done in another's name, nor past the function, by the web role", async () => {
    const { userId } = await person();
    const owner = await lab.person({ totp: true });
    const place_ = (user: string) =>
      lab.web.sql.begin(async (sql) => {
        await sql`select set_config('app.user', ${user}, true)`;
        await sql`select place_operator_order(${newId()}, 'merchant.resume', '{}', now())`;
      });
    await expect(place_(owner.userId)).rejects.toMatchObject({ code: "42501" });
    await expect(place_("")).rejects.toMatchObject({ code: "42501" });
    await place_(userId);
    const [row] = await lab.owner.sql`
      delete from operator_orders where ordered_by = ${userId} returning state`;
    expect(row).toEqual({ state: "waiting" });
    for (const db of [lab.web, lab.worker]) {
      const values = {
        id: newId(),
        kind: "fees.settle",
        input: "{}",
        ordered_by: userId,
        at: new Date(),
      };
      await expect(db.sql`insert into operator_orders ${db.sql(values)}`).rejects.toMatchObject({
        code: "42501",
      });
    }
    await expect(lab.web.sql`select 1 from operator_orders`).rejects.toMatchObject({
      code: "42501",
    });
  });

  it.each<[string, unknown, string]>([
    ["no kind", {}, "kind"],
    ["an unknown kind", { kind: "merchant.delete", merchantId: newId() }, "kind"],
    ["a kind of every object", { kind: "constructor" }, "kind"],
    ["a blank name", { kind: "merchant.create", name: " ", ownerEmail: "a@b.example" }, "name"],
    [
      "a long name",
      { kind: "merchant.create", name: "x".repeat(101), ownerEmail: "a@b.c" },
      "name",
    ],
    ["no address", { kind: "merchant.create", name: "x", ownerEmail: "a b@c" }, "ownerEmail"],
    ["no merchant", { kind: "merchant.resume", merchantId: "1" }, "merchantId"],
    ["no reason", { kind: "merchant.suspend", merchantId: newId(), reason: "\n" }, "reason"],
    ["a field too many", { kind: "energy.withdraw", amount: 1n }, "kind"],
    [
      "tiers from above zero",
      { kind: "merchant.fee-tiers", merchantId: newId(), tiers: [{ from: 1n, ratePpm: 1 }] },
      "tiers",
    ],
    ["no tiers", { kind: "merchant.fee-tiers", merchantId: newId(), tiers: [] }, "tiers"],
    [
      "a broken rate",
      { kind: "merchant.fee-tiers", merchantId: newId(), tiers: [{ from: 0n, ratePpm: 0.5 }] },
      "tiers",
    ],
    ["no limits", { kind: "merchant.rate-limits", merchantId: newId(), limits: {} }, "limits"],
    [
      "an unknown tier",
      { kind: "merchant.rate-limits", merchantId: newId(), limits: { x: 1 } },
      "limits",
    ],
    [
      "a limit of zero",
      { kind: "merchant.rate-limits", merchantId: newId(), limits: { standard: 0 } },
      "limits",
    ],
    [
      "a negative cap",
      { kind: "merchant.key-caps", merchantId: newId(), dailyCap: -1n },
      "dailyCap",
    ],
    ["no network", { kind: "fees.settle", network: "BTC" }, "network"],
    ["less than a TRX", { kind: "energy.stake", amount: 999_999n }, "amount"],
    ["more than there is", { kind: "energy.unstake", amount: 10n ** 29n }, "amount"],
  ])("refuses %s", async (_, order, path) => {
    const before = await count("operator_orders");
    await expect(placeOrder(ctx, order as Order)).rejects.toMatchObject({
      code: "validation_failed",
      details: [{ path }],
    });
    expect(await count("operator_orders")).toBe(before);
  });

  it("refuses what can be seen to fail, and gives the code back", async () => {
    const nobodys: Order = { kind: "merchant.resume", merchantId: newId() };
    const mine = await armed(ctx, nobodys);
    await expect(placeOrder(mine, nobodys)).rejects.toEqual(refusal("not_found"));
    const network: Order = { kind: "network.resume", network: "USDT-ERC20", note: "looked" };
    const also = await armed(ctx, network);
    await expect(placeOrder(also, network)).rejects.toEqual(refusal("invalid_state"));
    expect(await isSpent(lab.owner, mine.stepUp ?? "")).toBe(false);
  });
});

describe("reading orders", () => {
  it("goes by page, newest first, and one by one", async () => {
    const ids = [await place(ctx, resumes()), await place(ctx, resumes())];
    const { total, rows } = await listOrders(ctx, { page: 1, limit: 2 });
    expect(total).toBe(await count("operator_orders"));
    expect(rows.map(({ id }) => id)).toEqual(ids.reverse());
    expect(await getOrder(ctx, ids[0] ?? "")).toEqual(rows[0]);
    for (const id of [newId(), "x"]) {
      await expect(getOrder(ctx, id)).rejects.toEqual(refusal("not_found"));
    }
    await expect(listOrders(ctx, { page: 0, limit: 101 })).rejects.toMatchObject({
      code: "validation_failed",
      details: [{ path: "page" }, { path: "limit" }],
    });
    expect(await carry()).toBe(2);
  });
});

describe("carrying out", () => {
  const done = async (order: Order) => {
    const id = await place(ctx, order);
    expect(await carry()).toBe(1);
    return getOrder(ctx, id);
  };
  const merchant = async () =>
    (await lab.owner.sql`select * from merchants where id = ${merchantId}`)[0];

  it("does what was ordered, in the operator's name", async () => {
    const { rows } = await listOrders(ctx, { page: 1, limit: 100 });
    expect(rows.filter(({ state }) => state === "waiting")).toEqual([]);
    const tiers = [
      { from: 0n as Units, ratePpm: 9_000 },
      { from: units(5_000_000n), ratePpm: 1 },
    ];
    expect(await done({ kind: "merchant.suspend", merchantId, reason: "fraud" })).toMatchObject({
      state: "done",
      problem: null,
      result: { merchantId, status: "suspended" },
      doneAt: expect.any(Date),
    });
    await done({ kind: "merchant.fee-tiers", merchantId, tiers });
    await done({ kind: "merchant.rate-limits", merchantId, limits: { standard: 7 } });
    await done({ kind: "merchant.key-caps", merchantId, dailyCap: units(12_000_000n) });
    expect(await merchant()).toMatchObject({
      status: "suspended",
      fee_tiers: [
        { from: "0", ratePpm: 9_000 },
        { from: "5000000", ratePpm: 1 },
      ],
      rate_limits: { standard: 7 },
      key_daily_cap_units: "12000000",
    });
    await done({ kind: "merchant.rate-limits", merchantId, limits: { standard: null } });
    await done({ kind: "merchant.key-caps", merchantId, dailyCap: "default" });
    await done(resumes());
    expect(await merchant()).toMatchObject({
      status: "active",
      rate_limits: {},
      key_daily_cap_set: false,
    });
    const who = ctx.actor.kind === "user" ? ctx.actor.id : "";
    const actors = await lab.owner.sql`
      select distinct actor from audit_log where subject_id = ${merchantId} and action like 'merchant.%'`;
    expect(actors).toEqual([{ actor: `operator:${who}` }]);
  });

  it("orders stake of the worker, and lets a halted network go on", async () => {
    const stake = await done({ kind: "energy.stake", amount: 5_000_000n });
    expect(stake.input).toEqual({ amount: "5000000" });
    const [row] = await lab.owner.sql`select kind, amount::text, state from stake_orders`;
    expect(row).toEqual({ kind: "stake", amount: "5000000", state: "ordered" });
    await lab.owner.sql`
      insert into chain_cursors (network, identity, height, hash, block_time, latest_height, final_height, final_time,
        scanned_at, halted_reason)
      values ('USDT-TRC20', 'tron', 90, ${"0".repeat(64)}, now(), 100, 81, now(), now(), 'a block took money')`;
    const halted: Order = { kind: "network.resume", network: "USDT-TRC20", note: "looked" };
    expect(await done(halted)).toMatchObject({ result: { haltedReason: "a block took money" } });
  });

  it("makes a merchant and mails its owner, who comes in as one", async () => {
    const email = "first.owner@example.com";
    const order = await done({ kind: "merchant.create", name: " New  shop ", ownerEmail: email });
    const made = String(order.result?.merchantId);
    expect(await lab.owner.sql`select 1 from api_keys where merchant_id = ${made}`).toHaveLength(0);
    const token = await lab.linkTo(email);
    const view = await findInvitation(lab.nobody(), token);
    expect(view).toMatchObject({ merchantName: "New  shop", role: "owner", email });
    expect(view.invitedBy).not.toBeNull();
    const newcomer = { name: "Olga", password: PASSWORD };
    const { userId } = await acceptInvitation(lab.nobody(), token, newcomer);
    const olga = { userId, memberships: [{ merchantId: made, role: "owner" as const }] };
    const { members } = await listMembers(lab.as({ ...olga, email, name: "Olga", totp: null }));
    expect(members).toMatchObject([{ email, role: "owner" }]);
    const again: Order = { kind: "merchant.invite-owner", merchantId: made, ownerEmail: email };
    expect(await done(again)).toMatchObject({
      state: "failed",
      problem: "This merchant has an owner",
    });
  });

  it("invites another owner in place of one who never came; an operator's word ends with the operator", async () => {
    const mine = await person();
    const id = await place(as(mine), {
      kind: "merchant.create",
      name: "Ghost shop",
      ownerEmail: "ghost@example.com",
    });
    await carry();
    const made = String((await getOrder(ctx, id)).result?.merchantId);
    const first = await lab.linkTo("ghost@example.com");
    const second = "second@example.com";
    await place(as(mine), { kind: "merchant.invite-owner", merchantId: made, ownerEmail: second });
    await carry();
    await expect(findInvitation(lab.nobody(), first)).rejects.toEqual(refusal("link_expired"));
    const token = await lab.linkTo(second);
    expect(await findInvitation(lab.nobody(), token)).toMatchObject({ email: second });
    await disableUser({ ...lab.job(), permissions: new Set(["operator"] as const) }, mine.email);
    await expect(
      acceptInvitation(lab.nobody(), token, { name: "Sam", password: PASSWORD }),
    ).rejects.toEqual(refusal("link_expired"));
  });

  it("gives no merchant the operator's word: the web role can't write such an invitation", async () => {
    const owner = await lab.person({ totp: true });
    const invite = (byOperator: boolean) =>
      lab.web.sql.begin(async (sql) => {
        await sql`select set_config('app.merchant', ${merchantId}, true)`;
        await sql`
          insert into invitations (merchant_id, id, email, role, token_hash, invited_by, created_at, expires_at, by_operator)
          values (${merchantId}, ${newId()}, 'x@example.com', 'owner', ${Buffer.from(newId())}, ${owner.userId}, now(),
            now(), ${byOperator})`;
      });
    await expect(invite(true)).rejects.toMatchObject({ code: "42501" });
    await invite(false);
  });

  it("says why it failed, once, and goes on with the next", async () => {
    const failing = await place(ctx, { kind: "fees.settle", network: null });
    const next = await place(ctx, resumes());
    expect(await carry()).toBe(2);
    expect(await getOrder(ctx, failing)).toMatchObject({
      state: "failed",
      problem: "Set OPERATOR_WALLET_ERC20 or OPERATOR_WALLET_TRC20 first",
      result: null,
    });
    expect((await getOrder(ctx, next)).state).toBe("done");
    expect(await carry()).toBe(0);
    const actions = (await lab.auditOf(failing)).map(({ action }) => action);
    expect(actions).toEqual(["order.placed", "order.failed"]);
  });

  it("waits for no lock for long", async () => {
    const id = await place(ctx, { kind: "merchant.suspend", merchantId, reason: "fraud" });
    await lab.owner.sql.begin(async (sql) => {
      await sql`select 1 from merchants where id = ${merchantId} for update`;
      await carry();
    });
    expect(await getOrder(ctx, id)).toMatchObject({
      state: "failed",
      problem: "The database was too busy; order it again",
    });
    expect((await merchant())?.status).toBe("active");
  });

  it("tells nothing of what went wrong inside, and takes it back", async () => {
    const email = "inside@example.com";
    const before = await count("merchants");
    const id = await place(ctx, { kind: "merchant.create", name: "Inside", ownerEmail: email });
    await carry({
      sealSecret: () => {
        throw new Error("secret 4711");
      },
    });
    const { state, problem } = await getOrder(ctx, id);
    expect(state).toBe("failed");
    expect(problem).toContain(id);
    expect(problem).not.toContain("4711");
    expect(await count("merchants")).toBe(before);
    expect(await lab.mailsTo(email)).toEqual([]);
  });

  it("is not done for somebody who runs the installation no more", async () => {
    const mine = await person();
    const id = await place(as(mine), { kind: "merchant.suspend", merchantId, reason: "revenge" });
    await disableUser({ ...lab.job(), permissions: new Set(["operator"] as const) }, mine.email);
    await carry();
    expect(await getOrder(ctx, id)).toMatchObject({
      state: "failed",
      problem: "Who ordered this runs the installation no more",
    });
    expect((await merchant())?.status).toBe("active");
  });
});
