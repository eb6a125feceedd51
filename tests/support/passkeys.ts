import { type Context, requireStepUp, transact } from "@/lib/command";
import {
  addPasskey,
  beginPasskey,
  confirmChallenge,
  PASSKEY_ADD,
  type PasskeySite,
  passkeyAddSubject,
  passkeySite,
  startChallenge,
} from "@/lib/people";
import { TestAuthenticator } from "./authenticator";
import type { setUpPeople, TestPerson } from "./people-lab";

type Lab = ReturnType<typeof setUpPeople>;

export const SITE = passkeySite("https://pay.example.com") as PasskeySite;
export const SUBJECT = { address: "TXYZ", amount: "1000000" };

/** Passkeys of a lab's people. */
export function passkeysOf(lab: Lab) {
  /** The person's context with a code for a passkey of this name, in a session whose password is fresh. */
  async function allowed(of: TestPerson, name: string) {
    const { sessionId } = await lab.signedIn(of);
    const ctx = lab.as(of);
    const { challengeId } = await startChallenge(ctx, PASSKEY_ADD, passkeyAddSubject(name));
    await confirmChallenge(ctx, challengeId, { code: await lab.nextCode(of) }, lab.box);
    return { ctx: { ...ctx, stepUp: challengeId }, sessionId };
  }
  /** A passkey of this name, begun and made, not kept yet. */
  async function made(of: TestPerson, name: string, over: Partial<PasskeySite> = {}) {
    const { ctx, sessionId } = await allowed(of, name);
    const { challengeId, order } = await beginPasskey(ctx, sessionId, name, SITE);
    const key = new TestAuthenticator();
    const at = { ...SITE, challenge: order.challenge };
    const answer = key.make({ ...at, ...over });
    return { ctx, key, at, order, given: { challengeId, name, answer } };
  }
  return {
    allowed,
    made,
    /** Somebody with an authenticator and a passkey. */
    async holder(name = "Laptop") {
      const of = await lab.person({ totp: true });
      const { ctx, key, given } = await made(of, name);
      const { passkeyId } = await addPasskey(ctx, given, SITE);
      return { of, key, passkeyId, ctx: lab.as(of) };
    },
    /** Asks the person for a code for SUBJECT; `sign`: what a passkey says of it. */
    async asked(ctx: Context) {
      const { challengeId, passkey } = await startChallenge(ctx, "payout.create", SUBJECT, SITE);
      if (passkey === null) throw new Error("no passkey was asked");
      const at = { ...SITE, challenge: passkey.challenge };
      const confirm = (answer: string, by = ctx) =>
        confirmChallenge(by, challengeId, { passkey: answer }, lab.box, SITE);
      const spend = (id = challengeId) =>
        transact(ctx, (tx) => requireStepUp({ ...ctx, stepUp: id }, tx, "payout.create", SUBJECT));
      return { challengeId, passkey, at, confirm, spend };
    },
  };
}
