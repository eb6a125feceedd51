import { describe, expect, it } from "vitest";
import { newId, silentLogger } from "@/lib/kit";
import {
  addPasskey,
  beginPasskey,
  confirmChallenge,
  disableTotp,
  listPasskeys,
  PASSKEY_REMOVE,
  passkeyRemoveSubject,
  passkeySite,
  removePasskey,
  requestPasswordReset,
  resetPassword,
  resetSecondFactor,
  startChallenge,
} from "@/lib/people";
import { TestAuthenticator } from "../support/authenticator";
import { passkeysOf, SITE } from "../support/passkeys";
import { PASSWORD, setUpPeople, type TestPerson } from "../support/people-lab";

const lab = setUpPeople();
const { allowed, made, holder, asked } = passkeysOf(lab);
const REFUSED = { code: "invalid_otp" };
const actions = async (of: TestPerson) =>
  (await lab.auditOf(of.userId)).map(({ action }) => action);
const unlock = (of: TestPerson) =>
  lab.owner
    .sql`update user_credentials set failures = 0, locked_until = null where user_id = ${of.userId}`;

describe("D-17: where passkeys work", () => {
  it("is a host with a name, over TLS or on localhost", () => {
    for (const [origin, rpId] of [
      ["https://pay.example.com", "pay.example.com"],
      ["https://pay.example.com:8443/", "pay.example.com"],
      ["http://localhost:3000", "localhost"],
      ["http://127.0.0.1:3000", undefined],
      ["https://192.0.2.7", undefined],
      ["https://[2001:db8::1]", undefined],
      ["http://pay.example.com", undefined],
    ] as const) {
      expect(passkeySite(origin)?.rpId, origin).toBe(rpId);
    }
    expect(passkeySite("https://pay.example.com:8443/")?.origin).toBe(
      "https://pay.example.com:8443",
    );
  });
});

