import { randomUUID } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import {
  type Colleague,
  confirmWithCode,
  newColleague,
  newOperator,
  sandboxOperator,
  signIn,
  signInByPage,
} from "./dashboard";
import { complaintsOf, createInvoice, sandboxFacts } from "./sandbox";

const AREA = "/dashboard/operator";
const BUSY_MS = 90_000;
const regionOf = (page: Page, name: string | RegExp) => page.getByRole("region", { name });

/** Orders what a button is for, by code, and waits until the worker has carried it out. */
async function order(page: Page, button: string, who: Colleague): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  await confirmWithCode(page, who);
  await expect(page.getByRole("status").filter({ hasText: /: done/ })).toBeVisible({
    timeout: BUSY_MS,
  });
}

test("the operator sees both networks read, makes a merchant, suspends it and lets it go on", async ({
  page,
}) => {
  // Four codes of one authenticator: a minute and a half of waiting.
  test.setTimeout(400_000);
  const operator = sandboxOperator();
  await signInByPage(page, operator);
  const complaints = complaintsOf(page);
  await expect(page).toHaveURL(`${sandboxFacts().origin}${AREA}`);
  for (const name of ["Ethereum (ERC20)", "TRON (TRC20)"]) {
    const network = regionOf(page, name);
    await expect(network).toContainText("Up to date");
    await expect(network).toContainText(/[0-5] blocks? behind, looked \d seconds? ago/);
    await expect(network.getByRole("button", { name: "Copy address" })).toBeVisible();
  }
  await expect(regionOf(page, "Processes").getByText("Runs")).toHaveCount(2);

  await page.getByRole("link", { name: "Merchants" }).first().click();
  const name = `Corner Shop ${randomUUID().slice(0, 6)}`;
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Owner’s e-mail address").fill("not an address");
  await page.getByRole("button", { name: "Create the merchant" }).click();
  await expect(page.getByLabel("Owner’s e-mail address")).toBeFocused();
  await page.getByLabel("Owner’s e-mail address").fill(`${randomUUID()}@corner.example`);
  await order(page, "Create the merchant", operator);
  await page.getByRole("link", { name: "Open the merchant" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(regionOf(page, "Owners")).toContainText("invited");

  await page.getByLabel("Reason").fill("It asked for a pause.");
  await order(page, "Suspend the merchant", operator);
  const standing = regionOf(page, "This merchant is suspended");
  await expect(standing).toContainText("It asked for a pause.");
  await order(page, "Resume the merchant", operator);
  await expect(page.getByRole("button", { name: "Suspend the merchant" })).toBeVisible();

  await page.getByRole("link", { name: "Orders" }).first().click();
  const rows = page.getByRole("row").filter({ hasText: "Oscar Operator" });
  await expect(rows.first()).toContainText("Resume a merchant");
  await expect(rows.first()).toContainText("Done");
  expect(complaints).toEqual([]);
});

test("fee tiers are typed with worked examples, refused where they are wrong, and ordered", async ({
  page,
}) => {
  test.slow();
  const operator = await newOperator();
  await signIn(page, operator, `${AREA}/merchants?q=Harbour`);
  await page.getByRole("link", { name: /Harbour Games/ }).click();
  const fees = regionOf(page, "Deposit fees");
  await fees.getByLabel("Row 1: rate (%)").fill("2");
  await expect(fees.getByRole("row", { name: /^250.00 USDT/ })).toContainText("5.00");
  await fees.getByLabel("Row 2: from (USDT)").fill("0");
  await fees.getByRole("button", { name: "Order these fees" }).click();
  await expect(fees.getByRole("alert").filter({ hasText: "ascend" })).toBeVisible();
  await fees.getByLabel("Row 2: from (USDT)").fill("1000");
  await order(page, "Order these fees", operator);
  await page.reload();
  await expect(page.getByLabel("Row 1: rate (%)")).toHaveValue("2");
});

test("collected fees are settled by order", async ({ page }) => {
  test.slow();
  const operator = await newOperator();
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "3000" });
  const { origin, merchant } = sandboxFacts();
  await fetch(`${origin}/api/v1/sandbox/pay`, {
    method: "POST",
    headers: { apikey: merchant.apiKey, "content-type": "application/json" },
    body: JSON.stringify({
      walletAddress: invoice.walletAddress,
      amount: 3000,
      currencyType: "USDT-TRC20",
    }),
  });
  await signIn(page, operator, `${AREA}/fees`);
  const account = regionOf(page, "Fee accounts").getByRole("row", { name: /Northwind.*TRON/ });
  await expect(async () => {
    await page.reload();
    await expect(account).toContainText(/24\.00|\d\d+\.\d\d/, { timeout: 1_000 });
  }).toPass({ timeout: BUSY_MS });
  await order(page, "Settle TRON (TRC20)", operator);
  const transfer = regionOf(page, "Settlements").getByRole("row", { name: /Northwind.*TRON/ });
  await expect(async () => {
    await page.reload();
    await expect(transfer.first()).toContainText("Settled", { timeout: 1_000 });
  }).toPass({ timeout: BUSY_MS });
});

test("a merchant’s owner finds none of it, and no way to it", async ({ page }) => {
  await signIn(page, await newColleague("owner"));
  await expect(page.getByText("Operator", { exact: true })).toHaveCount(0);
  for (const place of ["", "/merchants", "/fees", "/energy", "/sweeps", "/orders"]) {
    const answer = await page.goto(`${sandboxFacts().origin}${AREA}${place}`);
    expect(answer?.status(), place).toBe(404);
  }
});
