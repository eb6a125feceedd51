import { devices, expect, type Page, test } from "@playwright/test";
import jsQR from "jsqr";
import { PNG } from "pngjs";
import { payTron } from "../support/payer";
import {
  cancelInvoice,
  complaintsOf,
  createInvoice,
  type Invoice,
  pageIn,
  sandboxFacts,
} from "./sandbox";

const POLL = /\/public\/checkout\/\w+$/;
const banner = (page: Page) => page.locator("#notice");

/** Pastes what was copied into another page: this one may not read the clipboard. */
async function pasted(page: Page): Promise<string> {
  const desk = await page.context().newPage();
  await desk.setContent("<textarea></textarea>");
  await desk.bringToFront();
  await desk.locator("textarea").press("Control+V");
  const text = await desk.locator("textarea").inputValue();
  await desk.close();
  await page.bringToFront();
  return text;
}

test.describe("on a phone", () => {
  const { viewport, isMobile, hasTouch } = devices["Pixel 7"];
  test.use({ viewport, isMobile, hasTouch });

  test("P10b, C-28: nothing moves from the first paint to the end, and nothing leaves the origin", async ({
    page,
    context,
  }) => {
    const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "6" });
    const elsewhere: string[] = [];
    page.on("request", (request) => {
      const { origin } = new URL(request.url());
      if (origin !== sandboxFacts().origin && origin !== "null") elsewhere.push(request.url());
    });
    await page.addInitScript(`
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries())
          shifts.push([value, ...sources.map(({ node }) => node?.parentElement?.outerHTML?.slice(0, 90))]);
      }).observe({ type: "layout-shift", buffered: true });`);
    // So slowly that the page is painted before the script at its end has come.
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 100,
      downloadThroughput: 16_000,
      uploadThroughput: 16_000,
    });
    await page.goto(invoice.url);
    await expect(page.getByRole("timer")).toBeVisible();
    await payTron(sandboxFacts(), invoice.walletAddress, 6_000_000n);
    await expect(pageIn(page, "paid")).toBeVisible();
    expect(await page.evaluate("shifts")).toEqual([]);
    expect(elsewhere).toEqual([]);
  });
});

test("C-33: offline the address, its code and the copy buttons work on, and the page says what holds", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-write"]);
  await page.clock.install();
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "8" });
  await page.goto(invoice.url);
  const timer = page.getByRole("timer");
  await expect(timer).toHaveText(/^(\d+:)?\d+:\d\d$/);
  // From here on only this test lets time pass: what the page does of itself is what an event makes it do.
  await page.clock.pauseAt(new Date(Date.now() + 20_000));

  await context.setOffline(true);
  // At once, not with the next poll that fails.
  await expect(banner(page)).toContainText("You are offline.");
  await page.clock.runFor(10_000);
  await expect(banner(page)).toContainText("we go on watching the network for your payment");
  await expect(page.locator("[data-address]")).toHaveText(invoice.walletAddress);
  const code = PNG.sync.read(await page.locator(".qr").first().screenshot());
  const read = jsQR(new Uint8ClampedArray(code.data), code.width, code.height);
  expect(read?.data).toBe(invoice.walletAddress);
  await page.getByRole("button", { name: "Copy TRC20 address" }).click();
  await expect(page.locator("[data-name=address]")).toHaveText("Copied");
  expect(await pasted(page)).toBe(invoice.walletAddress);

  const seconds = async () => {
    const parts = ((await timer.textContent()) ?? "").split(":").map(Number);
    return parts.reduce((sum, part) => sum * 60 + part, 0);
  };
  const before = await seconds();
  await page.clock.runFor(7_000);
  expect(before - (await seconds())).toBe(7);

  const asked = page.waitForRequest(POLL);
  await context.setOffline(false);
  await asked;
  await expect(banner(page)).toBeHidden();
});

