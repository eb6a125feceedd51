import { describe, expect, it } from "vitest";
import { beginPasskeySignIn, confirmChallenge, PASSKEY_WILL_DO } from "@/lib/people";
import { passkeysOf, SITE } from "../support/passkeys";
import { PASSWORD, setUpPeople, type TestPerson } from "../support/people-lab";

const lab = setUpPeople();
const { holder, asked } = passkeysOf(lab);
const begin = ({ email }: Pick<TestPerson, "email">, password = PASSWORD, site = SITE) =>
  beginPasskeySignIn(lab.nobody(), { email, password }, site);
const at = (challenge: string) => ({ ...SITE, challenge });
const enter = (of: TestPerson, challengeId: string, answer: string, password = PASSWORD) =>
  lab.enter(of.email, { passkey: { challengeId, answer }, password }, SITE);

describe("D-17: a passkey at the door", () => {
  it("stands in for the code after the password, once, and the sign-in says so", async () => {
    const { of, key } = await holder();
    const first = lab.enter(of.email, {}, SITE);
    await expect(first).rejects.toMatchObject({
      code: "otp_required",
      details: [{ path: PASSKEY_WILL_DO }],
    });
    const { challengeId, passkey } = await begin(of);
    const answer = key.use(at(passkey.challenge));
    const { token, userId } = await enter(of, challengeId, answer);
    expect(userId).toBe(of.userId);
    const view = await lab.find(token);
    expect(view?.codeAt).toBeInstanceOf(Date);
    const signedIn = (await lab.auditOf(of.userId)).filter(
      ({ action }) => action === "user.signed_in",
    );
    expect(signedIn.at(-1)?.data).toMatchObject({ secondFactor: "passkey" });
    await expect(enter(of, challengeId, answer)).rejects.toMatchObject({ code: "invalid_otp" });
  });

  it("is told of to nobody who does not know the password", async () => {
    const { of } = await holder();
    const none = await lab.person({ totp: true });
    const bare = await lab.person();
    const stranger = { email: "nobody@example.com" };
    const code = "invalid_credentials";
    for (const who of [of, none, bare, stranger]) {
      await expect(begin(who, "wrong"), who.email).rejects.toMatchObject({ code });
      await expect(lab.enter(who.email, { password: "wrong" }, SITE)).rejects.toMatchObject({
        code,
        details: null,
      });
    }
    for (const who of [none, bare]) {
      await expect(begin(who)).rejects.toMatchObject({ code: "invalid_state" });
    }
    await expect(lab.enter(none.email, {}, SITE)).rejects.toMatchObject({
      code: "otp_required",
      details: null,
    });
    await expect(begin(of, PASSWORD, null as never)).rejects.toMatchObject({
      code: "invalid_state",
    });
  });

  it("counts wrong passwords with those of signing in, and is shut with it", async () => {
    const { of } = await holder();
    for (let count = 1; count <= 5; count += 1) {
      await expect(begin(of, "wrong")).rejects.toMatchObject({ code: "invalid_credentials" });
    }
    await expect(begin(of)).rejects.toMatchObject({ code: "locked_out" });
    for (let count = 1; count <= 5; count += 1) {
      const wrong = begin({ email: "also-nobody@example.com" }, "wrong");
      await expect(wrong).rejects.toMatchObject({ code: "invalid_credentials" });
    }
    const shut = begin({ email: "also-nobody@example.com" }, "wrong");
    await expect(shut).rejects.toMatchObject({ code: "locked_out" });
  });

  it("takes the password again, the person's own challenge of the door, in time; wrong ones count", async () => {
    const [ann, ben] = [await holder(), await holder()];
    const { challengeId, passkey } = await begin(ann.of);
    const sign = () => ann.key.use(at(passkey.challenge));
    const shut = { code: "invalid_otp" };
    const noPassword = enter(ann.of, challengeId, sign(), "wrong");
    await expect(noPassword).rejects.toMatchObject({ code: "invalid_credentials" });
    const theirs = await begin(ben.of);
    await expect(
      enter(ann.of, theirs.challengeId, ann.key.use(at(theirs.passkey.challenge))),
    ).rejects.toMatchObject(shut);
    const benAsAnn = enter(ann.of, challengeId, ben.key.use(at(passkey.challenge)));
    await expect(benAsAnn).rejects.toMatchObject(shut);
    // What was signed to confirm something opens no door.
    const step = await asked(ann.ctx);
    await expect(enter(ann.of, step.challengeId, ann.key.use(step.at))).rejects.toMatchObject(shut);
    const [row] = await lab.owner
      .sql`select failures from user_credentials where user_id = ${ann.of.userId}`;
    expect(row?.failures).toBe(4);
    await enter(ann.of, challengeId, sign());
    const late = await begin(ben.of);
    lab.later(120_000);
    const tooLate = enter(ben.of, late.challengeId, ben.key.use(at(late.passkey.challenge)));
    await expect(tooLate).rejects.toMatchObject(shut);
  });

  it("opens one door of many at once", async () => {
    const { of, key } = await holder();
    const { challengeId, passkey } = await begin(of);
    const answers = [1, 2, 3].map((counter) => key.use({ ...at(passkey.challenge), counter }));
    const all = await Promise.allSettled(answers.map((answer) => enter(of, challengeId, answer)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("is asked for thirty times an hour, which leaves what is asked for inside alone", async () => {
    const { of, key, ctx } = await holder();
    for (let count = 1; count <= 30; count += 1) await begin(of);
    await expect(begin(of)).rejects.toMatchObject({ code: "rate_limited" });
    const { at: here, confirm, spend } = await asked(ctx);
    await confirm(key.use(here));
    await spend();
  });

  it("signs nothing that a verb would spend", async () => {
    const { of, key, ctx } = await holder();
    const { challengeId, passkey } = await begin(of);
    const given = { passkey: key.use(at(passkey.challenge)) };
    await confirmChallenge(ctx, challengeId, given, lab.box, SITE);
    const { spend } = await asked(ctx);
    await expect(spend(challengeId)).rejects.toMatchObject({ code: "step_up_required" });
    const door = enter(of, challengeId, given.passkey);
    await expect(door).rejects.toMatchObject({ code: "invalid_otp" });
  });
});
