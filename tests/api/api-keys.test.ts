import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import {
  type IssuedKey,
  issueApiKey,
  type KeySettings,
  revokeApiKey,
  rollApiKey,
} from "@/lib/auth";
import { type Context, operatorContext } from "@/lib/command";
import { roleUrl } from "@/lib/config";
import { connect, type Database } from "@/lib/db";
import { newId, silentLogger, type Units } from "@/lib/kit";
import { type Ask, call, expectFailure } from "../support/api-client";
import { PASSWORDS } from "../support/api-process";

const api = inject("api");
const limited = inject("limitedApi");
const [merchant] = api.merchants;
const SCOPE = "API key is not allowed to call this endpoint";
const PLAIN: KeySettings = {
  name: "Test",
  scopes: ["all"],
  ipAllowList: [],
  dailyCap: null,
  dailyCapWithSecret: null,
};

let db: Database;
let operator: Context;
beforeAll(() => {
  const url = roleUrl(api.ownerUrl, "tillgate_worker", PASSWORDS.workerPassword);
  db = connect({ url, name: "api-keys-test", max: 2 });
  operator = operatorContext(db, "test", silentLogger, merchant.merchantId);
});
afterAll(() => db?.close());

const issue = (settings: Partial<KeySettings> = {}) =>
  issueApiKey(operator, "sandbox", { ...PLAIN, ...settings });

function as(key: IssuedKey, ask: Ask & { withSecret?: boolean } = {}): Ask {
  const secret = ask.withSecret ? { "x-api-secret": key.apiSecret } : {};
  return { ...ask, merchant: null, headers: { ...ask.headers, apikey: key.apiKey, ...secret } };
}

describe("a key's scopes", () => {
  it("are asked before the fields are looked at", async () => {
    const reader = await issue({ scopes: ["read"] });
    expect((await call(api, "GET", "/public/transaction/list", as(reader))).status).toBe(200);
    for (const path of [
      "/transaction/create",
      "/public/transaction/cancel",
      "/public/wallet/generate",
      "/public/wallet/updateBalance",
      "/public/user/withdrawal/create",
      "/public/withdrawal-request/create",
    ]) {
      const answer = await call(api, "POST", path, as(reader, { body: { amount: "x" } }));
      expectFailure(answer, 403, SCOPE);
      expect(answer.body.error).toBe("scope_missing");
    }
  });

  it("come after the secret where an endpoint needs it", async () => {
    const key = await issue({ scopes: ["withdrawals"] });
    const path = `/public/withdrawal-requests/${newId()}/approve`;
    expectFailure(await call(api, "POST", path, as(key)), 401, "x-api-secret header is required");
    expectFailure(await call(api, "POST", path, as(key, { withSecret: true })), 403, SCOPE);
  });

  it("let in what they hold", async () => {
    const key = await issue({ scopes: ["deposits"] });
    const query = { currencyType: "USDT-TRC20", amount: "5" };
    expect((await call(api, "POST", "/transaction/create", as(key, { query }))).status).toBe(200);
    expectFailure(await call(api, "GET", "/getMerchantDetails", as(key)), 403, SCOPE);
  });
});

describe("a key", () => {
  const list = (key: IssuedKey) => call(api, "GET", "/public/transaction/list", as(key));

  it("is turned away from an address that its own list lacks", async () => {
    expectFailure(
      await list(await issue({ ipAllowList: ["192.0.2.1"] })),
      403,
      "IP address not allowed",
    );
    expect((await list(await issue({ ipAllowList: ["127.0.0.0/8"] }))).status).toBe(200);
  });

  it("works on for the overlap when it is rolled, and not a moment after", async () => {
    const old = await issue();
    const fresh = await rollApiKey(operator, "sandbox", { keyId: old.id, overlapMs: 3_000 });
    expect((await list(old)).status).toBe(200);
    expect((await list(fresh)).status).toBe(200);
    await expect
      .poll(async () => (await list(old)).body.message, { timeout: 30_000, interval: 250 })
      .toBe("Invalid API key");
    expect((await list(fresh)).status).toBe(200);
  });

  it("is dead a second after it was revoked elsewhere", async () => {
    const key = await issue();
    expect((await list(key)).status).toBe(200);
    await revokeApiKey(operator, { keyId: key.id });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expectFailure(await list(key), 401, "Invalid API key");
  });

  it("moves out its cap and no more, with the secret and without counted apart", async () => {
    const userId = `capped-${newId()}`;
    const generated = await call(api, "POST", "/public/wallet/generate", {
      body: { userId, email: "a@example.com" },
    });
    const { walletAddress } = generated.body.data.wallets[0];
    const key = await issue({
      scopes: ["balances"],
      dailyCap: 10_000_000n as Units,
      dailyCapWithSecret: 5_000_000n as Units,
    });
    const add = (amount: string, withSecret = false) => {
      const body = { userId, walletAddress, amount, transactionHash: `hash-${newId()}` };
      return call(api, "POST", "/public/wallet/updateBalance", as(key, { body, withSecret }));
    };
    expect((await add("10")).status).toBe(200);
    const refused = await add("0.000001");
    expectFailure(refused, 403, "Daily limit of this API key reached");
    expect(refused.body.error).toBe("daily_limit_reached");
    expect((await add("5", true)).status).toBe(200);
    expectFailure(await add("0.000001", true), 403, "Daily limit of this API key reached");
  });
});

describe("a limited response", () => {
  it("says so in its headers whatever it answers", async () => {
    const headers = { "x-forwarded-for": "198.51.100.250" };
    for (const [path, ask] of [
      ["/public/transaction/list", {}],
      ["/public/transaction/verify", { query: { transactionId: "unknown" } }],
      ["/public/transaction/list", { query: { page: "0" } }],
    ] as const) {
      const answer = await call(limited, "GET", path, { ...ask, headers });
      for (const name of ["limit", "remaining", "reset", "policy"]) {
        expect.soft(answer.headers.get(`ratelimit-${name}`), `${path} ${name}`).not.toBeNull();
      }
    }
  });
});
