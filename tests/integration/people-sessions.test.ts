import { describe, expect, it } from "vitest";
import {
  chooseMerchant,
  endOtherSessions,
  findSession,
  forgetPeople,
  listSessions,
  requestPasswordReset,
  startChallenge,
  updateProfile,
} from "@/lib/people";
import { setUpPeople } from "../support/people-lab";

const lab = setUpPeople();
const ORIGIN = "https://pay.example.com";

describe("where somebody is signed in (D-44)", () => {
  it("is listed, and ended everywhere but here; another person's is another person's", async () => {
    const [nia, oda] = [await lab.person(), await lab.person()];
    const here = await lab.signedIn(nia);
    const there = await lab.signedIn(nia, { userAgent: "curl/8", address: "2001:db8::1" });
    const theirs = await lab.signedIn(oda);
    const places = await listSessions(lab.as(nia));
    expect(places.map(({ sessionId, device, address }) => [sessionId, device, address])).toEqual(
      expect.arrayContaining([
        [here.sessionId, "Firefox on Linux", "192.0.2.7"],
        [there.sessionId, "An unknown browser", "2001:db8::1"],
      ]),
    );
    expect(places).toHaveLength(2);
    expect(await endOtherSessions(lab.as(nia), here.sessionId)).toBe(1);
    expect(await endOtherSessions(lab.as(nia), here.sessionId)).toBe(0);
    expect(await findSession(lab.web, theirs.token, lab.now())).not.toBeNull();
    expect(await listSessions(lab.as(nia))).toHaveLength(1);
  });

  it("shows the merchant that was chosen, among those that one works for", async () => {
    const pia = await lab.person();
    const { sessionId, token } = await lab.signedIn(pia);
    const choose = (at: number) => chooseMerchant(lab.as(pia), sessionId, lab.merchantId(at));
    await expect(choose(1)).rejects.toMatchObject({ code: "not_found" });
    await lab.owner.sql`
      insert into memberships (merchant_id, user_id, role, created_at) values (${lab.merchantId(1)}, ${pia.userId}, 'viewer', now())`;
    await choose(1);
    expect((await lab.find(token))?.currentMerchantId).toBe(lab.merchantId(1));
    await lab.owner.sql`
      delete from memberships where merchant_id = ${lab.merchantId(1)} and user_id = ${pia.userId}`;
    // An open tab of the one must not go on as a tab of the other.
    expect(await lab.find(token)).toMatchObject({ currentMerchantId: null, merchantChosen: true });
    await choose(0);
    expect((await lab.find(token))?.currentMerchantId).toBe(lab.merchantId(0));
  });

  it("is seen in one's own language, zone and theme (D-14, D-36)", async () => {
    const ravi = await lab.person();
    const { token } = await lab.signedIn(ravi);
    await updateProfile(lab.as(ravi), {
      name: " Ravi ",
      language: "de",
      timeZone: "Europe/Oslo",
      theme: "dark",
    });
    expect(await lab.find(token)).toMatchObject({
      name: "Ravi",
      language: "de",
      timeZone: "Europe/Oslo",
      theme: "dark",
    });
    for (const wrong of [{ timeZone: "Mars/Base" }, { language: "german" }, { name: "" }]) {
      await expect(updateProfile(lab.as(ravi), wrong)).rejects.toMatchObject({
        code: "validation_failed",
      });
    }
  });
});

describe("what is old", () => {
  it("is forgotten: sessions, links and challenges, by jobs alone", async () => {
    const sam = await lab.person({ totp: true });
    await lab.signedIn(sam);
    await requestPasswordReset(lab.nobody(), sam.email, ORIGIN);
    await startChallenge(lab.as(sam), "x", { a: "1" });
    await expect(forgetPeople(lab.as(sam))).rejects.toMatchObject({ code: "scope_missing" });
    const counts = async () =>
      (
        await lab.owner.sql`
          select (select count(*)::int from user_sessions where user_id = ${sam.userId}) as sessions,
            (select count(*)::int from user_tokens where user_id = ${sam.userId}) as links,
            (select count(*)::int from challenges where user_id = ${sam.userId}) as challenges`
      )[0];
    await forgetPeople(lab.job());
    expect(await counts()).toEqual({ sessions: 1, links: 1, challenges: 1 });
    lab.later(8 * 86_400_000);
    await forgetPeople(lab.job());
    expect(await counts()).toEqual({ sessions: 1, links: 1, challenges: 0 });
    lab.later(28 * 86_400_000);
    expect(await forgetPeople(lab.job())).toBeGreaterThan(1);
    expect(await counts()).toEqual({ sessions: 0, links: 0, challenges: 0 });
  });
});
