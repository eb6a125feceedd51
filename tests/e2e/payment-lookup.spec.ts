import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { payTron } from "../support/payer";
import { complaintsOf, createInvoice, pageIn, sandboxFacts, verify } from "./sandbox";

const NOBODYS = "ab".repeat(32);
const summary = (page: Page) => page.getByText("I paid, where is it?", { exact: true });
const field = (page: Page) => page.getByLabel("Transaction hash");
const answer = (page: Page) => page.locator("[data-answer]");

async function look(page: Page, hash: string): Promise<void> {
  await field(page).fill(hash);
  await page.getByRole("button", { name: "Look it up" }).click();
}

test("C-31: a payer asks where the payment is: unknown, another address, found", async ({
  page,
}) => {
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "40" });
  const stranger = await createInvoice({ currencyType: "USDT-TRC20", amount: "1" });
  const complaints = complaintsOf(page);
  await page.goto(invoice.url);
  await expect(field(page)).toBeHidden();
  await summary(page).click();
  await expect(answer(page)).toHaveRole("status");
  await look(page, "0x12");
  await expect(answer(page)).toContainText("That is not a transaction hash.");
  await look(page, NOBODYS);
  await expect(answer(page)).toContainText("Neither network knows this transaction.");
  const other = await payTron(sandboxFacts(), stranger.walletAddress, 1_000_000n);
  await expect(async () => {
    expect((await verify(stranger.transactionId)).blockchainTxHash).toBe(other.txHash);
  }).toPass();
  await look(page, other.txHash);
  await expect(answer(page)).toContainText("This transaction paid something else.");
  await expect(answer(page)).not.toContainText(stranger.walletAddress);

  await page.evaluate(() => document.body.setAttribute("data-same-document", ""));
  const part = await payTron(sandboxFacts(), invoice.walletAddress, 30_000_000n);
  await expect(pageIn(page, "partial")).toBeVisible();
  // The page was drawn anew around the open question and what was typed.
  await expect(field(page)).toBeVisible();
  await look(page, `0x${part.txHash.toUpperCase()}`);
  await expect(answer(page)).toHaveText(
    "Found: 30 USDT for this payment. That is not enough: 10 USDT are still missing.",
  );
  await expect(page.locator("body[data-same-document]")).toHaveCount(1);
  expect(complaints).toEqual([]);
});

test("C-31: in the page's language, by the keyboard alone", async ({ page }) => {
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "4" });
  await page.goto(`${invoice.url}?lang=de`);
  await page.locator(".lookup summary").press("Enter");
  await page.locator("#lookup-hash").fill(NOBODYS);
  await page.locator("#lookup-hash").press("Enter");
  await expect(answer(page)).toContainText("Keines der beiden Netzwerke kennt diese Transaktion.");
});

test("C-31, C-20: the open question is accessible on a phone, in the dark and from right to left", async ({
  page,
}) => {
  const invoice = await createInvoice({ currencyType: "USDT-ERC20", amount: "4" });
  for (const [lang, colorScheme] of [
    ["en", "light"],
    ["ar", "dark"],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width: 320, height: 800 });
    await page.goto(`${invoice.url}?lang=${lang}`);
    await page.locator(".lookup summary").click();
    await page.locator("#lookup-hash").fill(NOBODYS);
    await page.locator("#lookup-hash").press("Enter");
    await expect(answer(page)).not.toHaveText(/^$|…/);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html]))).toEqual([]);
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(tooWide).toBeLessThanOrEqual(0);
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("C-31: the form leads back to the page, which answers by itself", async ({ page }) => {
    const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "20" });
    const payment = await payTron(sandboxFacts(), invoice.walletAddress, 5_000_000n);
    const complaints = complaintsOf(page);
    await page.goto(invoice.url);
    await expect(pageIn(page, "partial")).toBeVisible();
    await page.getByRole("link", { name: "I paid, where is it?" }).click();
    await expect(field(page)).toBeFocused();
    await look(page, payment.txHash);
    await expect(page).toHaveURL(/\/s\/\w{22}\?lang=en&lookup=[0-9a-f-]{36}$/);
    // Nobody loads it again: the page does so by itself.
    await expect(answer(page)).toHaveText(
      "Found: 5 USDT for this payment. That is not enough: 15 USDT are still missing.",
    );
    await expect(answer(page)).toBeFocused();
    await expect(answer(page)).toBeInViewport();
    await look(page, "12");
    await expect(answer(page)).toContainText("That is not a transaction hash.");
    expect(complaints).toEqual([]);
  });
});
