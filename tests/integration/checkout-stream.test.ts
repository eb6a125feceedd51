import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "@playwright/test";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { renderCheckout } from "@/components/checkout";
import { modelOf } from "@/components/checkout/test-models";

const CODE = "C0dE5fGh7jKl9mNp1qRs3t";
const within = { timeout: 20_000, interval: 50 };

let browser: Browser;
let server: Server;
let page: Page;
/** What the browser did, and what the server says to it. */
let polls: number;
let opened: number;
let streams: ServerResponse[];
let status: number;
let state: "waiting" | "expired";
/** One end for a page and its polls: else each poll is news. */
let expiresAt: string;

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://x");
    if (pathname === `/s/${CODE}/events`) return openStream(response);
    if (pathname === `/s/${CODE}`) {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      const element = renderCheckout({ model: modelNow(), nonce: "n" });
      return response.end(`<!doctype html>${renderToStaticMarkup(element)}`);
    }
    if (!pathname.startsWith("/api/")) return response.writeHead(404).end();
    polls += 1;
    response.setHeader("Content-Type", "application/json");
    return response.end(JSON.stringify({ data: pollNow() }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
});
afterAll(async () => {
  await browser?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(async () => {
  [polls, opened, streams, status, state] = [0, 0, [], 200, "waiting"];
  expiresAt = new Date(Date.now() + 600_000).toISOString();
  page = await browser.newPage();
});
afterEach(() => page.close());

function modelNow() {
  const now = new Date();
  const pollUrl = `/api/v1/public/checkout/${CODE}`;
  return modelOf(state, { now: now.toISOString(), expiresAt }, { pollUrl });
}

function pollNow() {
  const { received, now } = modelNow();
  const common = { state, received: Number(received), blockchainTxHash: null, confirmations: 0 };
  return { ...common, walletAddress: state === "waiting" ? "T" : null, expiresAt, now };
}

function openStream(response: ServerResponse): void {
  opened += 1;
  response.writeHead(status, { "Content-Type": "text/event-stream" });
  if (status !== 200) return void response.end();
  response.write("retry: 50\n\n");
  streams.push(response);
  response.on("close", () => {
    streams = streams.filter((one) => one !== response);
  });
}

const open = async () => {
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/s/${CODE}`);
};
const listening = () => expect.poll(() => streams.length, within).toBe(1);
const silent = () => expect.poll(() => streams.length, within).toBe(0);

describe("C-14: an open page listens for its changes", () => {
  it("and asks what they are, long before its next poll", async () => {
    // No timer of the page's runs: what it asks, it asks because it was told.
    await page.clock.install();
    await open();
    await listening();
    await page.clock.pauseAt(Date.now() + 60_000);
    state = "expired";
    streams[0]?.write("event: changed\ndata:\n\n");
    await page.waitForSelector("main[data-state=expired]");
    // An end is the last word: nothing is listened for any more.
    await silent();
  });

  it("only while somebody looks", async () => {
    await page.addInitScript(() => {
      Object.defineProperty(document, "hidden", {
        get: () => Reflect.get(window, "away") === true,
      });
    });
    const look = (away: boolean) =>
      page.evaluate((is) => {
        Reflect.set(window, "away", is);
        document.dispatchEvent(new Event("visibilitychange"));
      }, away);
    await open();
    await listening();
    await look(true);
    await silent();
    await look(false);
    await listening();
    await page.evaluate(() => window.dispatchEvent(new Event("pagehide")));
    await silent();
    // News that was on its way opens none for a page that is left.
    const listened = opened;
    expiresAt = new Date(Date.now() + 900_000).toISOString();
    await page.waitForSelector(`main[data-expires="${expiresAt}"]`);
    expect(opened).toBe(listened);
    await page.evaluate(() => window.dispatchEvent(new Event("pageshow")));
    await listening();
  });

  it("again after the stream broke; the poll goes on meanwhile", async () => {
    await open();
    await listening();
    streams[0]?.destroy();
    await expect.poll(() => opened, within).toBe(2);
    await listening();
    await expect.poll(() => polls, within).toBeGreaterThan(0);
  });

  it("and where it may not, the poll is enough", async () => {
    status = 429;
    await open();
    await expect.poll(() => opened, within).toBe(1);
    state = "expired";
    await page.waitForSelector("main[data-state=expired]");
    expect(opened).toBe(1);
  });
});
