import AxeBuilder from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "@playwright/test";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  renderCheckout,
  renderNotFound,
  renderReceipt,
  renderUnavailable,
} from "@/components/checkout";
import type { CheckoutPageModel } from "@/components/checkout/page-model";
import {
  ETHEREUM_ADDRESS,
  modelOf,
  paymentOf,
  STATES,
  TERMINAL_STATES,
} from "@/components/checkout/test-models";

const PAGE = "http://pay.example/s/abc";
/** Each scheme, direction and width once for every state, and all of them for what is looked at longest. */
const VIEWS = [
  { colorScheme: "light", language: "ar", width: 320 },
  { colorScheme: "dark", language: "en", width: 1280 },
  { colorScheme: "dark", language: "ar", width: 1280 },
  { colorScheme: "light", language: "en", width: 320 },
] as const;
const FEW = VIEWS.slice(0, 2);

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
});
afterAll(() => browser?.close());

/** Draws a page as the server does and shows it to a browser; its polls get no answer. */
async function show(
  element: ReturnType<typeof renderReceipt>,
  view: (typeof VIEWS)[number],
  look: (page: Page) => Promise<void>,
): Promise<void> {
  if (element === null) throw new Error("there is no such page");
  const { colorScheme, width } = view;
  const viewport = { width, height: 800 };
  const context = await browser.newContext({ colorScheme, viewport, reducedMotion: "reduce" });
  try {
    const page = await context.newPage();
    const body = `<!doctype html>${renderToStaticMarkup(element)}`;
    await page.route("**/*", (route) =>
      route.request().url() === PAGE
        ? route.fulfill({ body, contentType: "text/html; charset=utf-8" })
        : route.fulfill({ status: 503 }),
    );
    await page.goto(PAGE);
    await page.evaluate(() => {
      for (const fold of document.querySelectorAll<HTMLDetailsElement>("details:not(.languages)"))
        fold.open = true;
    });
    await look(page);
  } finally {
    await context.close();
  }
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.html]))).toEqual([]);
  expect(passes.length).toBeGreaterThan(10);
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(tooWide).toBeLessThanOrEqual(0);
}

/** A payment of that state with all that a page may have on it. */
function fullModel(state: CheckoutPageModel["state"], language: "en" | "ar"): CheckoutPageModel {
  const view = {
    currencyType: "USDT-ERC20",
    walletAddress: ETHEREUM_ADDRESS,
    amount: 1234567.123456,
    remaining: 1234567.123456,
    merchantName: "Nordlys Teahouse & Sons of the Very Long Name",
    callbackUrl: "https://shop.example/",
  } as const;
  const over = TERMINAL_STATES.some((known) => known === state);
  const forms = { mail: true, mailed: "malformed", contact: "address" } as const;
  const facts = { language, sandbox: true, payUrl: "/pay", ...(over ? forms : {}) };
  // With one that is final, its receipt can be had by mail.
  const payments = over ? { payments: [paymentOf("1234567.123456", { final: true })] } : {};
  return modelOf(state, view, facts, { moreMinutes: 60, ...payments });
}

describe("C-20: every state is accessible, light and dark, left to right and right to left", () => {
  it.each(STATES)("%s", async (state) => {
    for (const view of state === "waiting" ? VIEWS : FEW) {
      const model = fullModel(state, view.language);
      await show(renderCheckout({ model, nonce: "n" }), view, expectAccessible);
    }
  });

  it("the receipt", async () => {
    for (const view of FEW) {
      const model = fullModel("paid", view.language);
      await show(renderReceipt({ model, nonce: "n" }), view, expectAccessible);
    }
  });
});

describe("C-20: what is no state of a payment is accessible too", () => {
  it.each([
    ["no payment here", renderNotFound],
    ["no payment to be shown just now", renderUnavailable],
  ])("%s", async (_, render) => {
    for (const view of FEW) {
      await show(render({ nonce: "n", language: view.language }), view, expectAccessible);
    }
  });

  it("a payment that vanished, with the line that says so", async () => {
    for (const view of FEW) {
      const model = fullModel("waiting", view.language);
      await show(renderCheckout({ model, nonce: "n" }), view, async (page) => {
        await page.evaluate(() => {
          const line = document.getElementById("notice");
          const { vanished } = JSON.parse(document.body.dataset.texts ?? "{}") as {
            readonly vanished?: string;
          };
          if (!line || !vanished) throw new Error("no line");
          line.textContent = vanished;
          line.hidden = false;
        });
        await expectAccessible(page);
      });
    }
  });
});

describe("C-21: what a payer's own settings ask for", () => {
  const [view] = VIEWS;
  const waiting = () => renderCheckout({ model: fullModel("waiting", "en"), nonce: "n" });

  it("nothing moves with reduced motion", async () => {
    await show(
      renderCheckout({ model: fullModel("paid", "en"), nonce: "n" }),
      view,
      async (page) => {
        const moving = await page.evaluate(() => document.getAnimations().length);
        expect(moving).toBe(0);
      },
    );
  });

  it("a QR code stays dark on light with forced colours", async () => {
    await show(waiting(), view, async (page) => {
      await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
      const fills = await page
        .locator(".qr")
        .first()
        .locator("path")
        .evaluateAll((paths) => paths.map((path) => getComputedStyle(path).fill));
      expect(fills).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
    });
  });

  it("at 200 % text nothing is cut off or lies over something else", async () => {
    await show(waiting(), view, async (page) => {
      await page.setViewportSize({ width: 640, height: 800 });
      await page.evaluate(() => {
        document.documentElement.style.fontSize = "200%";
      });
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(tooWide).toBeLessThanOrEqual(0);
      const address = page.locator("[data-address]");
      expect(await address.evaluate((el) => el.scrollWidth - el.clientWidth)).toBeLessThanOrEqual(
        0,
      );
    });
  });
});
