import { describe, expect, it } from "vitest";
import {
  beginTotp,
  changeEmail,
  changePassword,
  confirmChallenge,
  confirmEmailChange,
  confirmTotp,
  countRecoveryCodes,
  disableTotp,
  emailSubject,
  provePassword,
  replaceRecoveryCodes,
  requestPasswordReset,
  resendVerification,
  resetPassword,
  startChallenge,
  verifyEmail,
} from "@/lib/people";
import { PASSWORD, setUpPeople, type TestPerson } from "../support/people-lab";

const lab = setUpPeople();
const ORIGIN = "https://pay.example.com";
const NEW = "violet lantern 9 drums";
const TEN_MINUTES = 600_000;

/** Turns a second factor on; answers its secret and the recovery codes. */
async function withTotp(person: TestPerson, sessionId: string) {
  const { secret } = await beginTotp(lab.as(person), lab.box);
  const armed = { ...person, totp: secret };
  const code = await lab.nextCode(armed);
  const codes = await confirmTotp(lab.as(person), sessionId, code, lab.box);
  return { armed, code, codes };
}
const subjects = async (email: string) => (await lab.mailsTo(email)).map(({ subject }) => subject);

describe("the second factor (D-18)", () => {
  it("is on after one code of the secret that was shown; others are signed out, and the person is told", async () => {
    const ann = await lab.person();
    const [here, there] = [await lab.signedIn(ann), await lab.signedIn(ann)];
    const setup = await beginTotp(lab.as(ann), lab.box);
    expect(setup.otpauthUri).toBe(
      `otpauth://totp/Tillgate:${encodeURIComponent(ann.email)}?secret=${setup.secret}&issuer=Tillgate`,
    );
    for (const wrong of ["000000", "", "abcdef"]) {
      await expect(confirmTotp(lab.as(ann), here.sessionId, wrong, lab.box)).rejects.toMatchObject({
        code: "invalid_otp",
      });
    }
    expect((await lab.find(there.token))?.secondFactor).toBe(false);
    const { armed, code, codes } = await withTotp(ann, here.sessionId);
    expect(new Set(codes).size).toBe(10);
    expect(codes[0]).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
    expect(await lab.find(there.token)).toBeNull();
    expect(await lab.find(here.token)).toMatchObject({
      secondFactor: true,
      codeAt: expect.any(Date),
    });
    await expect(lab.enter(ann.email, { code })).rejects.toMatchObject({ code: "invalid_otp" });
    await lab.signedIn(armed);
    expect(await subjects(ann.email)).toContain("Your account has a second factor now");
    const again = beginTotp(lab.as(ann), lab.box);
    await expect(again).rejects.toMatchObject({ code: "invalid_state" });
    const [stored] = await lab.owner.sql`
      select (select string_agg(c::text, '') from user_credentials c) || (select string_agg(a::text, '') from audit_log a) as text`;
    expect(stored?.text).not.toContain(armed.totp);
    expect(stored?.text).not.toContain(codes[0]);
  });

  it("needs a fresh password, and a secret that was begun; of two at once one shows codes", async () => {
    const ben = await lab.person();
    const { sessionId } = await lab.signedIn(ben);
    const ctx = lab.as(ben);
    await expect(confirmTotp(ctx, sessionId, "000000", lab.box)).rejects.toMatchObject({
      code: "invalid_state",
    });
    const { secret } = await beginTotp(ctx, lab.box);
    lab.later(TEN_MINUTES);
    const code = await lab.nextCode({ totp: secret });
    await expect(confirmTotp(ctx, sessionId, code, lab.box)).rejects.toMatchObject({
      code: "password_required",
    });
    await provePassword(ctx, sessionId, PASSWORD);
    const both = await Promise.allSettled(
      [code, code].map((one) => confirmTotp(ctx, sessionId, one, lab.box)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await countRecoveryCodes(ctx)).toBe(10);
  });

  it("has recovery codes that each stand in for it once, however they are typed", async () => {
    const cat = await lab.person();
    const { sessionId } = await lab.signedIn(cat);
    const { codes } = await withTotp(cat, sessionId);
    const [first = "", second = ""] = codes;
    const typed = first
      .toUpperCase()
      .replaceAll("-", " ")
      .replaceAll("0", "O")
      .replaceAll("1", "l");
    const both = await Promise.allSettled([
      lab.enter(cat.email, { recoveryCode: typed }),
      lab.enter(cat.email, { recoveryCode: first }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(lab.enter(cat.email, { recoveryCode: first })).rejects.toMatchObject({
      code: "invalid_otp",
    });
    const ctx = lab.as(cat);
    const { challengeId } = await startChallenge(ctx, "x", { a: "1" });
    await confirmChallenge(ctx, challengeId, { recoveryCode: second }, lab.box);
    expect(await countRecoveryCodes(ctx)).toBe(8);
    const fresh = await replaceRecoveryCodes(
      ctx,
      sessionId,
      { recoveryCode: codes[2] ?? "" },
      lab.box,
    );
    expect(await countRecoveryCodes(ctx)).toBe(10);
    await expect(lab.enter(cat.email, { recoveryCode: codes[3] ?? "" })).rejects.toMatchObject({
      code: "invalid_otp",
    });
    await lab.enter(cat.email, { recoveryCode: fresh[0] ?? "" });
  });

  it("is turned off by a fresh password and a code; wrong codes count", async () => {
    const dan = await lab.person();
    const { sessionId } = await lab.signedIn(dan);
    const { armed } = await withTotp(dan, sessionId);
    const other = await lab.signedIn(armed);
    const ctx = lab.as(dan);
    for (const [given, code] of [
      [{ code: "000000" }, "invalid_otp"],
      [{}, "otp_required"],
    ] as const) {
      await expect(disableTotp(ctx, sessionId, given, lab.box)).rejects.toMatchObject({ code });
    }
    const [held] = await lab.owner.sql`
      select failures from user_credentials where user_id = ${dan.userId}`;
    expect(held?.failures).toBe(1);
    lab.later(TEN_MINUTES);
    const stale = { code: await lab.nextCode(armed) };
    await expect(disableTotp(ctx, sessionId, stale, lab.box)).rejects.toMatchObject({
      code: "password_required",
    });
    await provePassword(ctx, sessionId, PASSWORD);
    await disableTotp(ctx, sessionId, stale, lab.box);
    expect(await lab.find(other.token)).toBeNull();
    expect((await lab.signedIn(dan)).view.secondFactor).toBe(false);
    expect(await countRecoveryCodes(ctx)).toBe(0);
    expect((await subjects(dan.email)).at(-1)).toBe(
      "The second factor of your account was turned off",
    );
    await expect(disableTotp(ctx, sessionId, stale, lab.box)).rejects.toMatchObject({
      code: "second_factor_required",
    });
  });
});

describe("the password", () => {
  it("is proven again, throttled as signing in is", async () => {
    const eve = await lab.person();
    const { sessionId, token } = await lab.signedIn(eve);
    const ctx = lab.as(eve);
    lab.later(60_000);
    await provePassword(ctx, sessionId, PASSWORD);
    expect((await lab.find(token))?.passwordAt).toEqual(expect.any(Date));
    for (let i = 0; i < 5; i += 1) {
      await expect(provePassword(ctx, sessionId, "wrong")).rejects.toMatchObject({
        code: "invalid_credentials",
      });
    }
    await expect(provePassword(ctx, sessionId, PASSWORD)).rejects.toMatchObject({
      code: "locked_out",
    });
    await expect(lab.enter(eve.email)).rejects.toMatchObject({ code: "locked_out" });
  });

  it("changes by the old one; others are signed out", async () => {
    const fay = await lab.person();
    const [here, there] = [await lab.signedIn(fay), await lab.signedIn(fay)];
    const change = (old: string, next: string) =>
      changePassword(lab.as(fay), here.sessionId, old, next);
    await expect(change("wrong", NEW)).rejects.toMatchObject({ code: "invalid_credentials" });
    await expect(change(PASSWORD, "short")).rejects.toMatchObject({ code: "validation_failed" });
    await change(PASSWORD, NEW);
    expect(await lab.find(there.token)).toBeNull();
    expect(await lab.find(here.token)).not.toBeNull();
    await expect(lab.enter(fay.email)).rejects.toMatchObject({ code: "invalid_credentials" });
    await lab.enter(fay.email, { password: NEW });
    expect(await subjects(fay.email)).toEqual(["Your password was changed"]);
  });

  it("is set anew by a mailed link, once, within the hour; everyone is signed out, the second factor stays", async () => {
    const gus = await lab.person({ totp: true });
    const { token } = await lab.signedIn(gus);
    for (let i = 0; i < 5; i += 1) {
      await expect(lab.enter(gus.email, { password: "wrong" })).rejects.toThrow();
    }
    await requestPasswordReset(lab.nobody(), gus.email.toUpperCase(), ORIGIN);
    const old = await lab.linkTo(gus.email);
    await requestPasswordReset(lab.nobody(), gus.email, ORIGIN);
    const link = await lab.linkTo(gus.email);
    const mail = (await lab.mailsTo(gus.email)).at(-1);
    expect(mail?.text_body).toContain(`${ORIGIN}/reset-password?token=${link}`);
    expect(mail?.html_body).toContain(`href="${ORIGIN}/reset-password?token=${link}"`);
    const reset = (by: string, password = NEW) => resetPassword(lab.nobody(), by, password);
    await expect(reset(old)).rejects.toMatchObject({ code: "link_expired" });
    await expect(reset(link, gus.email)).rejects.toMatchObject({ code: "validation_failed" });
    const both = await Promise.allSettled([reset(link), reset(link)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(reset(link)).rejects.toMatchObject({ code: "link_expired" });
    expect(await lab.find(token)).toBeNull();
    await expect(lab.enter(gus.email, { password: NEW })).rejects.toMatchObject({
      code: "otp_required",
    });
    // Let in again, but with one try for a code: what was counted stays.
    await expect(lab.enter(gus.email, { password: NEW, code: "000000" })).rejects.toMatchObject({
      code: "invalid_otp",
    });
    await expect(lab.enter(gus.email, { password: NEW })).rejects.toMatchObject({
      code: "locked_out",
    });
    const written = await lab.owner.sql`
      select (select string_agg(t::text, '') from user_tokens t) || (select string_agg(a::text, '') from audit_log a) as text`;
    expect(written[0]?.text).not.toContain(link);
    await requestPasswordReset(lab.nobody(), gus.email, ORIGIN);
    const late = await lab.linkTo(gus.email);
    lab.later(3_600_000);
    await expect(reset(late)).rejects.toMatchObject({ code: "link_expired" });
  });

  it("by whoever reads the mail takes an address from whoever registered with it and never verified it", async () => {
    const ida = await lab.person({ totp: true });
    const { token } = await lab.signedIn(ida);
    await lab.owner.sql`update users set email_verified_at = null where id = ${ida.userId}`;
    await requestPasswordReset(lab.nobody(), ida.email, ORIGIN);
    const [mail] = await lab.mailsTo(ida.email);
    expect(mail?.text_body).toMatch(/^Hello,/);
    await resetPassword(lab.nobody(), await lab.linkTo(ida.email), NEW);
    expect(await lab.find(token)).toBeNull();
    const { userId } = await lab.enter(ida.email, { password: NEW });
    expect(userId).toBe(ida.userId);
  });

  it("S8: of an address that is nobody's the answer is the same, no sooner, and nothing is mailed", async () => {
    const hal = await lab.person();
    await lab.owner.sql`update users set status = 'disabled' where id = ${hal.userId}`;
    for (const email of ["nobody@example.com", hal.email, "no address"]) {
      const started = performance.now();
      await requestPasswordReset(lab.nobody(), email, ORIGIN);
      expect(performance.now() - started).toBeGreaterThan(290);
      expect(await lab.mailsTo(email)).toEqual([]);
    }
  });

  it("is asked for five times an hour at most", async () => {
    const ivy = await lab.person();
    const ask = () => requestPasswordReset(lab.nobody(), ivy.email, ORIGIN);
    await Promise.all(Array.from({ length: 8 }, ask));
    expect(await lab.mailsTo(ivy.email)).toHaveLength(5);
    lab.later(3_600_001);
    await ask();
    expect(await lab.mailsTo(ivy.email)).toHaveLength(6);
  });
});

describe("the e-mail address", () => {
  it("is verified by a link that was sent to it", async () => {
    const jon = await lab.person();
    const ctx = lab.as(jon);
    await expect(resendVerification(ctx, ORIGIN)).rejects.toMatchObject({ code: "invalid_state" });
    await lab.owner.sql`update users set email_verified_at = null where id = ${jon.userId}`;
    await resendVerification(ctx, ORIGIN);
    const link = await lab.linkTo(jon.email);
    await expect(resetPassword(lab.nobody(), link, NEW)).rejects.toMatchObject({
      code: "link_expired",
    });
    await requestPasswordReset(lab.nobody(), jon.email, ORIGIN);
    const reset = await lab.linkTo(jon.email);
    for (const use of [
      () => verifyEmail(lab.nobody(), reset),
      () => confirmEmailChange(lab.nobody(), link),
    ]) {
      await expect(use()).rejects.toMatchObject({ code: "link_expired" });
    }
    await verifyEmail(lab.nobody(), link);
    await expect(verifyEmail(lab.nobody(), link)).rejects.toMatchObject({ code: "link_expired" });
    expect((await lab.signedIn(jon)).view.emailVerified).toBe(true);
  });

  it("changes when the new one's link is followed; the old one is told, and its links work no more", async () => {
    const kim = await lab.person({ totp: true });
    const { sessionId, token } = await lab.signedIn(kim);
    const ctx = lab.as(kim);
    const change = (over = {}) =>
      changeEmail({ ...ctx, ...over }, sessionId, "New@Example.com", ORIGIN);
    await expect(change()).rejects.toMatchObject({ code: "step_up_required" });
    const asked = await startChallenge(ctx, "account.email", emailSubject("new@example.com"));
    await confirmChallenge(ctx, asked.challengeId, { code: await lab.nextCode(kim) }, lab.box);
    await change({ stepUp: asked.challengeId });
    await requestPasswordReset(lab.nobody(), kim.email, ORIGIN);
    const [link, reset] = [await lab.linkTo("new@example.com"), await lab.linkTo(kim.email)];
    expect((await lab.find(token))?.email).toBe(kim.email);
    await confirmEmailChange(lab.nobody(), link);
    expect((await lab.find(token))?.email).toBe("new@example.com");
    const open = await lab.owner.sql`
      select 1 from user_tokens where user_id = ${kim.userId} and used_at is null`;
    expect(open).toHaveLength(0);
    await expect(confirmEmailChange(lab.nobody(), link)).rejects.toMatchObject({
      code: "link_expired",
    });
    await expect(resetPassword(lab.nobody(), reset, NEW)).rejects.toMatchObject({
      code: "link_expired",
    });
    expect(await subjects(kim.email)).toEqual([
      "Your e-mail address is to change",
      "A new password",
      "Your e-mail address was changed",
    ]);
  });

  it("of somebody else is not taken, and not told of but by mail", async () => {
    const [lea, mia] = [await lab.person(), await lab.person()];
    const { sessionId } = await lab.signedIn(lea);
    await changeEmail(lab.as(lea), sessionId, mia.email, ORIGIN);
    expect(await subjects(mia.email)).toEqual(["Your e-mail address was asked for"]);
    expect(await subjects(lea.email)).toEqual(["Your e-mail address is to change"]);
    // Taken between the link and its click.
    await changeEmail(lab.as(lea), sessionId, "soon@example.com", ORIGIN);
    const link = await lab.linkTo("soon@example.com");
    await lab.owner.sql`update users set email = 'soon@example.com' where id = ${mia.userId}`;
    await expect(confirmEmailChange(lab.nobody(), link)).rejects.toMatchObject({
      code: "link_expired",
    });
    lab.later(TEN_MINUTES);
    const stale = changeEmail(lab.as(lea), sessionId, "x@example.com", ORIGIN);
    await expect(stale).rejects.toMatchObject({ code: "password_required" });
  });
});
