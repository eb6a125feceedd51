import { expect, type Page, test } from "@playwright/test";
import { type Colleague, newColleague } from "./dashboard";
import {
  expectFocusSeen,
  expectNoPointer,
  press,
  tabTo,
  typeInto,
  watchPointers,
} from "./keyboard";
import { askFor, BUSY_MS, payingUser, SOMEWHERE } from "./platform";
import { complaintsOf, sandboxFacts } from "./sandbox";

// D-41: whatever moves money or shows a secret, by the keyboard alone: no pointer goes down in any of these.
test.describe.configure({ mode: "default" });
let userId: string;
test.beforeAll(async () => {
  userId = await payingUser(300);
});
test.beforeEach(async ({ page }) => {
  test.setTimeout(400_000);
  await watchPointers(page);
});
test.afterEach(({ page }) => expectNoPointer(page));

/** Signs in and comes out at a place of the dashboard. */
async function enter(page: Page, colleague: Colleague, path: string): Promise<void> {
  await page.goto(`${sandboxFacts().origin}${path}`);
  await typeInto(page, page.getByLabel("E-mail address"), colleague.email);
  await typeInto(page, page.getByLabel("Password", { exact: true }), colleague.password);
  await page.keyboard.press("Enter");
  const code = page.getByLabel(/Code from your authenticator/);
  await expectFocusSeen(code);
  await page.keyboard.type(await colleague.code());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${path.replace("?", "\\?")}$`));
}

/** Gives the code that a dialog asks for; the dialog keeps the focus until then. */
async function confirm(page: Page, colleague: Colleague): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Confirm with a code" });
  await tabTo(page, dialog.getByRole("button", { name: "Confirm" }));
  // Round and round, and never out of it.
  await typeInto(page, dialog.locator("#confirm-code"), "000000");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("alert")).toContainText("This code is wrong");
  await expect(dialog.locator("#confirm-code")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(await colleague.code());
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
}

test("D-20, D-21: a request is approved, and is not called sent before it is", async ({ page }) => {
  const colleague = await newColleague("finance");
  const id = await askFor(userId, 21);
  const path = `/dashboard/requests?q=${userId}`;
  await enter(page, colleague, path);
  const complaints = complaintsOf(page);
  await expect(page.getByText(/\d+ waits?$/).first()).toBeAttached();
  const approve = page.getByRole("button", { name: `Approve 21.00 USDT for ${userId}` });
  await press(page, approve);
  const dialog = page.getByRole("dialog");
  for (const fact of [SOMEWHERE, "21.00 USDT", "2.00 USDT", "19.00 USDT", "TRON (TRC20)"]) {
    await expect(dialog).toContainText(fact);
  }
  // Escape takes it back, and leads to where one was.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expectFocusSeen(approve);
  await page.keyboard.press("Enter");
  await confirm(page, colleague);
  const told = page.getByRole("status").filter({ hasText: `21.00 USDT for ${userId}: approved` });
  await expect(told).toBeFocused();
  await expect(approve).toHaveCount(0);
  await page.goto(`${sandboxFacts().origin}/dashboard/transactions/${id}`);
  await expect(page.getByText("Completed").first()).toBeVisible({ timeout: BUSY_MS });
  expect(complaints).toEqual([]);
});

test("D-15, D-16, U10: a payout to its hash; sent again from the way back it is the same one", async ({
  page,
}) => {
  const colleague = await newColleague("finance");
  await askFor(userId, 27);
  await enter(page, colleague, "/dashboard/payouts/new");
  const complaints = complaintsOf(page);
  await typeInto(page, page.getByLabel("Network"), "TRON");
  const address = page.getByLabel("Address", { exact: true });
  if (!(await address.isVisible())) {
    await press(page, page.getByRole("radio", { name: "From the address book" }), "ArrowDown");
  }
  await typeInto(page, address, `${SOMEWHERE.slice(0, -1)}9`);
  await page.keyboard.press("Tab");
  await expect(address).toHaveAttribute("aria-invalid", "true");
  await tabTo(page, address, "Shift+Tab");
  await page.keyboard.press("End");
  await page.keyboard.press("Backspace");
  await page.keyboard.type(SOMEWHERE.slice(-1));
  await typeInto(page, page.getByLabel("Amount (USDT)"), "11.5");
  await expect(page.locator("aside").last()).toContainText("11.50 USDT");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Is everything right?" })).toBeFocused();
  await pay(page, colleague);
  const record = page.url();
  await expect(page.getByText("Completed").first()).toBeVisible({ timeout: BUSY_MS });
  await expect(page.getByRole("button", { name: /Copy.*hash/i }).first()).toBeVisible();

  await page.goBack();
  await expect(page.getByLabel("Amount (USDT)")).toHaveValue("11.5");
  await press(page, page.getByRole("button", { name: "Review" }));
  await pay(page, colleague);
  expect(page.url()).toBe(record);
  expect(complaints).toEqual([]);
});

/** From the review to the record of what was made. */
async function pay(page: Page, colleague: Colleague): Promise<void> {
  const compared = page.getByRole("checkbox", { name: /compared every character/ });
  const button = page.getByRole("button", { name: "Pay 11.50 USDT" });
  await expect(button).toBeVisible();
  if (await compared.isVisible()) await press(page, compared, "Space");
  await press(page, button);
  await confirm(page, colleague);
  await expect(page).toHaveURL(/\/dashboard\/transactions\/[0-9a-f-]{36}$/);
}

test("D-25: a key is issued, shown this once, copied, and put away", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const developer = await newColleague("developer");
  await enter(page, developer, "/dashboard/developers/keys");
  const complaints = complaintsOf(page);
  const issue = page.getByRole("button", { name: "Issue the key" });
  await press(page, issue);
  const name = page.getByLabel("Name", { exact: true });
  // What is wrong has the focus.
  await expectFocusSeen(name);
  await page.keyboard.type(`Keyboard ${Date.now()}`);
  await press(page, page.getByLabel("read", { exact: true }), "Space");
  await press(page, issue);
  await confirm(page, developer);
  await expect(page.getByText("they are not shown again")).toBeFocused();
  await press(page, page.getByRole("button", { name: "Copy API key" }));
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^tg_test_/);
  await expect(page.getByText(copied, { exact: true })).toBeVisible();
  const answer = await page.request.get(`${sandboxFacts().origin}/api/v1/public/transaction/list`, {
    headers: { apikey: copied },
  });
  expect(answer.status()).toBe(200);
  await press(page, page.getByRole("button", { name: "I have copied them" }));
  await expect(page.getByText(copied, { exact: true })).toHaveCount(0);
  await expectFocusSeen(name);
  await page.reload();
  await expect(page.locator("body")).not.toContainText(copied);
  expect(complaints).toEqual([]);
});