describe("D-17: a new passkey", () => {
  it("takes a fresh password and a code for its name, and is told of by mail", async () => {
    const ann = await lab.person({ totp: true });
    const { ctx, given, order, key } = await made(ann, " Ann's  laptop ");
    expect(order).toMatchObject({
      rp: { id: SITE.rpId },
      user: { name: ann.email },
      attestation: "none",
      authenticatorSelection: { userVerification: "required" },
    });
    const { passkeyId } = await addPasskey(ctx, given, SITE);
    const [kept, ...others] = await listPasskeys(lab.as(ann));
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ passkeyId, name: "Ann's  laptop", lastUsedAt: null });
    expect(await actions(ann)).toContain("user.passkey_added");
    expect((await lab.mailsTo(ann.email)).map(({ subject }) => subject)).toContain(
      "Your account has a new passkey",
    );
    const [row] = await lab.owner.sql`select * from passkeys where id = ${passkeyId}`;
    expect(row).toMatchObject({ credential_id: key.credentialId, transports: ["internal"] });
    // It is asked for once: neither again, nor on an authenticator that has one.
    await expect(addPasskey(ctx, given, SITE)).rejects.toMatchObject({ code: "step_up_required" });
    const next = await made(ann, "Phone");
    expect(next.order.excludeCredentials?.map(({ id }) => id)).toEqual([key.credentialId]);
  });

  it("needs an authenticator first, the code, and the password", async () => {
    const ben = await lab.person();
    const { sessionId } = await lab.signedIn(ben);
    const without = beginPasskey(lab.as(ben), sessionId, "x", SITE);
    await expect(without).rejects.toMatchObject({ code: "second_factor_required" });
    const cat = await lab.person({ totp: true });
    const may = await allowed(cat, "Mine");
    for (const [ctx, name, code] of [
      [lab.as(cat), "Mine", "step_up_required"],
      [may.ctx, "Other", "step_up_required"],
      [may.ctx, " ", "validation_failed"],
      [lab.as(cat, { allow: [], stepUp: may.ctx.stepUp }), "Mine", "scope_missing"],
    ] as const) {
      const begun = beginPasskey(ctx, may.sessionId, name, SITE);
      await expect(begun, `${name} ${code}`).rejects.toMatchObject({ code });
    }
    await lab.owner
      .sql`update user_sessions set password_at = now() - interval '11 minutes' where id = ${may.sessionId}`;
    const stale = beginPasskey(may.ctx, may.sessionId, "Mine", SITE);
    await expect(stale).rejects.toMatchObject({ code: "password_required" });
  });

  it("is refused when it was made elsewhere, for something else, unverified, with papers, late, or under another name", async () => {
    const dan = await lab.person({ totp: true });
    const { ctx: quiet, key, at, given } = await made(dan, "Key");
    const reasons: unknown[] = [];
    const warn = (facts: object) => reasons.push(facts);
    const ctx = { ...quiet, log: { ...silentLogger, warn } as typeof silentLogger };
    const eve = await lab.person({ totp: true });
    for (const answer of [
      key.make({ ...at, origin: "https://pay.example.org" }),
      key.make({ ...at, rpId: "example.com" }),
      key.make({ ...at, verified: false }),
      key.make(at, "certified"),
    ]) {
      const code = "invalid_state";
      await expect(addPasskey(ctx, { ...given, answer }, SITE)).rejects.toMatchObject({ code });
    }
    // Before the library looks at a certificate, and calls the addresses that it names.
    expect(reasons.at(-1)).toMatchObject({ reason: "attestation of the form packed" });
    const late = { code: "step_up_required" };
    const renamed = addPasskey(ctx, { ...given, name: "Else" }, SITE);
    await expect(renamed).rejects.toMatchObject(late);
    await expect(addPasskey(lab.as(eve), given, SITE)).rejects.toMatchObject(late);
    const nothing = addPasskey(ctx, { ...given, answer: "{}" }, SITE);
    await expect(nothing).rejects.toMatchObject({ code: "invalid_state" });
    // Five wrong ones, and the right one is too late.
    await expect(addPasskey(ctx, given, SITE)).rejects.toMatchObject({ code: "locked_out" });
    const other = await made(dan, "Key");
    lab.later(120_000);
    await expect(addPasskey(other.ctx, other.given, SITE)).rejects.toMatchObject(late);
    expect(await listPasskeys(lab.as(dan))).toEqual([]);
  });

  it("is somebody's once, and there are ten at most, made at once or in turn", async () => {
    const { key, of } = await holder();
    const fay = await lab.person({ totp: true });
    const copy = await made(fay, "Copy");
    const answer = key.make(copy.at);
    const taken = addPasskey(copy.ctx, { ...copy.given, answer }, SITE);
    await expect(taken).rejects.toMatchObject({ code: "invalid_state" });
    expect(await listPasskeys(lab.as(fay))).toEqual([]);
    await lab.owner.sql`
      insert into passkeys (user_id, id, credential_id, public_key, counter, transports, may_be_backed_up, backed_up, name, created_at)
      select ${of.userId}, gen_random_uuid(), 'filler' || n, '\\x01', 0, '{}', false, false, 'Filler', now()
      from generate_series(1, 8) n`;
    const [one, two] = [await made(of, "Tenth"), await made(of, "Tenth too")];
    const both = await Promise.allSettled(
      [one, two].map(({ ctx, given }) => addPasskey(ctx, given, SITE)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await listPasskeys(lab.as(of))).toHaveLength(10);
    await expect(made(of, "Eleventh")).rejects.toMatchObject({ code: "invalid_state" });
  });
});

