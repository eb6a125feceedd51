import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "@playwright/test";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { renderCheckout } from "@/components/checkout";
import type { CheckoutPageModel } from "@/components/checkout/page-model";

export const PAGE = "http://pay.example/s/abc";
export const SHOP = "http://shop.example/thanks";
/** The server's time in every model. */
export const NOW = Date.parse("2026-11-21T12:00:00.000Z");
export const LEFT_MS = 581_000;

let browser: Browser;
/** Of the test that runs. */
export let context: BrowserContext;
export let page: Page;

/** Opens a page in surroundings of its own. */
export async function openContext(options: BrowserContextOptions): Promise<void> {
  context = await browser.newContext(options);
  page = await context.newPage();
}

/** Gives each test of a file a page of its own in one browser. */
export function setUpBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu"],
    });
  });
  afterAll(() => browser?.close());
  beforeEach(() => openContext({ timezoneId: "Asia/Tokyo", locale: "en-GB" }));
  afterEach(() => context?.close());
}

/** What the server has now: its page, and the answer to its poll. Null: it cannot be reached. */
export interface Server {
  model: CheckoutPageModel | null;
  poll: Readonly<Record<string, unknown>> | null;
}

export function htmlOf(model: CheckoutPageModel): string {
  return `<!doctype html>${renderToStaticMarkup(renderCheckout({ model, nonce: "n" }))}`;
}

/** Opens the page of that model as the server draws it; its clock is the test's, and starts at the device's time. */
export async function open(
  model: CheckoutPageModel,
  { deviceTime = NOW, poll = null }: { deviceTime?: number; poll?: Server["poll"] } = {},
): Promise<Server> {
  const server: Server = { model, poll };
  await page.clock.install({ time: deviceTime - 1_000 });
  await page.clock.pauseAt(deviceTime);
  await page.route("**/*", (route) => {
    const url = route.request().url();
    const html = { contentType: "text/html; charset=utf-8" };
    if (url.startsWith(SHOP)) return route.fulfill({ body: "<h1>Thank you</h1>", ...html });
    if (url.startsWith(PAGE)) {
      return server.model
        ? route.fulfill({ body: htmlOf(server.model), ...html })
        : route.fulfill({ status: 503 });
    }
    return server.poll
      ? route.fulfill({ json: { data: server.poll } })
      : route.fulfill({ status: 503 });
  });
  await page.goto(PAGE);
  return server;
}

/** Everything that the page says to screen readers from now on. */
export async function listen(): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const said: string[] = [];
    const status = document.getElementById("status");
    if (!status) throw new Error("no status");
    Object.assign(window, { said });
    new MutationObserver(() => said.push(status.textContent ?? "")).observe(status, {
      childList: true,
    });
  });
  return () => page.evaluate("window.said") as Promise<string[]>;
}

/** Lets time pass until its polls have brought that about. */
export async function polledUntil(selector: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.clock.runFor(1_000);
        return page.locator(selector).count();
      },
      { timeout: 30_000, interval: 20 },
    )
    .toBe(1);
}

export const pollOf = ({ state, received, expiresAt, blockchainTxHash }: CheckoutPageModel) => ({
  state,
  received: Number(received),
  blockchainTxHash,
  confirmations: 7,
  walletAddress: null,
  expiresAt,
  now: new Date(NOW).toISOString(),
});