test.describe("C-13: when it asks, without a stream to tell it", () => {
  /** In the page: when it polled by its own clock, in seconds, and how many answers are still to come. */
  const WATCH = `
    delete window.EventSource;
    window.polls = [];
    window.pending = 0;
    const ask = window.fetch;
    window.fetch = async (...args) => {
      if (!${POLL}.test(new URL(args[0], location.href).pathname)) return ask(...args);
      polls.push(Date.now() / 1000);
      pending += 1;
      return ask(...args).finally(() => { pending -= 1; });
    };`;

  /** A page whose clock this test moves on; polls are answered with that status. */
  async function openStill(page: Page, status: () => number): Promise<Invoice> {
    await page.addInitScript(WATCH);
    await page.clock.install();
    const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "9" });
    await page.route(
      (url) => POLL.test(url.pathname),
      (route) => (status() === 0 ? route.continue() : route.fulfill({ status: status() })),
    );
    await page.goto(invoice.url);
    await page.clock.pauseAt(new Date(Date.now() + 20_000));
    await answered(page);
    return invoice;
  }

  /** Everything that was asked is answered. */
  async function answered(page: Page): Promise<void> {
    while ((await page.evaluate<number>("pending")) > 0);
  }

  async function pass(page: Page, seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      await page.clock.runFor(1_000);
      await answered(page);
    }
  }

  /** Seconds between the polls of that time. */
  async function waitsIn(page: Page, seconds: number): Promise<readonly number[]> {
    const before = await count(page);
    await pass(page, seconds);
    const polls = (await page.evaluate<number[]>("polls")).slice(Math.max(0, before - 1));
    return polls.slice(1).map((at, i) => at - (polls[i] ?? 0));
  }

  const count = (page: Page) => page.evaluate<number>("polls.length");

  const setHidden = (page: Page, hidden: boolean) =>
    page.evaluate((is) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => is });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);

  test("every 5 s while it is seen, every 30 s while not, at once when somebody comes back", async ({
    page,
  }) => {
    await openStill(page, () => 304);
    await pass(page, 6);
    for (const wait of await waitsIn(page, 20)) expect(Math.abs(wait - 5)).toBeLessThan(1);
    await setHidden(page, true);
    await pass(page, 6);
    const hidden = await waitsIn(page, 61);
    expect(hidden).toHaveLength(2);
    for (const wait of hidden) expect(Math.abs(wait - 30)).toBeLessThan(1);
    for (const event of ["visibilitychange", "online", "pageshow"]) {
      const before = await count(page);
      if (event === "visibilitychange") await setHidden(page, false);
      else await page.evaluate((name) => void dispatchEvent(new Event(name)), event);
      expect(await count(page), event).toBe(before + 1);
      await answered(page);
    }
  });

  test("ever more slowly while it fails, a minute at most, and never gives up", async ({
    page,
  }) => {
    let status = 503;
    await openStill(page, () => status);
    await pass(page, 80);
    await expect(banner(page)).toContainText("We cannot refresh right now.");
    const slow = await waitsIn(page, 130);
    expect(slow.length).toBeGreaterThanOrEqual(2);
    for (const wait of slow) expect(wait).toBeLessThanOrEqual(61);
    expect(Math.min(...slow)).toBeGreaterThanOrEqual(29);
    status = 304;
    await pass(page, 61);
    await expect(banner(page)).toBeHidden();
    for (const wait of (await waitsIn(page, 12)).slice(1))
      expect(Math.abs(wait - 5)).toBeLessThan(1);
  });

  test("not any more once it is over", async ({ page }) => {
    const invoice = await openStill(page, () => 0);
    await cancelInvoice(invoice);
    // The poll that was on its way when the clock stopped is followed by one five seconds after its end.
    await expect(async () => {
      await pass(page, 6);
      await expect(pageIn(page, "cancelled")).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await answered(page);
    expect(await waitsIn(page, 120)).toEqual([]);
  });
});

