import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { createInvoice, pageIn, sandboxFacts } from "./sandbox";

type View = readonly ["light" | "dark", number];
const VIEWS: readonly View[] = [
  ["light", 320],
  ["light", 1280],
  ["dark", 320],
  ["dark", 1280],
];

/** Holds the page against axe's rules in both colour schemes, on a phone and on a desk. */
async function expectAccessible(page: Page, views = VIEWS): Promise<void> {
  for (const [colorScheme, width] of views) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 800 });
    const { violations, passes } = await new AxeBuilder({ page }).analyze();
    const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.html]));
    expect(found, `${colorScheme}, ${width} px`).toEqual([]);
    expect(passes.length).toBeGreaterThan(10);
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(tooWide, `${width} px`).toBeLessThanOrEqual(0);
  }
}

test("a payment that waits, and one that is paid", async ({ page }) => {
  const invoice = await createInvoice({ currencyType: "USDT-ERC20", amount: "12345.678901" });
  await page.goto(invoice.url);
  await expect(pageIn(page, "waiting")).toBeVisible();
  await page.locator(".warning summary").click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Pay with test USDT" }).click();
  await expect(pageIn(page, "paid")).toBeVisible();
  await expectAccessible(page);
});

test("a payment whose time is up", async ({ page }) => {
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "9", timer: "0.1" });
  await page.goto(invoice.url);
  await expect(pageIn(page, "expired")).toBeVisible();
  await expect(page.locator("h1")).toBeFocused();
  await expectAccessible(page);
});

test("a link that leads nowhere", async ({ page }) => {
  const response = await page.goto(`${sandboxFacts().origin}/s/${"0".repeat(22)}`);
  expect(response?.status()).toBe(404);
  await expect(page.locator("h1")).toHaveText("There is no payment here");
  await expectAccessible(page);
});

test("the start page", async ({ page }) => {
  await page.goto(sandboxFacts().origin);
  await expectAccessible(page);
});

test("the API reference", async ({ page }) => {
  // All operations with their schemas are some ten thousand elements: each scheme and each width is looked at once.
  test.slow();
  await page.goto(`${sandboxFacts().origin}/docs/api`);
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  });
  await expectAccessible(page, [
    ["light", 320],
    ["dark", 1280],
  ]);
});
