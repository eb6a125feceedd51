import { describe, expect, inject, it } from "vitest";
import { newApiKey } from "@/lib/auth";
import { newId } from "@/lib/kit";
import { type Ask, call, createInvoice, expectFailure } from "../support/api-client";
import { asOwner } from "../support/api-database";

const api = inject("limitedApi");
const twin = { ...api, origin: inject("limitedTwin") };
const [merchant, other] = api.merchants;
const query = { currencyType: "USDT-TRC20", amount: "50" };

let addresses = 0;
/** An address that no other test calls from. The proxy before the server is trusted for one hop. */
function newAddress(): string {
  addresses += 1;
  return `198.51.100.${addresses}`;
}

function from(address: string, ask: Ask = {}): Ask {
  return { ...ask, headers: { ...ask.headers, "x-forwarded-for": address } };
}

describe("rate limits", () => {
  it("let exactly the limit through, in a burst over two processes", async () => {
    const address = newAddress();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        call(i % 2 ? api : twin, "POST", "/transaction/create", from(address, { query })),
      ),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(20);
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(80);
    for (const answer of refused) {
      expectFailure(answer, 429, "Too many requests, please try again later");
      const wait = Number(answer.headers.get("retry-after"));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(1_800);
    }
  });

  it("tell every caller where they stand", async () => {
    const address = newAddress();
    const ask = from(address, { query: { transactionId: "x" } });
    const first = await call(api, "GET", "/public/transaction/verify", ask);
    const second = await call(twin, "GET", "/public/transaction/verify", ask);
    expect(first.headers.get("ratelimit-limit")).toBe("100");
    expect(first.headers.get("ratelimit-remaining")).toBe("99");
    expect(second.headers.get("ratelimit-remaining")).toBe("98");
    expect(first.headers.get("ratelimit-policy")).toBe("100;w=900");
    const reset = Number(first.headers.get("ratelimit-reset"));
    expect(reset).toBeGreaterThan(0);
    expect(reset).toBeLessThanOrEqual(900);
    expect(first.headers.get("retry-after")).toBeNull();
  });

  it("are kept per endpoint, merchant and address", async () => {
    const address = newAddress();
    const create = (ask: Ask) => call(api, "POST", "/transaction/create", ask);
    for (let i = 0; i < 20; i += 1) await create(from(address, { query }));
    expect((await create(from(address, { query }))).status).toBe(429);
    expect((await create(from(address, { query, merchant: other }))).status).toBe(200);
    expect((await create(from(newAddress(), { query }))).status).toBe(200);
    const spoofed = from(`203.0.113.9, ${address}`, { query });
    expect((await create(spoofed)).status).toBe(429);
    expect((await call(api, "GET", "/public/transaction/list", from(address))).status).toBe(200);
  });

  it("count replays, and refuse before they look at the fields", async () => {
    const address = newAddress();
    const headers = { "Idempotency-Key": newId() };
    const statuses: number[] = [];
    for (let i = 0; i < 21; i += 1) {
      const ask = from(address, { query, headers });
      statuses.push((await call(api, "POST", "/transaction/create", ask)).status);
    }
    expect(statuses).toEqual([...Array<number>(20).fill(200), 429]);
    const bad = from(address, { query: { amount: "x" } });
    expect((await call(api, "POST", "/transaction/create", bad)).status).toBe(429);
  });

  it("are raised for a merchant who needs more", async () => {
    const set = (limits: object) =>
      asOwner(
        api,
        (sql) => sql`
        update merchants set rate_limits = ${JSON.stringify(limits)}::text::jsonb where id = ${other.merchantId}`,
      );
    await set({ standard: 3 });
    try {
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      const ask = from(newAddress(), { merchant: other });
      const list = () => call(api, "GET", "/public/transaction/list", ask);
      const answers = [await list(), await list(), await list(), await list()];
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 429]);
      expect(answers[0]?.headers.get("ratelimit-limit")).toBe("3");
    } finally {
      await set({});
    }
  });

  it("stop an address that guesses keys, and nobody else", async () => {
    const address = newAddress();
    const guess = (where: string) =>
      call(api, "GET", "/public/transaction/list", {
        merchant: null,
        headers: { apikey: newApiKey("sandbox"), "x-forwarded-for": where },
      });
    const answers = await Promise.all(Array.from({ length: 110 }, () => guess(address)));
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(100);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(10);
    expect(answers[0]?.headers.get("ratelimit-limit")).toBe("100");
    expect((await guess(newAddress())).status).toBe(401);
    expect((await call(api, "GET", "/public/transaction/list", from(newAddress()))).status).toBe(
      200,
    );
  });

  it("do not count good keys as guesses", async () => {
    const address = newAddress();
    for (let i = 0; i < 3; i += 1) {
      await call(api, "GET", "/public/transaction/list", from(address));
      await new Promise((resolve) => setTimeout(resolve, 1_050));
    }
    const rows = await asOwner(
      api,
      (sql) => sql`select points from rate_limits where key like ${`failed|${address}|%`}`,
    );
    // Two rows where the window changed between them.
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.points === 0)).toBe(true);
  });

  it("let a payment page be polled after it was loaded too often", async () => {
    const address = newAddress();
    const made = await createInvoice(api, from(newAddress(), { merchant }));
    const code = made.url.split("/s/")[1];
    const headers = { "x-forwarded-for": address };
    const load = () =>
      fetch(`${api.origin}/s/${code}?embed=1&origin=https%3A%2F%2Fshop.example`, { headers });
    for (let i = 0; i < 60; i += 1) expect((await load()).status).toBe(200);
    const refused = await load();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("content-type")).toContain("text/html");
    // The shop's dialog shows it, where a browser's error would stand.
    expect(refused.headers.get("content-security-policy")).toContain(
      "frame-ancestors https://shop.example",
    );
    expect(await refused.text()).toContain("We cannot show this payment right now");
    for (let i = 0; i < 200; i += 1) {
      const poll = await call(api, "GET", `/public/checkout/${code}`, { merchant: null, headers });
      expect(poll.status).toBe(200);
    }
  });
});
