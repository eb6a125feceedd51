import { spawn } from "node:child_process";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import {
  CONFIRMATIONS,
  complaintsOf,
  createInvoice,
  DATA_DIR_VARIABLE,
  pageIn,
  SANDBOX_VARIABLE,
  sandboxFacts,
} from "./sandbox";

const REFUND = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
const TRON = { currencyType: "USDT-TRC20", amount: "20" } as const;

/** An address that no other test mails to. */
const newAddress = (name: string) => `${name}-${Date.now().toString(36)}@example.com`;
const told = (page: Page) => page.locator("[data-told]");

async function play(page: Page, url: string, button: string, state: string): Promise<void> {
  await page.goto(url);
  await page.getByRole("button", { name: button }).click();
  await expect(pageIn(page, state)).toBeVisible();
}

/** What the operator reads of a payment's contacts. */
function contactsOf(transactionId: string): Promise<string> {
  const env = { ...process.env, ...CONFIRMATIONS, DATA_DIR: process.env[DATA_DIR_VARIABLE] };
  const command = ["scripts/run.mjs", "lib/cli/admin.ts", "invoices", "contacts", transactionId];
  const child = spawn(process.execPath, command, {
    // An unknown variable of that prefix stops every process of ours.
    env: { ...env, [SANDBOX_VARIABLE]: undefined },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  return new Promise((resolve) => child.once("close", () => resolve(said)));
}

/** The mail to that address in the sandbox's mailbox, which the worker puts there. */
async function openMail(page: Page, to: string): Promise<void> {
  const entry = page.getByRole("listitem").filter({ hasText: to });
  await expect(async () => {
    await page.goto(`${sandboxFacts().origin}/sandbox/mail`);
    await expect(entry).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  await entry.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

async function expectAccessible(page: Page): Promise<void> {
  // The markup in the frame is the mail's own.
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html]))).toEqual([]);
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(tooWide).toBeLessThanOrEqual(0);
}

test("C-18: a paid page sends its receipt, which the sandbox's mailbox shows and whose link leads to it", async ({
  page,
}) => {
  const invoice = await createInvoice(TRON);
  const complaints = complaintsOf(page);
  await play(page, `${invoice.url}?lang=de`, "Mit Test-USDT bezahlen", "paid");
  const to = newAddress("receipt");
  await page.getByText("Diesen Beleg per E-Mail senden").click();
  await page.getByLabel("E-Mail-Adresse").fill(to);
  await page.getByRole("button", { name: "Senden" }).click();
  await expect(page).toHaveURL(/\/s\/\w{22}\?lang=de&mail=done$/);
  await expect(told(page)).toHaveText("Der Beleg ist unterwegs. Das kann eine Minute dauern.");
  await expect(told(page)).toBeFocused();
  await openMail(page, to);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(invoice.invoiceNo);
  const markup = page.frameLocator("iframe");
  await expect(markup.getByRole("heading", { name: "Beleg" })).toBeVisible();
  await expect(markup.getByText("20 USDT").first()).toBeVisible();
  const link = await markup.getByRole("link", { name: "Beleg ansehen" }).getAttribute("href");
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await expectAccessible(page);
  }
  await page.goto(link ?? "");
  await expect(page.locator("main.receipt")).toContainText(invoice.invoiceNo);
  expect(complaints).toEqual([]);
});

test("C-30: who paid too much leaves an address, which the page never shows again and the operator reads", async ({
  page,
}) => {
  const invoice = await createInvoice(TRON);
  const complaints = complaintsOf(page);
  await play(page, invoice.url, "Too much", "overpaid");
  const email = newAddress("over");
  await page.getByText("Leave an e-mail address", { exact: true }).click();
  const form = page.locator("#reach");
  await form.getByLabel("E-mail address").fill(email);
  await form.getByLabel(/address for a refund/).fill("0x8ba1f109551bD432803012645Ac136ddd64DBA72");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(told(form.page()).first()).toHaveText(
    "That cannot be your address on TRON (TRC20).",
  );
  await form.getByLabel("E-mail address").fill(email);
  await form.getByLabel(/address for a refund/).fill(REFUND);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(told(form.page()).first()).toHaveText(/^Saved\. .+ can reach you now\.$/);
  await expect(page.locator("body")).not.toContainText(email);
  await expect(page.locator("body")).not.toContainText(REFUND);
  const said = await contactsOf(invoice.transactionId);
  for (const part of [email, REFUND, invoice.invoiceNo, "Nobody has checked these"]) {
    expect(said).toContain(part);
  }
  expect(complaints).toEqual([]);
});

test("C-30: a lookup that ended unhappily leads to the form", async ({ page }) => {
  const invoice = await createInvoice(TRON);
  const complaints = complaintsOf(page);
  await page.goto(invoice.url);
  await page.getByText("I paid, where is it?", { exact: true }).click();
  await page.getByLabel("Transaction hash").fill("cd".repeat(32));
  await page.getByRole("button", { name: "Look it up" }).click();
  const answer = page.locator("[data-answer]");
  await expect(answer).toContainText("Neither network knows this transaction.");
  await answer.getByRole("link", { name: "Leave an e-mail address" }).click();
  await expect(page).toHaveURL(/lookup=[0-9a-f-]{36}&contact=open$/);
  const form = page.locator("#reach");
  await form.getByLabel("E-mail address").fill(newAddress("lost"));
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.locator("[data-told]")).toHaveText(/^Saved\./);
  // The payment itself is still before the payer.
  await expect(pageIn(page, "waiting")).toBeVisible();
  expect(complaints).toEqual([]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("C-18: the receipt page sends itself, and a wrong address is said to be one", async ({
    page,
    browser,
  }) => {
    const invoice = await createInvoice(TRON);
    const payer = await browser.newPage();
    await play(payer, invoice.url, "Pay with test USDT", "paid");
    await payer.close();
    const complaints = complaintsOf(page);
    await page.goto(`${invoice.url}/receipt?lang=ar`);
    await page.locator("#mail summary").click();
    const to = newAddress("plain");
    await page.locator("#mail-email").fill(to);
    await page.locator("#mail button").click();
    await expect(page).toHaveURL(/\/s\/\w{22}\/receipt\?lang=ar&mail=done$/);
    await expect(told(page)).toBeInViewport();
    await openMail(page, to);
    await expect(page.frameLocator("iframe").locator('html[dir="rtl"]')).toHaveCount(1);
    expect(complaints).toEqual([]);
  });
});
