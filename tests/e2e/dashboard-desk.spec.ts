import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, type Download, expect, type Page, test } from "@playwright/test";
import { type Colleague, newColleague, signIn } from "./dashboard";
import { complaintsOf, createInvoice, type Invoice, sandboxFacts } from "./sandbox";

const at = (path: string) => `${sandboxFacts().origin}${path}`;
const textOf = async (file: Download) => readFile(await file.path(), "utf8");

test.describe
  .serial("exports, notes, saved views and the audit log (D-06, D-08, D-09, D-30)", () => {
    let context: BrowserContext;
    let page: Page;
    let colleague: Colleague;
    let invoice: Invoice;
    let complaints: readonly string[];

    test.beforeAll(async ({ browser }) => {
      context = await browser.newContext({ locale: "en-GB" });
      page = await context.newPage();
      complaints = complaintsOf(page);
      colleague = await newColleague("owner", "Nora Notes");
      invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "31.000007" });
      await signIn(page, colleague);
    });
    test.afterAll(async () => {
      await context?.close();
    });

    test("a filtered list is downloaded at once, and as files that are made in the background", async () => {
      await page.goto(at(`/dashboard/transactions?q=${invoice.walletAddress}`));
      await page.getByRole("button", { name: "Export" }).click();
      const dialog = page.getByRole("dialog", { name: "Export these transactions" });
      await expect(dialog).toContainText("1 record");
      const [now] = await Promise.all([
        page.waitForEvent("download"),
        dialog.getByRole("link", { name: "Download CSV now" }).click(),
      ]);
      expect(now.suggestedFilename()).toMatch(/^transactions-\d{4}-\d\d-\d\d\.csv$/);
      const lines = (await textOf(now)).trimEnd().split("\r\n");
      expect(lines).toHaveLength(2);
      expect(lines[0]).toContain("amount_usdt");
      expect(lines[1]).toContain("31.000007");
      expect(lines[1]).toContain(invoice.invoiceNo);

      await dialog.getByRole("button", { name: "Make a CSV" }).click();
      await expect(page).toHaveURL(at("/dashboard/exports"));
      const rows = page.getByRole("table", { name: /Your exports/ }).locator("tbody tr");
      await expect(rows).toHaveCount(1);
      await expect(rows.first()).toContainText(invoice.walletAddress);
      // Nobody reloads: the page sees by itself that the worker is done.
      const file = rows.first().getByRole("link", { name: /Download the CSV/ });
      await expect(file).toBeVisible({ timeout: 60_000 });
      const [made] = await Promise.all([page.waitForEvent("download"), file.click()]);
      expect((await textOf(made)).trimEnd()).toBe(lines.join("\r\n"));

      await page.goto(at(`/dashboard/transactions?q=${invoice.walletAddress}`));
      await page.getByRole("button", { name: "Export" }).click();
      await page.getByRole("button", { name: /XLSX/ }).click();
      const workbook = rows.first().getByRole("link", { name: /Download the XLSX/ });
      await expect(workbook).toBeVisible({ timeout: 60_000 });
      const [xlsx] = await Promise.all([page.waitForEvent("download"), workbook.click()]);
      expect(xlsx.suggestedFilename()).toMatch(/\.xlsx$/);
      expect((await readFile(await xlsx.path())).subarray(0, 2).toString()).toBe("PK");
    });

    test("a file is its person's alone, and a stranger is sent to sign in", async ({ browser }) => {
      const file = await page.getByRole("link", { name: /Download the XLSX/ }).getAttribute("href");
      const stranger = await browser.newContext({ locale: "en-GB" });
      const answer = await stranger.request.get(at(file ?? ""), { maxRedirects: 0 });
      expect(answer.status()).toBe(303);
      expect(answer.headers().location).toBe("/sign-in?next=%2Fdashboard%2Fexports");
      const other = await stranger.newPage();
      await signIn(other, await newColleague("admin"), "/dashboard/exports");
      await other.goto(at(file ?? ""));
      await expect(other.getByText("There is no such export of yours.")).toBeVisible();
      await stranger.close();
      const viewer = await browser.newContext({ locale: "en-GB" });
      const looking = await viewer.newPage();
      await signIn(looking, await newColleague("viewer"), "/dashboard/transactions");
      await expect(looking.getByRole("button", { name: "Export" })).toHaveCount(0);
      const refused = await viewer.request.get(at("/api/dashboard/exports/now"), {
        maxRedirects: 0,
      });
      expect(refused.headers().location).toContain("problem=scope_missing");
      await viewer.close();
    });

    test("a note stands beside its record, with who wrote it", async () => {
      await page.goto(at(`/dashboard/transactions/${invoice.transactionId}`));
      await page.getByRole("button", { name: "Add note" }).click();
      await expect(page.getByText("Write something, at most 2,000 characters.")).toBeVisible();
      await page.getByLabel("A new note").fill("Called the payer.\nWill pay on Monday <b>.");
      await page.getByRole("button", { name: "Add note" }).click();
      const notes = page.getByRole("region", { name: "Notes" });
      await expect(notes.getByText("Will pay on Monday <b>.")).toBeVisible();
      await expect(notes).toContainText("Nora Notes,");
      await expect(page.getByLabel("A new note")).toHaveValue("");
    });

    test("a filter is kept under a name, opens first, and goes", async () => {
      await page.goto(at("/dashboard/transactions?status=initiated&network=USDT-TRC20"));
      await page.getByRole("button", { name: "Save this filter" }).click();
      await page.getByLabel("Name").fill("Waiting on TRON");
      await page.getByRole("checkbox", { name: "Share with the team" }).check();
      await page.getByRole("button", { name: "Save view" }).click();
      const views = page.getByRole("navigation", { name: "Saved views" });
      const view = views.getByRole("link", { name: "Waiting on TRON" });
      await expect(view).toHaveAttribute("aria-current", "true");
      await page.getByRole("button", { name: "Manage views" }).click();
      await page.getByRole("button", { name: "Open the view Waiting on TRON first" }).click();
      await expect(
        page.getByRole("button", { name: "Don’t open the view Waiting on TRON first" }),
      ).toBeVisible();
      await page.goto(at("/dashboard/transactions"));
      await expect(page).toHaveURL(/network=USDT-TRC20&status=initiated/);
      await page.getByRole("link", { name: "Clear all" }).click();
      await expect(page).toHaveURL(/view=all/);
      await expect(views.getByRole("link", { name: "Everything" })).toHaveAttribute(
        "aria-current",
        "true",
      );
      await page.getByRole("button", { name: "Manage views" }).click();
      await page.getByRole("button", { name: "Delete the view Waiting on TRON" }).click();
      await page.getByRole("button", { name: "Yes, delete" }).click();
      await expect(page.getByText("There are no saved views yet.")).toBeVisible();
      await page.goto(at("/dashboard/transactions"));
      await expect(page).toHaveURL(at("/dashboard/transactions"));
    });

    test("the audit log tells who did what, whether it is as written, and is downloaded", async () => {
      await page.goto(at("/dashboard/audit"));
      await expect(page.getByText(/^Verified up to entry [\d,]+:/)).toBeVisible();
      await page.getByText("Filters", { exact: true }).click();
      await page.getByLabel("Who", { exact: true }).selectOption({ label: "Nora Notes" });
      await page.getByLabel("Action", { exact: true }).selectOption("note.added");
      await page.getByRole("button", { name: "Apply" }).click();
      await expect(page).toHaveURL(/action=note\.added/);
      const rows = page.getByRole("table", { name: /Audit log/ }).locator("tbody tr");
      await expect(rows).toHaveCount(1);
      await expect(rows.first()).toContainText("Nora Notes");
      await rows
        .first()
        .getByRole("button", { name: /^Details of Note added/ })
        .click();
      const details = page.getByRole("dialog", { name: "Note added" });
      await expect(details).toContainText(invoice.transactionId);
      await page.keyboard.press("Escape");
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Download as CSV" }).click(),
      ]);
      const text = await textOf(file);
      expect(text).toContain("tillgate-audit-v1");
      expect(text.trimEnd().split("\r\n")).toHaveLength(2);
      await page.goto(at("/dashboard/audit?from=nonsense"));
      await expect(page.getByText("from: must be a day")).toBeVisible();
    });

    for (const colorScheme of ["light", "dark"] as const) {
      test(`axe finds nothing in the dialogs, ${colorScheme}, wide and narrow (D-41)`, async () => {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        const check = async (what: string, width: number) => {
          const { violations } = await new AxeBuilder({ page }).analyze();
          const found = violations.flatMap(({ id, nodes }) => nodes.map((one) => [id, one.html]));
          expect.soft(found, `${what} ${width}`).toEqual([]);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          expect.soft(wide, `${what} is wider than ${width}`).toBeLessThanOrEqual(width);
        };
        for (const width of [1_280, 390]) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(at("/dashboard/audit"));
          await page
            .getByRole("button", { name: /^Details of/ })
            .first()
            .click();
          await expect(page.getByRole("dialog")).toBeVisible();
          await check("details", width);
          await page.goto(at("/dashboard/transactions?status=initiated"));
          await page.getByRole("button", { name: "Export" }).click();
          await expect(page.getByRole("dialog")).toBeVisible();
          await check("export", width);
        }
      });
    }

    test("nothing was complained of", () => {
      // A password without its code is refused on the way in; a day that is none stands in no field for days.
      const known = /401|callback\/credentials|does not conform to the required format/;
      expect(complaints.filter((text) => !known.test(text))).toEqual([]);
    });
  });
