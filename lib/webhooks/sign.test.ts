import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { type SignableAttempt, signWebhook, standardSecret } from "./sign";

const attempt: SignableAttempt = {
  eventId: "019c0000-0000-7000-8000-000000000001",
  body: '{"success":true,"data":{"description":"Zahlung für Gänse €"}}',
  secrets: ["Sch\u00fcssel-1"],
  attempt: 3,
  at: new Date(),
  test: false,
};

describe("X-Webhook-Signature", () => {
  it.each([
    // RFC 4231, test cases 2 and 6, and the example of GitHub's webhook documentation.
    [
      "Jefe",
      "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ],
    [
      "It's a Secret to Everybody",
      "Hello, World!",
      "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    ],
  ])("is the HMAC of the raw body under %j", (secret, body, digest) => {
    const headers = signWebhook({ ...attempt, secrets: [secret], body });
    expect(headers["X-Webhook-Signature"]).toBe(`sha256=${digest}`);
  });

  it("takes the secret and the body as UTF-8", () => {
    const headers = signWebhook({ ...attempt, secrets: ["é"], body: "€" });
    expect(headers["X-Webhook-Signature"]).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(headers["X-Webhook-Signature"]).not.toBe(
      signWebhook({ ...attempt, secrets: ["e\u0301"], body: "€" })["X-Webhook-Signature"],
    );
  });

  it("is the newest secret's during an overlap", () => {
    const both = signWebhook({ ...attempt, secrets: ["new", "old"] });
    const alone = signWebhook({ ...attempt, secrets: ["new"] });
    expect(both["X-Webhook-Signature"]).toBe(alone["X-Webhook-Signature"]);
  });
});

describe("Standard Webhooks headers", () => {
  it("match the published vector", () => {
    // The specification's own example: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw is these bytes' base64.
    const raw = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
    const expected = new Webhook(new Uint8Array(raw), { format: "raw" });
    const at = new Date(1_614_265_330_000);
    expect(expected.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}')).toBe(
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
    const headers = signWebhook({
      ...attempt,
      eventId: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      secrets: ["a secret of letters alone"],
      at,
    });
    const same = new Webhook(Buffer.from("a secret of letters alone").toString("base64"));
    expect(headers["webhook-signature"]).toBe(
      same.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, attempt.body),
    );
  });

  it("repeat the id and the time of the other scheme", () => {
    const headers = signWebhook(attempt);
    expect(headers["webhook-id"]).toBe(headers["X-Webhook-Id"]);
    expect(headers["webhook-timestamp"]).toBe(headers["X-Webhook-Timestamp"]);
    expect(headers["webhook-timestamp"]).toBe(`${Math.floor(attempt.at.getTime() / 1_000)}`);
    expect(headers["X-Webhook-Attempt"]).toBe("3");
    expect(headers).not.toHaveProperty("X-Webhook-Test");
    expect(signWebhook({ ...attempt, test: true })["X-Webhook-Test"]).toBe("true");
  });

  it("verify under both secrets of an overlap and under no other", () => {
    const headers = signWebhook({ ...attempt, secrets: ["new", "old"] });
    for (const secret of ["new", "old"]) {
      expect(new Webhook(standardSecret(secret)).verify(attempt.body, headers)).toEqual(
        JSON.parse(attempt.body),
      );
    }
    expect(() => new Webhook(standardSecret("else")).verify(attempt.body, headers)).toThrow();
  });

  it("fail when a byte of the body, the id or the time is changed, and after five minutes", () => {
    const receiver = new Webhook(standardSecret("s"));
    const headers = signWebhook({ ...attempt, secrets: ["s"] });
    const later = `${Number(headers["webhook-timestamp"]) + 1}`;
    expect(() => receiver.verify(`${attempt.body} `, headers)).toThrow();
    expect(() => receiver.verify(attempt.body, { ...headers, "webhook-id": "other" })).toThrow();
    expect(() =>
      receiver.verify(attempt.body, { ...headers, "webhook-timestamp": later }),
    ).toThrow();
    const old = new Date(Date.now() - 6 * 60_000);
    const replayed = signWebhook({ ...attempt, secrets: ["s"], at: old });
    expect(() => receiver.verify(attempt.body, replayed)).toThrow("too old");
  });

  it("refuse to sign without a secret", () => {
    expect(() => signWebhook({ ...attempt, secrets: [] })).toThrow();
    expect(() => signWebhook({ ...attempt, secrets: [""] })).toThrow();
  });
});
