import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { newColleague, signIn } from "./dashboard";
import { complaintsOf, createInvoice, sandboxFacts } from "./sandbox";

test("search finds pages and records from everywhere; keys lead on, and can be turned off (D-03, D-37)", async ({
  page,
}) => {
  const invoice = await createInvoice({ currencyType: "USDT-ERC20", amount: "3.21" });
  await signIn(page, await newColleague("support"));
  const complaints = complaintsOf(page);
  const palette = page.getByRole("dialog", { name: "Search and go to" });
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(palette).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(palette.getByRole("combobox")).toBeFocused();
  expect((await new AxeBuilder({ page }).include("[role=dialog]").analyze()).violations).toEqual(
    [],
  );
  await page.keyboard.type(invoice.walletAddress);
  await expect(palette.getByRole("option").first()).toContainText(invoice.invoiceNo);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/dashboard/transactions/${invoice.transactionId}$`));
  await expect(palette).toBeHidden();

  await page.goto(`${sandboxFacts().origin}/dashboard`);
  // Keys work once the page's script runs.
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(palette).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await palette.getByRole("combobox").fill("transac");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/dashboard\/transactions$/);
  await expect(page.getByRole("table")).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.locator("tbody tr").first().locator("a")).toBeFocused();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await expect(page).toHaveURL(/\/dashboard$/);

  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await sheet.getByLabel(/Turn single-key shortcuts off/).check();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await page.keyboard.press("?");
  await page.keyboard.press("Control+k");
  await expect(palette).toBeVisible();
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/\/dashboard$/);
  expect(complaints).toEqual([]);
});