describe("D-17: a passkey in place of a code", () => {
  it("confirms exactly what it was asked for, and the verb spends it once", async () => {
    const { of, key, ctx, passkeyId } = await holder();
    const { challengeId, passkey, at, confirm, spend } = await asked(ctx);
    expect(passkey).toMatchObject({
      rpId: SITE.rpId,
      userVerification: "required",
      allowCredentials: [{ id: key.credentialId, type: "public-key", transports: ["internal"] }],
      timeout: 120_000,
    });
    await expect(spend()).rejects.toMatchObject({ code: "step_up_required" });
    const answer = key.use(at);
    await confirm(answer);
    // After a lost answer it may be sent again, and counts as one use.
    await confirm(answer);
    await spend();
    await expect(spend()).rejects.toMatchObject({ code: "step_up_required" });
    const [row] = await lab.owner.sql`select * from challenges where id = ${challengeId}`;
    expect(row).toMatchObject({ confirmed_by: "passkey", tries: 0 });
    const told = (await lab.auditOf(of.userId)).filter(
      ({ action }) => action === "user.code_given",
    );
    expect(told.at(-1)?.data).toMatchObject({ challenge: challengeId, by: "passkey" });
    const [kept] = await listPasskeys(ctx);
    expect(kept).toMatchObject({ passkeyId, lastUsedAt: expect.any(Date) });
    // The authenticator's code does as before.
    const other = await asked(ctx);
    await confirmChallenge(ctx, other.challengeId, { code: await lab.nextCode(of) }, lab.box, SITE);
    await other.spend();
  });

  it("is refused from another place, for another challenge, replayed, unverified, forged or falling back", async () => {
    const { of, key, ctx } = await holder();
    const first = await asked(ctx);
    const used = key.use({ ...first.at, counter: 5 });
    await first.confirm(used);
    const stranger = new TestAuthenticator();
    const { at, confirm, spend } = await asked(ctx);
    const other = await asked(ctx);
    for (const [what, answer] of [
      ["another origin", key.use({ ...at, origin: "https://pay.example.com.evil.example" })],
      ["another port", key.use({ ...at, origin: "https://pay.example.com:8443" })],
      ["another site", key.use({ ...at, rpId: "example.com" })],
      ["another challenge", key.use({ ...at, challenge: other.at.challenge })],
      ["a replay", used],
      ["nobody verified", key.use({ ...at, verified: false })],
      ["another key under its name", stranger.use(at, key.credentialId)],
      ["a key that is unknown", stranger.use(at)],
      ["a counter that stands still", key.use({ ...at, counter: 5 })],
      ["a counter that falls back", key.use({ ...at, counter: 4 })],
      ["no signature", JSON.stringify({ id: key.credentialId })],
      ["no JSON", "{"],
      ["too much", `"${"x".repeat(20_000)}"`],
    ]) {
      await lab.owner.sql`update challenges set tries = 0 where user_id = ${of.userId}`;
      await unlock(of);
      await expect(confirm(answer ?? ""), what).rejects.toMatchObject(REFUSED);
    }
    await expect(spend()).rejects.toMatchObject({ code: "step_up_required" });
    await unlock(of);
    await confirm(key.use({ ...at, counter: 6 }));
    await spend();
  });

  it("is its person's alone: another's passkey, and another's challenge", async () => {
    const [gus, hana] = [await holder(), await holder()];
    const { at, confirm, spend } = await asked(gus.ctx);
    await expect(confirm(hana.key.use(at))).rejects.toMatchObject(REFUSED);
    const theirs = confirm(hana.key.use(at), hana.ctx);
    await expect(theirs).rejects.toMatchObject({ code: "step_up_required" });
    await expect(spend()).rejects.toMatchObject({ code: "step_up_required" });
  });

  it("is too late after two minutes, and after five wrong ones", async () => {
    const { of, key, ctx } = await holder();
    const late = await asked(ctx);
    lab.later(120_000);
    await expect(late.confirm(key.use(late.at))).rejects.toMatchObject({
      code: "step_up_required",
    });
    const { at, confirm } = await asked(ctx);
    for (let count = 1; count <= 5; count += 1) {
      await expect(confirm("{}")).rejects.toMatchObject(REFUSED);
    }
    const locked = { code: "locked_out" };
    await expect(confirm(key.use(at))).rejects.toMatchObject(locked);
    await unlock(of);
    await expect(confirm(key.use(at))).rejects.toMatchObject(locked);
  });

  it("confirms once, of many at once, and moves its counter once", async () => {
    const { of, key, ctx, passkeyId } = await holder();
    const { at, confirm } = await asked(ctx);
    const answers = [1, 2, 3].map((counter) => key.use({ ...at, counter }));
    const all = await Promise.allSettled(answers.map((answer) => confirm(answer)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const won = all.findIndex(({ status }) => status === "fulfilled");
    const [row] = await lab.owner.sql`select * from passkeys where id = ${passkeyId}`;
    expect(Number(row?.counter)).toBe(won + 1);
    await unlock(of);
  });

  it("is not asked for where there is none, or none works", async () => {
    const { ctx } = await holder();
    const here = await startChallenge(ctx, "x", {});
    expect(here.passkey).toBeNull();
    const ivo = await lab.person({ totp: true });
    expect((await startChallenge(lab.as(ivo), "x", {}, SITE)).passkey).toBeNull();
    const [row] = await lab.owner
      .sql`select passkey_challenge from challenges where id = ${here.challengeId}`;
    expect(row?.passkey_challenge).toBeNull();
  });
});

describe("D-17: removing passkeys", () => {
  it("takes a code for that one, and ends what it was good for", async () => {
    const { of, key, ctx, passkeyId } = await holder();
    const jan = await holder();
    const { at, confirm } = await asked(ctx);
    const needs = { code: "step_up_required" };
    await expect(removePasskey(ctx, passkeyId)).rejects.toMatchObject(needs);
    const subject = passkeyRemoveSubject(passkeyId);
    const { challengeId } = await startChallenge(ctx, PASSKEY_REMOVE, subject, SITE);
    await confirmChallenge(ctx, challengeId, { code: await lab.nextCode(of) }, lab.box);
    const armed = { ...ctx, stepUp: challengeId };
    for (const [id, who, code] of [
      [jan.passkeyId, armed, "not_found"],
      [newId(), armed, "not_found"],
      ["x", armed, "not_found"],
      [passkeyId, { ...jan.ctx, stepUp: challengeId }, "not_found"],
      [passkeyId, lab.as(of, { allow: [], stepUp: challengeId }), "scope_missing"],
    ] as const) {
      await expect(removePasskey(who, id), code).rejects.toMatchObject({ code });
    }
    const twice = await Promise.allSettled([1, 2].map(() => removePasskey(armed, passkeyId)));
    expect(twice.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await listPasskeys(ctx)).toEqual([]);
    expect(await listPasskeys(jan.ctx)).toHaveLength(1);
    const told = (await lab.auditOf(of.userId)).find(
      ({ action }) => action === "user.passkey_removed",
    );
    // By what the person proved themselves (D-30).
    expect(told?.data).toMatchObject({ passkey: passkeyId, name: "Laptop", secondFactor: "totp" });
    expect((await lab.mailsTo(of.email)).at(-1)?.subject).toBe(
      "A passkey was removed from your account",
    );
    await expect(confirm(key.use(at))).rejects.toMatchObject(REFUSED);
  });

  it("happens with the second factor that they stand beside, not with the password", async () => {
    const kim = await holder();
    await requestPasswordReset(lab.nobody(), kim.of.email, SITE.origin);
    // An address that was never confirmed gives up everything; this one was.
    await lab.owner.sql`update users set email_verified_at = now() where id = ${kim.of.userId}`;
    await resetPassword(lab.nobody(), await lab.linkTo(kim.of.email), `${PASSWORD} again`);
    expect(await listPasskeys(kim.ctx)).toHaveLength(1);
    const operator = { ...lab.job(), permissions: new Set(["operator"] as const) };
    await resetSecondFactor(operator, kim.of.email);
    expect(await listPasskeys(kim.ctx)).toEqual([]);
    const leo = await holder();
    const { sessionId } = await lab.signedIn(leo.of);
    await disableTotp(leo.ctx, sessionId, { code: await lab.nextCode(leo.of) }, lab.box);
    expect(await listPasskeys(leo.ctx)).toEqual([]);
  });

  it("leaves what needs the second factor itself to codes", async () => {
    const { key, ctx, of } = await holder();
    const { sessionId } = await lab.signedIn(of);
    const { at } = await asked(ctx);
    const given = { passkey: key.use(at) } as object;
    const off = disableTotp(ctx, sessionId, given, lab.box);
    await expect(off).rejects.toMatchObject({ code: "otp_required" });
    expect(await listPasskeys(ctx)).toHaveLength(1);
  });
});
