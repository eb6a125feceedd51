import { randomUUID } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { totpCode } from "@/lib/people";
import { newColleague, signIn } from "./dashboard";
import { linkTo } from "./mailbox";
import { complaintsOf, sandboxFacts } from "./sandbox";

// People take long ways, and wait for mail.
test.beforeEach(() => test.slow());

const at = (path: string) => `${sandboxFacts().origin}${path}`;
const newEmail = () => `p-${randomUUID().slice(0, 8)}@people.example`;
const newPassword = () => `three odd words ${randomUUID()}`;

async function register(page: Page, email: string, password: string): Promise<void> {
  await page.goto(at("/sign-in"));
  await page.getByRole("link", { name: "Register a merchant" }).click();
  await page.getByLabel("Your name").fill("Nora New");
  await page.getByLabel("Name of the merchant").fill("Nora’s Shop");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Register" }).click();
  await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeFocused();
}

async function fillIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const otherPage = async (browser: Browser) =>
  (await browser.newContext({ locale: "en-GB" })).newPage();

const VIEWS = [
  ["dark", 390],
  ["light", 1_280],
] as const;

async function expectNoFindings(page: Page): Promise<void> {
  for (const [colorScheme, width] of VIEWS) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html]));
    expect.soft(found, `${page.url()} ${colorScheme} ${width}`).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(wide, page.url()).toBeLessThanOrEqual(width);
  }
}

