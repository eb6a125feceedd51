import { describe, expect, inject, it, vi } from "vitest";
import { WINDOW_SECONDS } from "@/lib/api";
import { call, createInvoice, expectFailure } from "../support/api-client";
import { asOwner } from "../support/api-database";

const api = inject("limitedApi");
const twin = { ...api, origin: inject("limitedTwin") };
const LIMIT = 6_000;
const within = { timeout: 20_000, interval: 100 };

/** A page of its own, polled from an address of its own (one trusted hop before the server). */
async function openPage(address: string) {
  const query = { currencyType: "USDT-TRC20", amount: "5" };
  const made = await createInvoice(api, { query, headers: { "x-forwarded-for": address } });
  const code = made.url.split("/s/")[1] as string;
  const poll = (etag = "", server = api) =>
    call(server, "GET", `/public/checkout/${code}`, {
      merchant: null,
      headers: { "x-forwarded-for": address, ...(etag ? { "if-none-match": etag } : {}) },
    });
  const etag = (await poll()).headers.get("etag") as string;
  return { poll, etag, transactionId: made.transactionId };
}

const remaining = (headers: Headers) => Number(headers.get("ratelimit-remaining"));
const bucketOf = (address: string) => `GET /public/checkout/{code}|public|${address}`;

describe("P11: a poll that finds nothing new", () => {
  it("asks no table, and is answered as by the poll's own route", async () => {
    const { poll, etag } = await openPage("203.0.113.11");
    const byRoute = await poll(etag);
    const early = await asOwner(api, (sql) =>
      sql.begin(async (tx) => {
        await tx`lock table invoices, merchants in access exclusive mode`;
        const answer = await poll(etag);
        return answer;
      }),
    );
    expect([byRoute.status, early.status, early.text]).toEqual([304, 304, ""]);
    const told = ({ headers }: typeof early) =>
      Object.fromEntries(
        [...headers].filter(([name]) => !/^(date|vary|x-request-id|ratelimit-re)/.test(name)),
      );
    expect(told(early)).toEqual(told(byRoute));
    expect(early.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(remaining(early.headers)).toBe(remaining(byRoute.headers) - 1);
  });

  it("is counted with all others: the shared counter hears of it, and the limit holds", async () => {
    const address = "203.0.113.12";
    const { poll, etag } = await openPage(address);
    for (let i = 0; i < 20; i += 1) expect((await poll(etag)).status).toBe(304);
    const key = `${bucketOf(address)}|${Math.floor(Date.now() / 1_000 / WINDOW_SECONDS)}`;
    const points = () =>
      asOwner(api, async (sql) => {
        const [row] = await sql`select points from rate_limits where key = ${key}`;
        return Number(row?.points);
      });
    await vi.waitUntil(async () => (await points()) === 21, within);
    await asOwner(
      api,
      (sql) => sql`update rate_limits set points = ${LIMIT - 5} where key = ${key}`,
    );
    await vi.waitUntil(async () => (await poll(etag)).status === 429, within);
    expectFailure(await poll(etag), 429, "Too many requests, please try again later");
    // What was let through before this process heard of the new count is counted all the same.
    await vi.waitUntil(async () => (await points()) >= LIMIT, within);
  });

  it("is news at once after a write through this process, and within seconds after one elsewhere", async () => {
    const one = await openPage("203.0.113.13");
    expect((await one.poll(one.etag)).status).toBe(304);
    const cancel = (transactionId: string, server = api) =>
      call(server, "POST", "/public/transaction/cancel", {
        body: { transactionId, type: "deposit" },
        headers: { "x-forwarded-for": "203.0.113.14" },
      });
    await cancel(one.transactionId);
    expect((await one.poll(one.etag)).status).toBe(200);
    const two = await openPage("203.0.113.13");
    expect((await two.poll(two.etag)).status).toBe(304);
    await cancel(two.transactionId, twin);
    await vi.waitUntil(async () => (await two.poll(two.etag)).status === 200, within);
  });
});
