import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import { call, createInvoice } from "../support/api-client";
import { startWeb, stopWeb } from "../support/api-process";

const api = inject("api");
const limited = inject("limitedApi");
const within = { timeout: 20_000, interval: 50 };

const streams: AbortController[] = [];
afterEach(() => {
  for (const stream of streams.splice(0)) stream.abort();
});

async function newPage(server = api) {
  const headers = { "x-forwarded-for": `203.0.113.${100 + Math.floor(Math.random() * 100)}` };
  const query = { currencyType: "USDT-TRC20", amount: "5" };
  const made = await createInvoice(server, { query, headers });
  return { code: made.url.split("/s/")[1] as string, transactionId: made.transactionId };
}

/** Listens as a browser does, and collects what comes until the stream ends. */
async function listen(code: string, origin = api.origin, headers: Record<string, string> = {}) {
  const controller = new AbortController();
  streams.push(controller);
  const response = await fetch(`${origin}/s/${code}/events`, {
    headers: { accept: "text/event-stream", ...headers },
    signal: controller.signal,
  });
  const heard = { text: "", ended: false };
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) heard.text += decoder.decode(chunk);
    heard.ended = true;
  };
  const reading = read().catch(() => undefined);
  return { response, heard, leave: () => controller.abort(), reading };
}

const openStreams = async () => {
  const text = await (await fetch(`${api.origin}/api/metrics`)).text();
  return Number(/^tillgate_open_streams (\d+)$/m.exec(text)?.[1] ?? 0);
};

describe("C-14: /s/{code}/events", () => {
  it("is a stream that no proxy keeps back, and begins at once", async () => {
    const { response, heard } = await listen((await newPage()).code);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    expect(response.headers.get("content-encoding")).toBeNull();
    await vi.waitUntil(() => /^retry: \d{4,5}\n\n/.test(heard.text), within);
  });

  it("tells that its page has changed, not what, and of no other page", async () => {
    const [one, other] = [await newPage(), await newPage()];
    const [mine, theirs] = [await listen(one.code), await listen(other.code)];
    const body = { transactionId: one.transactionId, type: "deposit" };
    await call(api, "POST", "/public/transaction/cancel", { body });
    await vi.waitUntil(() => mine.heard.text.includes("event: changed\ndata:\n\n"), within);
    expect(theirs.heard.text).not.toContain("changed");
    expect(mine.heard.text).not.toContain(one.transactionId);
  });

  it("is given up with the page that listened", async () => {
    const { code } = await newPage();
    const before = await openStreams();
    const listening = await Promise.all([listen(code), listen(code), listen(code)]);
    expect(await openStreams()).toBe(before + 3);
    for (const { leave } of listening) leave();
    await vi.waitUntil(async () => (await openStreams()) === before, within);
  });

  it("is not held for who asks for its head alone", async () => {
    const { code } = await newPage();
    const before = await openStreams();
    const answer = await fetch(`${api.origin}/s/${code}/events`, { method: "HEAD" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET"]);
    expect(await openStreams()).toBe(before);
  });

  it("is nothing for codes that nobody has", async () => {
    for (const code of ["0".repeat(22), "x", "..%2f..%2f"]) {
      const { response, reading, heard } = await listen(code);
      await reading;
      expect([response.status, heard.text]).toEqual([404, ""]);
    }
  });

  it("is refused beyond what one address needs: the poll is enough then", async () => {
    const { code } = await newPage(limited);
    const from = (address: string) => listen(code, limited.origin, { "x-forwarded-for": address });
    const listening = await Promise.all(Array.from({ length: 60 }, () => from("198.18.0.1")));
    expect(new Set(listening.map(({ response }) => response.status))).toEqual(new Set([200]));
    const refused = await from("198.18.0.1");
    expect(refused.response.status).toBe(429);
    expect(Number(refused.response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await from("198.18.0.2")).response.status).toBe(200);
    for (const { leave } of listening) leave();
    await vi.waitUntil(async () => {
      const again = await from("198.18.0.1");
      again.leave();
      return again.response.status === 200;
    }, within);
  });

  it("ends when the process does, and holds it up no moment", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "tillgate-events-"));
    const web = await startWeb(api.ownerUrl, folder, { RATE_LIMIT_SCALE: "0" });
    try {
      const { heard, reading } = await listen((await newPage()).code, web.origin);
      await vi.waitUntil(() => heard.text !== "", within);
      const begun = performance.now();
      await stopWeb(web);
      await reading;
      expect(heard.ended).toBe(true);
      expect(performance.now() - begun).toBeLessThan(5_000);
    } finally {
      await stopWeb(web);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
