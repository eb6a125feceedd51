import { randomUUID } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { type Colleague, newColleague, signIn } from "./dashboard";
import { askFor, payingUser } from "./platform";
import { sandboxFacts } from "./sandbox";

// One user with money, and one merchant whose balance it is, for all of these.
test.describe.configure({ mode: "default" });
let userId: string;
test.beforeAll(async () => {
  userId = await payingUser(900);
});
const ask = (amount: number) => askFor(userId, amount);

const codeField = (page: Page) => page.getByRole("dialog").getByLabel("Code", { exact: false });
const confirmButton = (page: Page) =>
  page.getByRole("dialog").getByRole("button", { name: "Confirm" });

async function openQueue(page: Page, colleague: Colleague): Promise<void> {
  await signIn(page, colleague, `/dashboard/requests?q=${userId}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Withdrawal requests");
}

test("D-20: a request is rejected for a reason, from its own page", async ({ page }) => {
  test.setTimeout(400_000);
  const colleague = await newColleague("finance");
  const id = await ask(22);
  await openQueue(page, colleague);
  await page.getByRole("link", { name: `Details of 22.00 USDT for ${userId}` }).click();
  await expect(page.getByRole("heading", { name: "Look twice" })).toBeVisible();
  await expect(page.getByText(`${userId}@example.com`)).toBeVisible();
  await page.getByRole("button", { name: "Reject", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Reject" }).click();
  await expect(dialog.getByLabel("Why?")).toBeFocused();
  await dialog.getByLabel("Why?").fill("The address is not the user’s own");
  await dialog.getByRole("button", { name: "Reject" }).click();
  await expect(page.getByRole("status").filter({ hasText: "rejected" }).first()).toBeVisible();
  await page.goto(`${sandboxFacts().origin}/dashboard/transactions/${id}`);
  await expect(page.getByText("The address is not the user’s own").first()).toBeVisible();
});

test("D-21: two tabs and impatient fingers approve once, and the second is told who was first", async ({
  page,
  context,
}) => {
  test.setTimeout(400_000);
  const colleague = await newColleague("admin", "Ada Quick");
  const id = await ask(23);
  await openQueue(page, colleague);
  const other = await context.newPage();
  await other.goto(page.url());
  const name = `Approve 23.00 USDT for ${userId}`;
  await other.getByRole("button", { name }).click();
  await expect(other.getByRole("dialog")).toBeVisible();
  await page.getByRole("button", { name }).dblclick();
  await expect(page.getByRole("dialog")).toHaveCount(1);
  await codeField(page).fill(await colleague.code());
  await confirmButton(page).dblclick();
  await expect(page.getByRole("status").filter({ hasText: "approved" }).first()).toBeVisible();
  // No code is looked at any more: the dialog closes, and the page says why.
  await codeField(other).fill("000000");
  await confirmButton(other).click();
  await expect(other.getByRole("dialog")).toBeHidden();
  const told = other.getByRole("status").filter({ hasText: "Already approved by Ada Quick" });
  await expect(told).toBeFocused();
  await expect(other.getByRole("button", { name })).toHaveCount(0);
  await other.goto(`${sandboxFacts().origin}/dashboard/requests/${id}`);
  await expect(other.getByText("This request is decided.")).toBeVisible();
});

test("D-22: several are approved by one code for their sums, and each is told of", async ({
  page,
}) => {
  test.setTimeout(400_000);
  const colleague = await newColleague("owner");
  for (const amount of [24, 25, 26]) await ask(amount);
  await openQueue(page, colleague);
  for (const amount of [24, 26]) {
    await page.getByRole("checkbox", { name: `Choose ${amount}.00 USDT for ${userId}` }).check();
  }
  await page.getByRole("button", { name: "Approve 2 chosen" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("TRON (TRC20): 2 requests");
  await expect(dialog).toContainText("50.00 USDT, of which 46.00 USDT arrives");
  await codeField(page).fill(await colleague.code());
  await confirmButton(page).click();
  const results = page.getByRole("table", { name: /2 approved/ });
  await expect(results.locator("tbody tr")).toHaveCount(2);
  await expect(page.getByRole("button", { name: /^Approve 25\.00/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Approve 24\.00/ })).toHaveCount(0);
});

test("D-19: a recipient is added by code, waits, gets another name and is removed", async ({
  page,
}) => {
  test.setTimeout(400_000);
  const colleague = await newColleague("owner");
  await signIn(page, colleague, "/dashboard/recipients");
  const label = `Printer ${randomUUID().slice(0, 6)}`;
  await page.getByRole("button", { name: "Add a recipient" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a recipient" });
  await dialog.getByLabel("Label").fill(label);
  await dialog.getByLabel("Network").selectOption({ label: "TRON (TRC20)" });
  await dialog.getByLabel("Address").fill("not an address");
  await dialog.getByRole("button", { name: "Go on" }).click();
  await expect(dialog.getByRole("alert")).toContainText(/address/i);
  await dialog.getByLabel("Address").fill("TMuA6YqfCeX8EhbfYEg5y7S4DqzSJireY9");
  await dialog.getByRole("button", { name: "Go on" }).click();
  await page.locator("#confirm-code").fill(await colleague.code());
  await page.getByRole("button", { name: "Confirm" }).click();
  const row = page.getByRole("row").filter({ hasText: label });
  await expect(row).toContainText("Waits until");
  await page.getByRole("button", { name: `Edit ${label}` }).click();
  await page.getByRole("dialog").getByLabel("Label").fill(`${label} two`);
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: `Remove ${label} two` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByRole("row").filter({ hasText: label })).toHaveCount(0);
});
