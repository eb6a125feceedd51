import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { type Colleague, newColleague, signIn, signInByPage } from "./dashboard";
import { complaintsOf, createInvoice, sandboxFacts } from "./sandbox";

test.describe("signing in (D-16, D-17, D-44)", () => {
  test("wants the right password, then a code that was not used before, and leads to where one wanted to go", async ({
    page,
  }) => {
    const colleague = await newColleague("viewer");
    const { origin } = sandboxFacts();
    await page.goto(`${origin}/dashboard/transactions?status=confirmed`);
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await page.getByLabel("E-mail address").fill(colleague.email);
    await page.getByLabel("Password", { exact: true }).fill("not the password at all");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "is wrong" })).toBeVisible();
    await page.getByLabel("Password", { exact: true }).fill(colleague.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    const field = page.getByLabel(/Code from your authenticator/);
    await expect(field).toBeFocused();
    const code = await colleague.code();
    await field.fill("000000");
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(
      page.getByRole("alert").filter({ hasText: "wrong or was used before" }),
    ).toBeVisible();
    await field.fill(code);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page).toHaveURL(`${origin}/dashboard/transactions?status=confirmed`);

    // The same code again, on another device.
    const other = await page.context().browser()?.newPage();
    if (!other) throw new Error("no second page");
    await other.goto(`${origin}/sign-in`);
    await other.getByLabel("E-mail address").fill(colleague.email);
    await other.getByLabel("Password", { exact: true }).fill(colleague.password);
    await other.getByRole("button", { name: "Sign in" }).click();
    await other.getByLabel(/Code from your authenticator/).fill(code);
    await other.getByRole("button", { name: "Continue" }).click();
    await expect(
      other.getByRole("alert").filter({ hasText: "wrong or was used before" }),
    ).toBeVisible();
    await other.close();
  });

  test("ends where the person ends it: the old cookie opens nothing (A15)", async ({
    page,
    context,
  }) => {
    await signInByPage(page, await newColleague("viewer"));
    const kept = await context.cookies();
    await page.getByRole("button", { name: /Your account/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/sign-in$/);
    await context.addCookies(kept);
    await page.goto(`${sandboxFacts().origin}/dashboard`);
    await expect(page).toHaveURL(/\/sign-in\?next=%2Fdashboard$/);
  });

  test("does not send to other hosts afterwards", async ({ page }) => {
    await signInByPage(page, await newColleague("viewer"), "/sign-in?next=//evil.example/x");
    await expect(page).toHaveURL(`${sandboxFacts().origin}/dashboard`);
  });
});

test.describe("the dashboard", () => {
  let colleague: Colleague;
  test.beforeAll(async () => {
    colleague = await newColleague("owner");
  });

  test("shows money, attention, days and machinery; and the list, its filters and a record over it", async ({
    page,
  }) => {
    const complaints = complaintsOf(page);
    const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "12.345678" });
    await signIn(page, colleague);
    for (const name of ["Money", "Needs attention", "Last 30 days", "Chains and jobs"]) {
      await expect(page.getByRole("heading", { name })).toBeVisible();
    }
    await page.getByRole("link", { name: "Transactions" }).first().click();
    await page.getByRole("searchbox").fill(invoice.walletAddress);
    await page.getByRole("main").getByRole("button", { name: "Search" }).click();
    const rows = page.getByRole("table", { name: /Transactions/ }).locator("tbody tr");
    await expect(rows).toHaveCount(1);
    await expect(rows.first()).toContainText("12.345678 USDT");
    // D-04: the filter is in the address; back and reload keep it.
    await expect(page).toHaveURL(new RegExp(`q=${invoice.walletAddress}`));
    await page.getByRole("link", { name: invoice.invoiceNo }).click();
    const drawer = page.getByRole("dialog", { name: "Transaction" });
    await expect(drawer).toContainText(invoice.walletAddress);
    await expect(page).toHaveURL(new RegExp(invoice.transactionId));
    await page.keyboard.press("Escape");
    await expect(drawer).toBeHidden();
    await expect(page).toHaveURL(new RegExp(`q=${invoice.walletAddress}`));
    await page.goto(`${sandboxFacts().origin}/dashboard/transactions/${invoice.transactionId}`);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page.getByRole("heading", { name: invoice.invoiceNo })).toBeVisible();
    await page.getByRole("link", { name: "Transactions" }).first().click();
    await page.goto(`${sandboxFacts().origin}/dashboard/transactions?min=oops`);
    await expect(page.getByText("min: must be an amount")).toBeVisible();
    // Only the password without its code is refused on the way in.
    expect(complaints.filter((text) => !/401|callback\/credentials/.test(text))).toEqual([]);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`has nothing that axe finds, ${colorScheme}, wide and narrow (D-41)`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { origin } = sandboxFacts();
      const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "5" });
      await page.goto(`${origin}/sign-in`);
      const findings = async () => (await new AxeBuilder({ page }).analyze()).violations;
      expect(await findings()).toEqual([]);
      await signIn(page, colleague);
      const paths = [
        "/dashboard",
        "/dashboard/transactions?status=initiated",
        "/dashboard/transactions?q=nothing-has-this",
        `/dashboard/transactions/${invoice.transactionId}`,
      ];
      for (const width of [1_280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        for (const path of paths) {
          await page.goto(`${origin}${path}`);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          expect.soft(await findings(), `${path} ${width}`).toEqual([]);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          expect.soft(wide, `${path} is wider than ${width}`).toBeLessThanOrEqual(width);
        }
      }
    });
  }
});
