import { describe, expect, it } from "vitest";
import { asUser, createUser, endSession, endSessionOfToken, touchSession } from "@/lib/people";
import { PASSWORD, setUpPeople } from "../support/people-lab";

const lab = setUpPeople();
const WRONG = "something else entirely";
const MINUTE = 60_000;

describe("signing in", () => {
  it("A14: gives a new token each time, of which nothing but the hash is stored", async () => {
    const ann = await lab.person({ role: "finance" });
    const first = await lab.signedIn(ann);
    const second = await lab.signedIn(ann, { email: ` ${ann.email.toUpperCase()} ` });
    expect(first.token).toMatch(/^[0-9A-Za-z]{43}$/);
    expect(second.token).not.toBe(first.token);
    expect(second.view).toMatchObject({
      userId: ann.userId,
      email: ann.email,
      emailVerified: true,
      isOperator: false,
      secondFactor: false,
      codeAt: null,
      currentMerchantId: lab.merchantId(),
      memberships: [{ merchantId: lab.merchantId(), role: "finance", status: "active" }],
    });
    expect(second.view.expiresAt.getTime() - second.view.createdAt.getTime()).toBe(12 * 3_600_000);
    const everything = await lab.owner.sql`
      select (select string_agg(s::text, '') from user_sessions s) || (select string_agg(a::text, '') from audit_log a) as text`;
    expect(everything[0]?.text).toContain(second.sessionId);
    expect(everything[0]?.text).not.toContain(second.token);
    expect(everything[0]?.text).not.toContain(PASSWORD);
  });

  it("refuses a wrong password, an unknown address and a disabled person with the same words", async () => {
    const ben = await lab.person();
    const gone = await lab.person();
    await lab.owner.sql`update users set status = 'disabled' where id = ${gone.userId}`;
    for (const [email, password] of [
      [ben.email, WRONG],
      ["nobody@example.com", PASSWORD],
      [gone.email, PASSWORD],
      ["no address\0 at all", PASSWORD],
    ] as const) {
      await expect(lab.enter(email, { password }), email).rejects.toMatchObject({
        code: "invalid_credentials",
        publicMessage: null,
      });
    }
  });

  it("A23: after five wrong ones refuses right ones too, longer each time, and tells the person once", async () => {
    const cat = await lab.person();
    const wrong = () => lab.enter(cat.email, { password: WRONG });
    for (let i = 0; i < 5; i += 1) {
      await expect(wrong()).rejects.toMatchObject({ code: "invalid_credentials" });
    }
    await expect(lab.enter(cat.email)).rejects.toMatchObject({ code: "locked_out" });
    await expect(wrong()).rejects.toMatchObject({ code: "locked_out" });
    lab.later(15_001);
    await expect(wrong()).rejects.toMatchObject({ code: "invalid_credentials" });
    lab.later(29_000);
    await expect(lab.enter(cat.email)).rejects.toMatchObject({ code: "locked_out" });
    lab.later(1_001);
    await lab.signedIn(cat);
    // It begins anew.
    await expect(wrong()).rejects.toMatchObject({ code: "invalid_credentials" });
    await lab.signedIn(cat);
    const mails = await lab.mailsTo(cat.email);
    expect(mails.map(({ kind, subject }) => [kind, subject])).toEqual([
      ["security_notice", "Too many wrong sign-ins to your account"],
    ]);
    const actions = (await lab.auditOf(cat.userId)).map(({ action, actor }) => [action, actor]);
    expect(actions).toContainEqual(["user.locked_out", "public"]);
  });

  it("A23: of forty at once counts each, and lets none past the fifth", async () => {
    const dan = await lab.person();
    const answers = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) =>
        lab.enter(dan.email, i < 20 ? { password: WRONG } : { password: `${WRONG} ${i}` }),
      ),
    );
    const codes = answers.map((one) => (one.status === "rejected" ? one.reason.code : "in"));
    expect(codes.filter((code) => code === "invalid_credentials")).toHaveLength(5);
    expect(codes.filter((code) => code === "locked_out")).toHaveLength(35);
  });

  it("counts at once for an address that is nobody's as for somebody's", async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 40 }, () => lab.enter("crowd@example.com", { password: WRONG })),
    );
    const codes = answers.map((one) => (one.status === "rejected" ? one.reason.code : "in"));
    expect(codes.filter((code) => code === "invalid_credentials")).toHaveLength(5);
    expect(codes.filter((code) => code === "locked_out")).toHaveLength(35);
  });

  it("locks out an address that is nobody's as if it were somebody's", async () => {
    const email = "stranger@example.com";
    for (let i = 0; i < 5; i += 1) {
      await expect(lab.enter(email)).rejects.toMatchObject({ code: "invalid_credentials" });
    }
    await expect(lab.enter(email)).rejects.toMatchObject({ code: "locked_out" });
    lab.later(15_001);
    await expect(lab.enter(email)).rejects.toMatchObject({ code: "invalid_credentials" });
    lab.later(29_000);
    await expect(lab.enter(email)).rejects.toMatchObject({ code: "locked_out" });
    const kept = await lab.owner.sql`select * from rate_limits where key like 'sign-in:%'`;
    expect(JSON.stringify(kept)).not.toContain("stranger");
  });
});