test("a merchant registers, confirms the address, sets up a second factor, and comes back by a recovery code (D-18)", async ({
  page,
}) => {
  const complaints = complaintsOf(page);
  const [email, password] = [newEmail(), newPassword()];
  await page.goto(at("/register"));
  await expectNoFindings(page);
  await register(page, email, password);
  await page.goto(await linkTo(page, email, "/verify-email"));
  await expect(page).toHaveURL(at("/verify-email"));
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await expect(page.getByRole("heading", { name: /address is confirmed/ })).toBeFocused();
  await page.getByRole("link", { name: "Go to the dashboard" }).click();
  await fillIn(page, email, password);
  await expect(page.getByRole("heading", { name: "Money" })).toBeVisible();

  await page.goto(at("/dashboard/account"));
  await expect(page.getByText("This address is not confirmed yet.")).toHaveCount(0);
  await expectNoFindings(page);
  await page.getByRole("button", { name: "Set up a second factor" }).click();
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  await expectNoFindings(page);
  const secret = ((await page.locator("code").textContent()) ?? "").trim();
  await page.locator("#first-code").fill("000000");
  await page.getByRole("button", { name: "Turn it on" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
  await page.locator("#first-code").fill(await totpCode(secret, new Date()));
  await page.getByRole("button", { name: "Turn it on" }).click();
  await expect(page.getByRole("heading", { name: "Your ten recovery codes" })).toBeFocused();
  const codes = await page.locator("ol.font-mono li").allTextContents();
  expect(new Set(codes).size).toBe(10);
  await expect(page.getByRole("button", { name: "Done" })).toBeDisabled();
  await page.getByLabel("I kept them").check();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("10 recovery codes are left.")).toBeVisible();

  await page.getByRole("button", { name: /Your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await fillIn(page, email, password);
  await page.getByRole("button", { name: "Use a recovery code instead" }).click();
  await page.getByLabel("Recovery code").fill(codes[3] ?? "");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Money" })).toBeVisible();
  await page.goto(at("/dashboard/account"));
  await expect(page.getByText("9 recovery codes are left.")).toBeVisible();
  // Signing in asks for the code by refusing the password alone.
  expect(complaints.filter((text) => !/401|callback\/credentials/.test(text))).toEqual([]);
});

test("a forgotten password is set anew by a link that works once, and the answer tells nobody who is known", async ({
  page,
}) => {
  const [email, password, next] = [newEmail(), newPassword(), newPassword()];
  await register(page, email, password);
  const answers: string[] = [];
  for (const address of [email, newEmail()]) {
    await page.goto(at("/sign-in"));
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await expect(page).toHaveURL(at("/forgot-password"));
    await page.getByLabel("E-mail address").fill(address);
    await page.getByRole("button", { name: "Send a link" }).click();
    await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeFocused();
    answers.push(((await page.locator("main").textContent()) ?? "").replace(address, "…"));
  }
  expect(answers[0]).toBe(answers[1]);
  const link = await linkTo(page, email, "/reset-password");
  await page.goto(link);
  await expect(page).toHaveURL(at("/reset-password"));
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByLabel("New password")).toBeFocused();
  await expect(page.getByText(/needs at least 12 characters/)).toBeVisible();
  await expectNoFindings(page);
  await page.getByLabel("New password").fill(next);
  await page.getByRole("button", { name: "Set the password" }).click();
  await page.getByRole("link", { name: "Go to sign-in" }).first().click();
  await fillIn(page, email, password);
  await expect(page.getByRole("alert").first()).toContainText("is wrong");
  await fillIn(page, email, next);
  await expect(page.getByRole("heading", { name: "Money" })).toBeVisible();
  await page.goto(link);
  await page.getByLabel("New password").fill(newPassword());
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("heading", { name: /expired or was used/ })).toBeVisible();
});

test("somebody invited joins; removed, their open tab is out at once (D-29, A15)", async ({
  page,
  browser,
}) => {
  const owner = await newColleague("owner", "Olga Owner");
  const [email, name] = [newEmail(), `Ines ${randomUUID().slice(0, 6)}`];
  await signIn(page, owner, "/dashboard/team");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.getByText(`An invitation went to ${email}.`)).toBeVisible();
  await expect(page.getByRole("table", { name: /Invitations/ })).toContainText(email);
  await expectNoFindings(page);

  const theirs = await otherPage(browser);
  const link = await linkTo(theirs, email, "/invitation");
  // Whoever is signed in as somebody else is told so.
  const wrong = await page.context().newPage();
  await wrong.goto(link);
  await expect(wrong.getByText(`You are signed in as ${owner.email}`)).toBeVisible();
  await expect(wrong).toHaveURL(at("/invitation"));
  await wrong.close();

  await theirs.goto(link);
  await expect(theirs.locator("main")).toContainText("as viewer");
  await expectNoFindings(theirs);
  await theirs.getByLabel("Your name").fill(name);
  await theirs.getByLabel("Password", { exact: true }).fill(newPassword());
  await theirs.getByRole("button", { name: "Make the account and accept" }).click();
  await expect(theirs.getByRole("heading", { name: "Money" })).toBeVisible();

  await page.reload();
  // A role that moves money takes a code.
  await page.getByLabel(`Role of ${name}`).selectOption("finance");
  const row = page.getByRole("row").filter({ hasText: name });
  await row.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm with a code" });
  await expect(dialog).toContainText(email);
  await dialog.getByLabel(/Code from your authenticator/).fill(await owner.code());
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole("button", { name: `Remove ${name}` }).click();
  const ask = page.getByRole("dialog", { name: new RegExp(`Remove ${name}`) });
  await expect(ask).toContainText("in every open tab");
  await ask.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(0);
  // The open tab looks again by itself, and is shown nothing of the merchant any more.
  await expect(theirs.getByText("You work for no merchant yet")).toBeVisible();
});

test("one's account: looks apply at once, devices are ended, and being left alone is warned of (D-14, D-44)", async ({
  page,
  browser,
}) => {
  const colleague = await newColleague("viewer");
  await signIn(page, colleague, "/dashboard/account");
  const second = await otherPage(browser);
  await signIn(second, colleague);
  await page.reload();
  await page.getByRole("button", { name: /^End: / }).click();
  await expect(page.getByRole("button", { name: /^End: / })).toHaveCount(0);
  await second.goto(at("/dashboard"));
  await expect(second).toHaveURL(/\/sign-in/);

  await page.getByLabel("Appearance").selectOption("dark");
  await page.getByLabel("Language").selectOption("es");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Su cuenta" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByLabel("Idioma").selectOption("en");
  await page.getByRole("button", { name: "Guardar" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();

  let kept = false;
  await page.route("**/api/dashboard/session", (route) =>
    route.fulfill({ json: { data: { leftMs: kept ? 1_700_000 : 40_000, final: false } } }),
  );
  await page.goto(at("/dashboard/account"));
  const warning = page.getByRole("dialog", { name: "Are you still there?" });
  await expect(warning).toContainText(/\d+ seconds left/);
  kept = true;
  await warning.getByRole("button", { name: "Stay signed in" }).click();
  await expect(warning).toBeHidden();
});