test.describe("C-20, C-22: by the keyboard alone", () => {
  /** What has the focus, by its name or text; null when the page's end is passed. */
  const focused = (page: Page) =>
    page.evaluate(() => {
      const at = document.activeElement;
      if (!(at instanceof HTMLElement) || at === document.body) return null;
      const seen = at.matches(".vh") ? at.nextElementSibling : at;
      const { outlineStyle, outlineWidth } = getComputedStyle(seen ?? at);
      return {
        name: at.dataset.name ?? at.id ?? "",
        text: (at.textContent ?? "").trim(),
        ring: outlineStyle === "solid" && Number.parseFloat(outlineWidth) >= 2,
      };
    });

  /** Everything that Tab reaches, in its order. */
  async function stops(page: Page): Promise<readonly string[]> {
    const found: string[] = [];
    for (let press = 0; press < 40; press += 1) {
      await page.keyboard.press("Tab");
      const at = await focused(page);
      if (at === null) return found;
      expect(at.ring, `${at.name} ${at.text}`).toBe(true);
      found.push(at.name || at.text);
    }
    throw new Error(`no way out after ${found.join(", ")}`);
  }

  async function tabTo(page: Page, name: string): Promise<void> {
    for (let press = 0; press < 40; press += 1) {
      await page.keyboard.press("Tab");
      const at = await focused(page);
      if (at?.name === name || at?.text === name) return;
    }
    throw new Error(`Tab does not reach ${name}`);
  }

  test("everything is reached in the order in which it is read, seen, and left again", async ({
    page,
  }) => {
    const invoice = await createInvoice({ currencyType: "USDT-ERC20", amount: "4" });
    await page.goto(invoice.url);
    expect(await stops(page)).toEqual([
      "Language: English",
      "amount",
      "address",
      "What if I choose another network or token?",
      "code-address",
      "Continue on your phone",
      "play",
      "play-part",
      "play-over",
      "play-two",
      "play-reorganise",
      "play-late",
      "play-expire",
      "lookup",
    ]);
  });

  test("copied, asked for more time, paid, read, and printed", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-write"]);
    await page.addInitScript("window.print = () => document.body.setAttribute('data-printed', '')");
    const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "4", timer: "1.5" });
    const complaints = complaintsOf(page);
    await page.goto(invoice.url);
    await tabTo(page, "address");
    await page.keyboard.press("Enter");
    await expect(page.locator("[data-name=address]")).toHaveText("Copied");
    expect(await pasted(page)).toBe(invoice.walletAddress);

    await page.locator("h1").focus();
    await tabTo(page, "more");
    await page.keyboard.press("Enter");
    await expect(page.locator("[data-more]")).toHaveCount(0);
    // What had the focus is gone: it is where one reads on, not at the top of the page.
    await expect(page.locator("h1")).toBeFocused();

    await tabTo(page, "lookup");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await expect(page.locator("#lookup-hash")).toBeFocused();
    await page.keyboard.type("12");
    await page.keyboard.press("Enter");
    await expect(page.locator("[data-answer]")).toContainText("That is not a transaction hash.");

    await page.keyboard.press("Shift+Tab");
    for (let press = 0; press < 40 && (await focused(page))?.name !== "play"; press += 1) {
      await page.keyboard.press("Shift+Tab");
    }
    await page.keyboard.press("Enter");
    await expect(pageIn(page, "paid")).toBeVisible();
    await expect(page.locator("h1")).toBeFocused();
    await tabTo(page, "Receipt");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/receipt/);
    await tabTo(page, "Print");
    await page.keyboard.press("Enter");
    await expect(page.locator("body[data-printed]")).toHaveCount(1);
    expect(complaints).toEqual([]);
  });

  test("another language, chosen from the menu", async ({ page }) => {
    const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "4" });
    await page.goto(invoice.url);
    await tabTo(page, "Language: English");
    await page.keyboard.press("Enter");
    await tabTo(page, "Deutsch");
    await page.keyboard.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
  });
});
