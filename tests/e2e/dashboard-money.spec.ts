import { randomUUID } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { type Colleague, newColleague, signIn } from "./dashboard";
import { complaintsOf, sandboxFacts } from "./sandbox";

const NETWORK = "USDT-TRC20";
const SOMEWHERE = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
const BUSY_MS = 60_000;

// One user with money, and one merchant whose balance it is, for all of these.
test.describe.configure({ mode: "default" });
const userId = `money-${randomUUID().slice(0, 8)}`;
test.beforeAll(async () => {
  const { wallets } = await call("/public/wallet/generate", {
    userId,
    email: `${userId}@example.com`,
  });
  const addresses = wallets.map((one: { walletAddress: string }) => one.walletAddress);
  const walletAddress = addresses.find((address: string) => address.startsWith("T"));
  await call("/sandbox/pay", { walletAddress, amount: 900, currencyType: NETWORK });
});

/** What the platform's own server asks of the gateway. Throws what is refused. */
async function call(path: string, body: object) {
  const { origin, merchant } = sandboxFacts();
  const response = await fetch(`${origin}/api/v1${path}`, {
    method: "POST",
    headers: {
      apikey: merchant.apiKey,
      "x-api-secret": merchant.apiSecret,
      "content-type": "application/json",
    },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!answer.success) throw new Error(`${path}: ${answer.message}`);
  return answer.data;
}

/** A user's request that waits, as soon as the user's deposit is final. */
async function ask(amount: number): Promise<string> {
  let id = "";
  const wanted = { userId, walletAddress: SOMEWHERE, amount, currencyType: NETWORK };
  const create = () =>
    call("/public/withdrawal-request/create", wanted).then(
      (made) => {
        id = made.withdrawalId;
        return true;
      },
      (error: Error) => error.message,
    );
  await expect.poll(create, { timeout: BUSY_MS }).toBe(true);
  return id;
}

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("the keyboard does not get there");
}

const codeField = (page: Page) => page.getByRole("dialog").getByLabel("Code", { exact: false });
const confirmButton = (page: Page) =>
  page.getByRole("dialog").getByRole("button", { name: "Confirm" });

async function confirmByKeyboard(page: Page, colleague: Colleague): Promise<void> {
  await tabTo(page, page.locator("#confirm-code"));
  await page.keyboard.type(await colleague.code());
  await page.keyboard.press("Enter");
}

async function openQueue(page: Page, colleague: Colleague): Promise<void> {
  await signIn(page, colleague, `/dashboard/requests?q=${userId}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Withdrawal requests");
}

test("D-20, D-21: a request is approved by the keyboard alone, and is not called sent before it is", async ({
  page,
}) => {
  test.slow();
  const colleague = await newColleague("finance");
  const id = await ask(21);
  await openQueue(page, colleague);
  const complaints = complaintsOf(page);
  await expect(page.getByText(/\d+ waits?$/).first()).toBeAttached();
  const approve = page.getByRole("button", { name: `Approve 21.00 USDT for ${userId}` });
  await tabTo(page, approve);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  for (const fact of [SOMEWHERE, "21.00 USDT", "2.00 USDT", "19.00 USDT", "TRON (TRC20)"]) {
    await expect(dialog).toContainText(fact);
  }
  await confirmByKeyboard(page, colleague);
  const told = page.getByRole("status").filter({ hasText: `21.00 USDT for ${userId}: approved` });
  await expect(told).toBeVisible();
  await expect(approve).toHaveCount(0);
  await page.goto(`${sandboxFacts().origin}/dashboard/transactions/${id}`);
  await expect(page.getByText("Completed").first()).toBeVisible({ timeout: BUSY_MS });
  expect(complaints).toEqual([]);
});

test("D-20: a request is rejected for a reason, from its own page", async ({ page }) => {
  test.slow();
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
  test.slow();
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
  await codeField(other).fill(await colleague.code());
  await confirmButton(other).click();
  await expect(other.getByText("Already approved by Ada Quick")).toBeVisible();
  await other.goto(`${sandboxFacts().origin}/dashboard/requests/${id}`);
  await expect(other.getByText("This request is decided.")).toBeVisible();
});

test("D-22: several are approved by one code for their sums, and each is told of", async ({
  page,
}) => {
  test.slow();
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

test("D-15, D-16, U10: a payout by the keyboard alone, to the hash; sent again from the way back it is the same one", async ({
  page,
}) => {
  test.slow();
  const colleague = await newColleague("finance");
  await ask(27);
  await signIn(page, colleague, "/dashboard/payouts/new");
  const complaints = complaintsOf(page);
  await tabTo(page, page.getByLabel("Network"));
  await page.keyboard.type("TRON");
  const address = page.getByLabel("Address", { exact: true });
  if (!(await address.isVisible())) {
    await tabTo(page, page.getByRole("radio", { name: "From the address book" }));
    await page.keyboard.press("ArrowDown");
  }
  await tabTo(page, address);
  await page.keyboard.type(`${SOMEWHERE.slice(0, -1)}9`);
  await page.keyboard.press("Tab");
  await expect(address).toHaveAttribute("aria-invalid", "true");
  await address.focus();
  await page.keyboard.press("Backspace");
  await page.keyboard.type(SOMEWHERE.slice(-1));
  await tabTo(page, page.getByLabel("Amount (USDT)"));
  await page.keyboard.type("11.5");
  await expect(page.locator("aside").last()).toContainText("11.50 USDT");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Is everything right?" })).toBeFocused();
  await payByKeyboard(page, colleague);
  const record = page.url();
  await expect(page.getByText("Completed").first()).toBeVisible({ timeout: BUSY_MS });
  await expect(page.getByRole("button", { name: /Copy.*hash/i }).first()).toBeVisible();

  await page.goBack();
  await expect(page.getByLabel("Amount (USDT)")).toHaveValue("11.5");
  await page.getByRole("button", { name: "Review" }).click();
  await payByKeyboard(page, colleague);
  expect(page.url()).toBe(record);
  expect(complaints).toEqual([]);
});

/** From the review to the record of what was made. */
async function payByKeyboard(page: Page, colleague: Colleague): Promise<void> {
  const compared = page.getByRole("checkbox", { name: /compared every character/ });
  const pay = page.getByRole("button", { name: "Pay 11.50 USDT" });
  await expect(pay).toBeVisible();
  if (await compared.isVisible()) {
    await tabTo(page, compared);
    await page.keyboard.press("Space");
  }
  await tabTo(page, pay);
  await page.keyboard.press("Enter");
  await confirmByKeyboard(page, colleague);
  await expect(page).toHaveURL(/\/dashboard\/transactions\/[0-9a-f-]{36}$/);
}

test("D-19: a recipient is added by code, waits, gets another name and is removed", async ({
  page,
}) => {
  test.slow();
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

test("D-41: axe finds nothing on these pages, in both themes, on a desk and on a phone", async ({
  page,
}) => {
  test.slow();
  const id = await ask(28);
  await signIn(page, await newColleague("owner"), "/dashboard/requests");
  const places = ["requests", `requests/${id}`, "payouts", "payouts/new", "recipients"];
  for (const place of places) {
    await page.goto(`${sandboxFacts().origin}/dashboard/${place}`);
    for (const [colorScheme, width] of [
      ["light", 1280],
      ["dark", 390],
    ] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.flatMap((one) => one.nodes.map((node) => [one.id, node.html]));
      expect(found, `${place}, ${colorScheme}, ${width} px`).toEqual([]);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(tooWide, `${place}, ${width} px`).toBeLessThanOrEqual(0);
    }
  }
});
