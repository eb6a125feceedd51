import { describe, expect, it } from "vitest";
import { type Context, requireStepUp, transact } from "@/lib/command";
import { newId } from "@/lib/kit";
import { confirmChallenge, startChallenge } from "@/lib/people";
import { setUpPeople, type TestPerson } from "../support/people-lab";

const lab = setUpPeople();
const KIND = "payout.create";
const SUBJECT = {
  network: "USDT-TRC20",
  address: "TXYZ",
  amount: "1000000",
  fee: "10",
  net: "999990",
};

/** A challenge for SUBJECT, confirmed unless told otherwise, and the context that carries it. */
async function armed(person: TestPerson, over: Partial<Context> = {}, confirm = true) {
  const ctx = lab.as(person, over);
  const { challengeId } = await startChallenge(ctx, KIND, SUBJECT);
  if (confirm) await confirmChallenge(ctx, challengeId, await code(person), lab.box);
  return { ctx: { ...ctx, stepUp: challengeId }, challengeId };
}
const code = async (person: TestPerson) => ({ code: await lab.nextCode(person) });
const spend = (ctx: Context, subject: Parameters<typeof requireStepUp>[3] = SUBJECT, kind = KIND) =>
  transact(ctx, (tx) => requireStepUp(ctx, tx, kind, subject));
const REFUSED = { code: "step_up_required" };