describe("a password that changes while somebody signs in with it", () => {
  it("is worth nothing any more", async () => {
    const max = await lab.person();
    const waiting = async () =>
      (
        await lab.owner.sql`
          select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      ).length;
    let entering: Promise<unknown> = Promise.resolve();
    await lab.worker.sql.begin(async (sql) => {
      await sql`update user_credentials set password_hash = 'another' where user_id = ${max.userId}`;
      entering = lab.enter(max.email);
      entering.catch(() => undefined);
      await expect.poll(waiting).toBeGreaterThan(0);
    });
    await expect(entering).rejects.toMatchObject({ code: "invalid_credentials" });
  });
});

describe("the second factor", () => {
  it("is asked for after the right password alone, and neither counts nor clears", async () => {
    const eve = await lab.person({ totp: true });
    for (let i = 0; i < 4; i += 1) {
      await expect(lab.enter(eve.email, { code: "000000" })).rejects.toMatchObject({
        code: "invalid_otp",
      });
    }
    await expect(lab.enter(eve.email)).rejects.toMatchObject({ code: "otp_required" });
    await expect(lab.enter(eve.email, { code: "12ab" })).rejects.toMatchObject({
      code: "invalid_otp",
    });
    const right = await lab.code(eve);
    await expect(lab.enter(eve.email, { code: right })).rejects.toMatchObject({
      code: "locked_out",
    });
    lab.later(15_001);
    const { view } = await lab.signedIn(eve);
    expect([view.secondFactor, view.codeAt]).toEqual([true, view.createdAt]);
  });

  it("takes each code once: of two at once one, a replay never, and codes half a minute around", async () => {
    const fay = await lab.person({ totp: true });
    const code = await lab.nextCode(fay);
    const both = await Promise.allSettled([
      lab.enter(fay.email, { code }),
      lab.enter(fay.email, { code }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(lab.enter(fay.email, { code })).rejects.toMatchObject({ code: "invalid_otp" });
    lab.later(90_000);
    const before = await lab.code(fay, new Date(lab.now().getTime() - 30_000));
    await lab.enter(fay.email, { code: `${before.slice(0, 3)} ${before.slice(3)}` });
    const after = await lab.code(fay, new Date(lab.now().getTime() + 30_000));
    await lab.enter(fay.email, { code: after });
    const older = await lab.code(fay);
    await expect(lab.enter(fay.email, { code: older })).rejects.toMatchObject({
      code: "invalid_otp",
    });
  });
});

describe("a new device", () => {
  it("is told of by mail: another browser, or another part of the network, not seen for thirty days", async () => {
    const gus = await lab.person();
    const chrome = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";
    const told = async () => (await lab.mailsTo(gus.email)).length;
    await lab.signedIn(gus);
    await lab.signedIn(gus, { address: "192.0.2.200" });
    expect(await told()).toBe(0);
    await lab.signedIn(gus, { address: "198.51.100.7" });
    expect(await told()).toBe(1);
    await lab.signedIn(gus, { userAgent: chrome });
    expect(await told()).toBe(2);
    await lab.signedIn(gus, { userAgent: chrome.replaceAll("140", "141") });
    expect(await told()).toBe(2);
    lab.later(30 * 86_400_000 + MINUTE);
    await lab.signedIn(gus);
    const mails = await lab.mailsTo(gus.email);
    expect(mails).toHaveLength(3);
    expect(mails[1]?.text_body).toContain("Chrome on Windows, from 192.0.2.7");
    expect(mails[1]?.html_body).toContain("Chrome on Windows");
    expect(mails[1]?.html_body).not.toContain("href");
  });
});

describe("a session", () => {
  it("ends after half an hour without use, and after twelve hours with it (D-44)", async () => {
    const hal = await lab.person();
    const idle = await lab.signedIn(hal);
    const used = await lab.signedIn(hal);
    lab.later(29 * MINUTE);
    expect(await touchSession(lab.nobody(), used.view)).toBe(true);
    const seen = await lab.find(used.token);
    expect(seen && (await touchSession(lab.nobody(), seen))).toBe(false);
    lab.later(2 * MINUTE);
    expect(await lab.find(idle.token)).toBeNull();
    expect((await lab.find(used.token))?.userId).toBe(hal.userId);
    const twelve = 12 * 60 * MINUTE;
    await lab.owner.sql`
      update user_sessions set last_seen_at = ${new Date(lab.now().getTime() + twelve)} where id = ${used.sessionId}`;
    lab.later(twelve - 32 * MINUTE);
    expect(await lab.find(used.token)).not.toBeNull();
    lab.later(2 * MINUTE);
    expect(await lab.find(used.token)).toBeNull();
  });

  it("ends by signing out and by being revoked, and is nobody's then; another person's can't be ended", async () => {
    const ivy = await lab.person();
    const jon = await lab.person();
    const [here, there] = [await lab.signedIn(ivy), await lab.signedIn(ivy)];
    await expect(endSession(lab.as(jon), here.sessionId)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(endSession(lab.as(ivy, { allow: [] }), here.sessionId)).rejects.toMatchObject({
      code: "scope_missing",
    });
    await endSession(lab.as(ivy), there.sessionId);
    await endSession(lab.as(ivy), there.sessionId);
    expect(await lab.find(there.token)).toBeNull();
    expect(await lab.find(here.token)).not.toBeNull();
    await endSessionOfToken(lab.nobody(), here.token);
    await endSessionOfToken(lab.nobody(), "never given");
    expect(await lab.find(here.token)).toBeNull();
    const ended = (await lab.auditOf(ivy.userId)).filter((a) => a.action === "user.session_ended");
    expect(ended.map(({ actor, merchant_id, data }) => [actor, merchant_id, data])).toEqual([
      [`user:${ivy.userId}`, null, { session: there.sessionId, reason: "revoked" }],
      [`user:${ivy.userId}`, null, { session: here.sessionId, reason: "signed_out" }],
    ]);
  });

  it("knows at once that somebody was disabled or works for a merchant no more", async () => {
    const kim = await lab.person({ at: 1 });
    const { token } = await lab.signedIn(kim);
    await lab.owner.sql`delete from memberships where user_id = ${kim.userId}`;
    expect(await lab.find(token)).toMatchObject({ currentMerchantId: null, memberships: [] });
    await lab.owner.sql`update users set status = 'disabled' where id = ${kim.userId}`;
    expect(await lab.find(token)).toBeNull();
  });
});

describe("making a person", () => {
  it("is the operator's and jobs' work, once per address, with a password that is none of the common ones", async () => {
    const input = {
      email: "Lea@Example.com",
      name: "Lea",
      password: PASSWORD,
      isOperator: true,
      memberships: [],
    };
    const lea = await createUser(lab.job(), input, lab.box);
    await expect(createUser(lab.job(), input, lab.box)).rejects.toMatchObject({ code: "conflict" });
    const someone = asUser(lab.nobody(), lea.userId);
    await expect(createUser(someone, input, lab.box)).rejects.toMatchObject({
      code: "scope_missing",
    });
    const person = { email: "mia@example.com", name: "Mia Morgenstern" };
    for (const password of [
      "short 1",
      "x".repeat(201),
      "password1234",
      "Passw0rd!!!!",
      "qwertyuiop12",
      "aaaaaaaaaaaab",
      "123456789012",
      "abc1abc1abc1",
      "mia@example.com",
      "Mia Morgenstern 1",
    ]) {
      const refused = createUser(lab.job(), { ...input, ...person, password }, lab.box);
      await expect(refused, password).rejects.toMatchObject({
        code: "validation_failed",
        details: [{ path: "password" }],
      });
    }
    for (const wrong of [{ email: "mia" }, { email: "a b@c.de" }, { name: " " }]) {
      await expect(createUser(lab.job(), { ...input, ...wrong }, lab.box)).rejects.toMatchObject({
        code: "validation_failed",
      });
    }
  });
});
