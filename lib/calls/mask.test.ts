import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSecretName, MASK, maskJson, maskPath, maskQuery, maskText } from "./mask";

const KEY = `tg_test_${"A1b2C3d4".repeat(6)}`.slice(0, 54);
const SECRETS = [
  ...["apiSecret", "x-api-secret", "webhookSecret", "webhook_secret", "password", "passphrase"],
  ...["token", "tokens", "accessToken", "otp", "otpCode", "code", "recoveryCode", "apikey"],
  ...["api_key", "key", "idempotencyKey", "X-Webhook-Signature", "signature", "pin", "mnemonic"],
];

describe("names of secrets", () => {
  it.each(SECRETS)("%s", (name) => expect(isSecretName(name)).toBe(true));

  it.each([
    ...["amount", "error", "userId", "walletAddress", "lastStatusCode", "countryCode", "keys"],
    ...["tokenAddress", "hash", "blockchainTxHash", "description", "paymentUrl", "monkeys"],
  ])("not %s", (name) => expect(isSecretName(name)).toBe(false));
});

describe("masking", () => {
  it("of JSON goes by names at any depth, and leaves the rest as it is", () => {
    const body = {
      amount: 25.5,
      nested: [{ apiSecret: "s3cr3t", otp: 123456, deep: { tokens: ["a1", "b2"] } }],
      requireSecret: true,
      secret: null,
    };
    expect(JSON.parse(maskJson(JSON.stringify(body)) ?? "")).toEqual({
      amount: 25.5,
      nested: [{ apiSecret: MASK, otp: MASK, deep: { tokens: MASK } }],
      requireSecret: true,
      secret: null,
    });
  });

  it("knows our own secrets by their form, also in names and in sentences", () => {
    const text = JSON.stringify({ note: `my key is ${KEY}.`, [KEY]: 1 });
    expect(maskJson(text)).toBe(`{"note":"my key is ${MASK}.","${MASK}":1}`);
    expect(maskText("It begins with tg_test_A1b2")).toBe("It begins with tg_test_A1b2");
  });

  it("keeps of an e-mail address enough to know it, and of a telephone number its end", () => {
    const body = { email: "ada@example.com", phoneNumber: "+44 20 7946 0000", note: "b.c@d.org!" };
    expect(JSON.parse(maskJson(JSON.stringify(body)) ?? "")).toEqual({
      email: "a***@example.com",
      phoneNumber: "***00",
      note: "b***@d.org!",
    });
  });

  it("looks into URLs", () => {
    const url = "https://ada:pass@shop.example/hook?order=7&token=abc&x=1#code=9";
    expect(maskText(url)).toBe("https://***@shop.example/hook?order=7&token=***&x=1#code=***");
  });

  it("of queries and paths keeps their spelling", () => {
    expect(maskQuery("a=1%2C2&b=&token=x%20y&c")).toBe("a=1%2C2&b=&token=***&c");
    expect(maskQuery(`email=ada%40example.com&q=${KEY}`)).toBe("email=a***%40example.com&q=***");
    expect(maskQuery("to%6ben=x&%zz=secret")).toBe("to%6ben=***&%zz=***");
    expect(maskPath("/api/v1/public/wallet/view/ada%40example.com")).toBe(
      "/api/v1/public/wallet/view/a***%40example.com",
    );
  });

  it("answers nothing for what is no JSON", () => {
    expect(maskJson('{"secret":"x"')).toBeNull();
    expect(maskJson("secret=x")).toBeNull();
    expect(maskJson("[".repeat(100_000))).toBeNull();
  });

  it("takes no time over long words", () => {
    const words = [
      "a".repeat(90_000),
      "@a.".repeat(30_000),
      "://".repeat(30_000),
      "?&=".repeat(30_000),
    ];
    const begin = performance.now();
    for (const word of words) {
      maskJson(JSON.stringify({ word: `${word} x@y.z` }));
      maskText(`${word} x@y.z =_`);
    }
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  it("lets no masked value survive", () => {
    const value = fc.stringMatching(/^[a-z]{2}Z[0-9]{12}Q$/);
    const name = fc.constantFrom(...SECRETS);
    const wrapped = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue(),
        fc.array(tie("any"), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie("any"), { maxKeys: 3 }),
      ),
    })).any;
    fc.assert(
      fc.property(value, name, wrapped, fc.boolean(), (secret, field, other, inside) => {
        const held = inside ? { [field]: [other, { x: secret }] } : { [field]: secret };
        const body = {
          before: other,
          list: [other, { deep: held }],
          url: `https://a/?${field}=${secret}`,
        };
        expect(maskJson(JSON.stringify(body))).not.toContain(secret);
        expect(maskQuery(`a=1&${encodeURIComponent(field)}=${secret}`)).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });
});
