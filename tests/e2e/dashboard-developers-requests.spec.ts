import { execFileSync } from "node:child_process";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { newColleague, signIn } from "./dashboard";
import { complaintsOf, sandboxFacts } from "./sandbox";

const PLACE = "/dashboard/developers/requests";

interface Called {
  readonly requestId: string;
  readonly transactionId: string;
}

/** Calls as the merchant's program does. */
async function create(description: string, amount: unknown = 7.5): Promise<Called> {
  const { origin, merchant } = sandboxFacts();
  const response = await fetch(`${origin}/api/v1/transaction/create`, {
    method: "POST",
    headers: { apikey: merchant.apiKey, "content-type": "application/json" },
    body: JSON.stringify({ currencyType: "USDT-TRC20", amount, description, token: "hush-hush" }),
  });
  const { transactionId } = (await response.json()) as { transactionId: string };
  return { requestId: response.headers.get("x-request-id") ?? "", transactionId };
}

async function violations(page: Page): Promise<unknown> {
  return (await new AxeBuilder({ page }).analyze()).violations;
}

const linkTo = (page: Page, { requestId }: Called) =>
  page.locator(`tbody a[href="${PLACE}/${requestId}"]`);

test.describe("the request log (D-28)", () => {
  test("shows calls by themselves, by filter, and each with what was sent and answered", async ({
    page,
  }) => {
    test.setTimeout(180_000);
    const before = await create("The first of them");
    await signIn(page, await newColleague("developer"), PLACE);
    const complaints = complaintsOf(page);
    await expect(page.getByRole("heading", { name: "Calls" })).toBeVisible();
    await expect(linkTo(page, before)).toBeVisible();
    const fresh = await create("Comes while somebody looks");
    // An open page looks every five seconds.
    await expect(linkTo(page, fresh)).toBeVisible({ timeout: 30_000 });
    const refused = await create("Without an amount", "none");
    await page.getByText("Filter", { exact: true }).click();
    await page.getByLabel("Status").selectOption({ label: "4xx: refused" });
    await page.getByLabel("Path").selectOption("/transaction/create");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(linkTo(page, refused)).toBeVisible({ timeout: 30_000 });
    await expect(linkTo(page, fresh)).toBeHidden();
    expect(await violations(page)).toEqual([]);

    await page.getByLabel("Status").selectOption({ label: "Any" });
    await page.getByLabel("Request id").fill(fresh.requestId);
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.locator("tbody tr")).toHaveCount(1);
    await linkTo(page, fresh).click();
    await expect(page.getByRole("heading", { name: "POST /transaction/create" })).toBeVisible();
    const sent = page.getByRole("region", { name: "What was sent" });
    await expect(sent).toContainText("Comes while somebody looks");
    await expect(sent).toContainText('"token": "***"');
    await expect(page.getByRole("region", { name: "What was answered" })).toContainText(
      fresh.transactionId,
    );
    await expect(page.locator("body")).not.toContainText("hush-hush");
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    expect(await violations(page)).toEqual([]);
    await page.goBack();
    await expect(page).toHaveURL(new RegExp(`id=${fresh.requestId}`));
    expect(complaints).toEqual([]);
  });

  test("a call is copied as a command that does it again, found by its id, and listed by its key", async ({
    page,
    context,
  }) => {
    test.setTimeout(180_000);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const called = await create("Ada's “quotes” and $dollars");
    await signIn(page, await newColleague("developer"), "/dashboard/developers/keys");
    const complaints = complaintsOf(page);
    // Other specs make keys meanwhile: the demo's own is the one that called.
    const key = page.getByRole("row").filter({ hasText: "First key" });
    await key.getByRole("link", { name: /^Its calls/ }).click();
    await expect(page).toHaveURL(/requests\?key=/);
    await expect(linkTo(page, called)).toBeVisible({ timeout: 30_000 });

    const palette = page.getByRole("dialog", { name: "Search and go to" });
    await expect(async () => {
      await page.keyboard.press("Control+k");
      await expect(palette).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await page.keyboard.type(called.requestId);
    await expect(palette.getByRole("option").first()).toContainText("/transaction/create");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`${PLACE}/${called.requestId}$`));

    await page.getByRole("button", { name: "Copy the command" }).click();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const { merchant } = sandboxFacts();
    const env = { ...process.env, API_KEY: merchant.apiKey };
    const again = execFileSync("sh", ["-c", `${command} --silent`], { env, encoding: "utf8" });
    expect(JSON.parse(again)).toMatchObject({ success: true });
    expect(complaints).toEqual([]);
  });

  test("is cards on a phone, and not there for who looks after no keys", async ({ page }) => {
    test.setTimeout(180_000);
    const called = await create("On a phone");
    await page.setViewportSize({ width: 390, height: 844 });
    await signIn(page, await newColleague("support"));
    await page.goto(`${sandboxFacts().origin}${PLACE}`);
    await expect(page.getByRole("heading", { name: "There is no page here" })).toBeVisible();
    await page.context().clearCookies();
    await signIn(page, await newColleague("viewer"), PLACE);
    await expect(linkTo(page, called)).toBeVisible({ timeout: 30_000 });
    const overflow = () =>
      page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
    expect(await overflow()).toBe(0);
    await linkTo(page, called).click();
    await expect(page.getByRole("region", { name: "What was sent" })).toBeVisible();
    expect(await overflow()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });
});