describe("D-16: a one-time code for exactly what was shown", () => {
  it("is spent once, by the verb it was given for", async () => {
    const ann = await lab.person({ totp: true });
    const { ctx, challengeId } = await armed(ann);
    await spend(ctx);
    await expect(spend(ctx)).rejects.toMatchObject(REFUSED);
    const [row] = await lab.owner.sql`select * from challenges where id = ${challengeId}`;
    expect(row).toMatchObject({
      confirmed_by: "totp",
      tries: 0,
      about_merchant_id: ctx.merchantId,
    });
    expect((await lab.auditOf(ann.userId)).map(({ action }) => action)).toContain(
      "user.code_given",
    );
  });

  it("is void for anything else: another fact, one fact less, another kind", async () => {
    const ben = await lab.person({ totp: true });
    const { ctx } = await armed(ben);
    const { fee: _, ...less } = SUBJECT;
    for (const [subject, kind] of [
      [{ ...SUBJECT, amount: "1000001" }, KIND],
      [{ ...SUBJECT, more: "1" }, KIND],
      [less, KIND],
      [SUBJECT, "payout.approve"],
    ] as const) {
      await expect(spend(ctx, subject, kind)).rejects.toMatchObject(REFUSED);
    }
    await spend(ctx, Object.fromEntries(Object.entries(SUBJECT).reverse()));
  });

  it("is of no use to another person, at another merchant, unconfirmed, unnamed or made up", async () => {
    const cat = await lab.person({ totp: true });
    const dan = await lab.person({ totp: true });
    const { ctx, challengeId } = await armed(cat);
    const others: Context[] = [
      lab.as(dan, { stepUp: challengeId }),
      { ...ctx, merchantId: lab.merchantId(1) },
      { ...ctx, merchantId: null },
      (await armed(cat, {}, false)).ctx,
      lab.as(cat),
      { ...ctx, stepUp: newId() },
    ];
    for (const other of others) await expect(spend(other)).rejects.toMatchObject(REFUSED);
    // A challenge of nobody's merchant is for nobody's merchant.
    const house = await armed(cat, { merchantId: null });
    await expect(spend({ ...house.ctx, merchantId: lab.merchantId() })).rejects.toMatchObject(
      REFUSED,
    );
    await spend(house.ctx);
    const theirs = confirmChallenge(lab.as(dan), challengeId, await code(dan), lab.box);
    await expect(theirs).rejects.toMatchObject(REFUSED);
    await spend(ctx);
  });

  it("is good for two minutes, to be confirmed and to be spent", async () => {
    const eve = await lab.person({ totp: true });
    const { ctx, challengeId } = await armed(eve);
    await lab.owner.sql`update challenges set expires_at = now() where id = ${challengeId}`;
    await expect(spend(ctx)).rejects.toMatchObject(REFUSED);
    const late = await armed(eve, {}, false);
    const { expires_at, created_at } = (
      await lab.owner.sql`select * from challenges where id = ${late.challengeId}`
    )[0] as unknown as { expires_at: Date; created_at: Date };
    expect(new Date(expires_at).getTime() - new Date(created_at).getTime()).toBe(120_000);
    lab.later(120_000);
    const confirmed = confirmChallenge(late.ctx, late.challengeId, await code(eve), lab.box);
    await expect(confirmed).rejects.toMatchObject(REFUSED);
  });

  it("spent twice at once, does one thing", async () => {
    const fay = await lab.person({ totp: true });
    const { ctx } = await armed(fay);
    const all = await Promise.allSettled(Array.from({ length: 6 }, () => spend(ctx)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("is there again when what it was spent on was undone, as by a kill between the two", async () => {
    const gus = await lab.person({ totp: true });
    const { ctx } = await armed(gus);
    const killed = transact(ctx, async (tx) => {
      await requireStepUp(ctx, tx, KIND, SUBJECT);
      throw new Error("killed");
    });
    await expect(killed).rejects.toThrow("killed");
    await spend(ctx);
  });
});

describe("confirming", () => {
  it("takes no code twice, but the very code that confirmed it again after a lost answer", async () => {
    const hal = await lab.person({ totp: true });
    const { ctx, challengeId } = await armed(hal, {}, false);
    const given = await code(hal);
    await confirmChallenge(ctx, challengeId, given, lab.box);
    await confirmChallenge(ctx, challengeId, given, lab.box);
    const other = await armed(hal, {}, false);
    const replayed = confirmChallenge(other.ctx, other.challengeId, given, lab.box);
    await expect(replayed).rejects.toMatchObject({ code: "invalid_otp" });
    await expect(lab.enter(hal.email, given)).rejects.toMatchObject({ code: "invalid_otp" });
    const another = confirmChallenge(ctx, challengeId, { code: "000000" }, lab.box);
    await expect(another).rejects.toMatchObject({ code: "invalid_otp" });
    await spend(ctx);
    await confirmChallenge(ctx, challengeId, given, lab.box);
    await expect(spend(ctx)).rejects.toMatchObject(REFUSED);
  });

  it("of two challenges by one code at once confirms one", async () => {
    const ivy = await lab.person({ totp: true });
    const both = [await armed(ivy, {}, false), await armed(ivy, {}, false)];
    const given = await code(ivy);
    const done = await Promise.allSettled(
      both.map(({ ctx, challengeId }) => confirmChallenge(ctx, challengeId, given, lab.box)),
    );
    expect(done.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("is dead after five wrong codes, which count against signing in too", async () => {
    const jon = await lab.person({ totp: true });
    const { ctx, challengeId } = await armed(jon, {}, false);
    for (const wrong of ["000000", "1", "abcdef", "", "000001", "000002"]) {
      const refused = confirmChallenge(ctx, challengeId, { code: wrong }, lab.box);
      const expected = wrong === "" ? "otp_required" : "invalid_otp";
      await expect(refused, wrong).rejects.toMatchObject({ code: expected });
    }
    const right = confirmChallenge(ctx, challengeId, await code(jon), lab.box);
    await expect(right).rejects.toMatchObject({ code: "locked_out" });
    expect((await lab.mailsTo(jon.email)).map(({ subject }) => subject)).toEqual([
      "Too many wrong sign-ins to your account",
    ]);
    lab.later(16_000);
    // The person is let in again; this challenge stays dead.
    await lab.signedIn(jon);
    await expect(
      confirmChallenge(ctx, challengeId, await code(jon), lab.box),
    ).rejects.toMatchObject({ code: "locked_out" });
  });

  it("is refused while the person is locked out by wrong sign-ins, and after a second factor went away", async () => {
    const kim = await lab.person({ totp: true });
    const { ctx, challengeId } = await armed(kim, {}, false);
    for (let i = 0; i < 5; i += 1) {
      await expect(lab.enter(kim.email, { password: "wrong" })).rejects.toThrow();
    }
    await expect(
      confirmChallenge(ctx, challengeId, { code: await lab.code(kim) }, lab.box),
    ).rejects.toMatchObject({ code: "locked_out" });
    await lab.owner.sql`
      update user_credentials set totp_secret = null, totp_confirmed_at = null where user_id = ${kim.userId}`;
    await expect(
      confirmChallenge(ctx, challengeId, { code: "123456" }, lab.box),
    ).rejects.toMatchObject({ code: "second_factor_required" });
  });
});

describe("asking", () => {
  it("needs a person with a second factor", async () => {
    const lea = await lab.person();
    await expect(startChallenge(lab.as(lea), KIND, SUBJECT)).rejects.toMatchObject({
      code: "second_factor_required",
    });
    await expect(startChallenge(lab.nobody(), KIND, SUBJECT)).rejects.toMatchObject({
      code: "scope_missing",
    });
  });

  it("is for thirty an hour that were not spent, also all at once", async () => {
    const mia = await lab.person({ totp: true });
    const { ctx: spent } = await armed(mia);
    await spend(spent);
    const ask = () => startChallenge(lab.as(mia), KIND, SUBJECT);
    const all = await Promise.allSettled(Array.from({ length: 33 }, ask));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(30);
    await expect(ask()).rejects.toMatchObject({ code: "rate_limited" });
    lab.later(3_600_001);
    await ask();
  });
});
