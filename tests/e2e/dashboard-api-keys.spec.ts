import { expect, test } from "@playwright/test";
import { confirmWithCode, newColleague, signIn } from "./dashboard";
import { complaintsOf, sandboxFacts } from "./sandbox";

const KEYS = "/dashboard/developers/keys";

test("a developer is offered no key that may do more than a developer (D-29)", async ({ page }) => {
  await signIn(page, await newColleague("developer"), KEYS);
  const offered = page.getByRole("region", { name: "New API key" }).getByRole("checkbox");
  await expect(offered).toHaveCount(3);
  for (const scope of ["read", "deposits", "webhooks"]) {
    await expect(page.getByLabel(scope, { exact: true })).toBeVisible();
  }
  await expect(page.getByText("A key may do no more than you may.")).toBeVisible();
  // The demo's own key may do everything: a developer sees it, and rolls it not.
  const first = page.getByRole("row").filter({ hasText: "First key" });
  await expect(first).toBeVisible();
  await expect(first.getByRole("button", { name: /^Roll/ })).toHaveCount(0);
  await expect(first.getByRole("button", { name: /^Revoke/ })).toHaveCount(1);
});

test("a key ends after days; narrowing it takes no code, widening it does; a stale form is told (D-25, D-39)", async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  const owner = await newColleague("owner");
  await signIn(page, owner, KEYS);
  const complaints = complaintsOf(page);
  const name = `Till ${Date.now()}`;
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("read", { exact: true }).check();
  await page.getByLabel("deposits", { exact: true }).check();
  await page.getByLabel("Ends", { exact: true }).selectOption("30");
  await page.getByRole("button", { name: "Issue the key" }).click();
  await expect(page.getByRole("dialog")).toContainText("30 days");
  await confirmWithCode(page, owner);
  const key = await page.locator("dd code").first().textContent();
  await page.getByRole("button", { name: "I have copied them" }).click();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText(`${key?.slice(0, 12)}…${key?.slice(-4)}`);
  await fetch(`${sandboxFacts().origin}/api/v1/public/transaction/list`, {
    headers: { apikey: key ?? "" },
  });
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText("127.0.0.1", { timeout: 1_000 });
  }).toPass();

  const stale = await context.newPage();
  await stale.goto(`${sandboxFacts().origin}${KEYS}`);
  await page.getByRole("button", { name: `Change ${name}` }).click();
  const form = page.getByRole("dialog", { name: `Change ${name}` });
  await form.getByLabel("read", { exact: true }).uncheck();
  await form.getByRole("button", { name: "Save the key" }).click();
  await expect(form).toBeHidden();
  await expect(row.getByRole("cell").nth(1)).toHaveText(/May\W*deposits$/);

  await page.getByRole("button", { name: `Change ${name}` }).click();
  await form.getByLabel("withdrawals", { exact: true }).check();
  await form.getByRole("button", { name: "Save the key" }).click();
  await expect(page.getByRole("dialog", { name: "Confirm with a code" })).toContainText(
    "deposits, withdrawals",
  );
  await confirmWithCode(page, owner);
  await expect(form).toBeHidden();
  await expect(row.getByRole("cell").nth(1)).toHaveText(/May\W*deposits, withdrawals$/);

  await stale.getByRole("button", { name: `Change ${name}` }).click();
  const old = stale.getByRole("dialog", { name: `Change ${name}` });
  await old.getByLabel("deposits", { exact: true }).uncheck();
  await old.getByRole("button", { name: "Save the key" }).click();
  await expect(old.getByRole("alert")).toContainText("Somebody else changed this meanwhile");
  expect(complaints).toEqual([]);
});
