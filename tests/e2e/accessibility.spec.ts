import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { createInvoice, pageIn, sandboxFacts } from "./sandbox";

const SCHEMES = ["light", "dark"] as const;

/** Holds the page against axe's rules in both colour schemes, on a phone and on a desk. */
async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const { violations, passes } = await new AxeBuilder({ page }).analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.html]));
      expect(found, `${colorScheme}, ${width} px`).toEqual([]);
      expect(passes.length).toBeGreaterThan(10);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(tooWide, `${width} px`).toBeLessThanOrEqual(0);
    }
  }
}

test("a payment that waits, and one that is paid", async ({ page }) => {
  const invoice = await createInvoice({ currencyType: "USDT-ERC20", amount: "12345.678901" });
  await page.goto(invoice.url);
  await expect(pageIn(page, "waiting")).toBeVisible();
  await page.locator("summary").click();
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
  await page.goto(`${sandboxFacts().origin}/docs/api`);
  for (const fold of await page.locator("details:visible > summary").all()) await fold.click();
  await expectAccessible(page);
});
