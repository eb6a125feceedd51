import { randomUUID } from "node:crypto";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { totpCode } from "@/lib/people";
import { confirmWithCode, newColleague, signIn } from "./dashboard";
import { linkTo, mailsTo } from "./mailbox";
import { complaintsOf, sandboxFacts } from "./sandbox";

// What people do about themselves, to the end of each way.
test.beforeEach(() => test.slow());

const at = (path: string) => `${sandboxFacts().origin}${path}`;
const newPassword = () => `three odd words ${randomUUID()}`;
const otherPage = async (browser: Browser) =>
  (await browser.newContext({ locale: "en-GB" })).newPage();

/** Gives address and password, and no code yet. */
async function knock(page: Page, email: string, password: string): Promise<void> {
  await page.goto(at("/sign-in"));
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("another e-mail address: asked for by a code, told to the old one, true by the link in the mail (A16)", async ({
  page,
  browser,
}) => {
  const colleague = await newColleague("viewer");
  const email = `new-${randomUUID().slice(0, 8)}@people.example`;
  await signIn(page, colleague, "/dashboard/account");
  const complaints = complaintsOf(page);
  const field = page.getByLabel("New e-mail address");
  const change = page.getByRole("button", { name: "Change the address" });
  await field.fill("no address");
  await change.click();
  await expect(page.getByText("Please enter another e-mail address.")).toBeVisible();
  await expect(field).toBeFocused();
  await field.fill(email);
  await change.click();
  await expect(page.getByRole("dialog")).toContainText(email);
  await confirmWithCode(page, colleague);
  await expect(page.getByText(`A link went to ${email}.`)).toBeVisible();
  await page.reload();
  await expect(page.getByText(`You sign in with ${colleague.email}.`)).toBeVisible();

  // The mail is read somewhere else, where nobody is signed in.
  const phone = await otherPage(browser);
  const link = await linkTo(phone, email, "/change-email");
  await expect.poll(async () => (await mailsTo(phone, colleague.email)).join()).toContain(email);
  await phone.goto(link);
  await expect(phone).toHaveURL(at("/change-email"));
  await phone.getByRole("button", { name: "Use this address" }).click();
  await expect(phone.getByRole("heading", { name: "Your address was changed." })).toBeFocused();
  await phone.goto(link);
  await phone.getByRole("button", { name: "Use this address" }).click();
  await expect(phone.getByRole("heading", { name: /expired or was used/ })).toBeFocused();

  await page.reload();
  await expect(page.getByText(`You sign in with ${email}.`)).toBeVisible();
  await knock(phone, colleague.email, colleague.password);
  await expect(phone.getByRole("alert").filter({ hasText: "is wrong" })).toBeVisible();
  await knock(phone, email, colleague.password);
  await expect(phone.getByLabel(/Code from your authenticator/)).toBeFocused();
  expect(complaints).toEqual([]);
  await phone.context().close();
});

test("another password: by the old one, with every other device signed out", async ({
  page,
  browser,
}) => {
  const colleague = await newColleague("viewer");
  const password = newPassword();
  await signIn(page, colleague, "/dashboard/account");
  const other = await otherPage(browser);
  await signIn(other, colleague);
  const complaints = complaintsOf(page);
  const change = async (old: string, next: string) => {
    await page.getByLabel("Your password now").fill(old);
    await page.getByLabel("New password").fill(next);
    await page.getByRole("button", { name: "Change the password" }).click();
  };
  await change("not the password at all", password);
  const form = page.locator("form").filter({ has: page.getByLabel("New password") });
  await expect(form.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
  await change(colleague.password, "short");
  await expect(page.getByText(/It needs at least 12 characters, must not/)).toBeVisible();
  await expect(page.getByLabel("New password")).toBeFocused();
  await change(colleague.password, password);
  await expect(page.getByText("Your password was changed.")).toBeVisible();
  await expect(page.getByLabel("New password")).toHaveValue("");

  await other.goto(at("/dashboard"));
  await expect(other).toHaveURL(/\/sign-in/);
  await knock(other, colleague.email, colleague.password);
  await expect(other.getByRole("alert").filter({ hasText: "is wrong" })).toBeVisible();
  await knock(other, colleague.email, password);
  await expect(other.getByLabel(/Code from your authenticator/)).toBeFocused();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
  expect(complaints).toEqual([]);
  await other.context().close();
});

test("the second factor: new recovery codes, off by one of them, on again with another secret (D-18)", async ({
  page,
}) => {
  const colleague = await newColleague("viewer");
  await signIn(page, colleague, "/dashboard/account");
  const complaints = complaintsOf(page);
  const dialog = page.getByRole("dialog");
  const password = dialog.getByLabel("Your password now");
  await page.getByRole("button", { name: "New recovery codes" }).click();
  await expect(dialog).toContainText("the old ones work no more");
  await password.fill(colleague.password);
  await dialog.getByLabel("Code from the app").fill("000000");
  await dialog.getByRole("button", { name: "New recovery codes" }).click();
  await expect(dialog.getByRole("alert")).toContainText("This code is wrong");
  await dialog.getByLabel("Code from the app").fill(await colleague.code());
  await dialog.getByRole("button", { name: "New recovery codes" }).click();
  await expect(page.getByRole("heading", { name: "Your ten recovery codes" })).toBeFocused();
  const codes = await page.locator("ol.font-mono li").allTextContents();
  expect(new Set(codes).size).toBe(10);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("tillgate-recovery-codes.txt");
  await page.getByLabel("I kept them").check();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("10 recovery codes are left.")).toBeVisible();

  await page.getByRole("button", { name: "Turn off" }).click();
  await expect(dialog).toContainText("you can’t move money");
  await password.fill(colleague.password);
  await dialog.getByRole("button", { name: "Use a recovery code instead" }).click();
  await dialog.getByLabel("Recovery code").fill(codes[7] ?? "");
  await dialog.getByRole("button", { name: "Turn off" }).click();
  await expect(dialog).toBeHidden();
  const panel = page.getByRole("region", { name: "Second factor" });
  await expect(panel.getByText("Not set up")).toBeVisible();

  await panel.getByRole("button", { name: "Set up a second factor" }).click();
  const secret = ((await panel.locator("code").textContent()) ?? "").trim();
  await page.locator("#first-code").fill(await totpCode(secret, new Date()));
  await panel.getByRole("button", { name: "Turn it on" }).click();
  await page.getByLabel("I kept them").check();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(panel.getByText("On", { exact: true })).toBeVisible();
  await expect(panel.getByText("10 recovery codes are left.")).toBeVisible();
  for (const told of ["has a second factor now", "was turned off", "new recovery codes"]) {
    await expect.poll(async () => (await subjectsTo(page, colleague.email)).join()).toContain(told);
  }
  expect(complaints).toEqual([]);
});

/** The subjects of the mails to an address, as the sandbox's mailbox lists them. */
async function subjectsTo(page: Page, email: string): Promise<readonly string[]> {
  await page.goto(at("/sandbox/mail"));
  return page
    .locator("li")
    .filter({ hasText: `to ${email}` })
    .allTextContents();
}

test("who leaves a merchant sees nothing of it any more, in every tab", async ({
  page,
  context,
}) => {
  const colleague = await newColleague("support", "Lea Leaving");
  await signIn(page, colleague, "/dashboard/account");
  const tab = await context.newPage();
  await tab.goto(at("/dashboard/transactions"));
  const list = tab.getByRole("heading", { level: 1, name: "Transactions" });
  await expect(list).toBeVisible();
  await page.getByRole("button", { name: /^Leave / }).click();
  const dialog = page.getByRole("dialog", { name: /^Leave / });
  await expect(dialog).toContainText("To come back you need a new invitation.");
  await dialog.getByRole("button", { name: "Stay" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: /^Leave / }).click();
  await dialog.getByRole("button", { name: "Leave", exact: true }).click();
  await expect(page.getByText("You work for no merchant yet")).toBeVisible();
  await tab.reload();
  await expect(tab.getByText("You work for no merchant yet")).toBeVisible();
  await expect(list).toHaveCount(0);
});

test("an invitation is sent again, by which the link before dies, and is taken back (D-29)", async ({
  page,
  browser,
}) => {
  const email = `inv-${randomUUID().slice(0, 8)}@people.example`;
  await signIn(page, await newColleague("owner"), "/dashboard/team");
  const complaints = complaintsOf(page);
  await page.getByRole("main").getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.getByText(`An invitation went to ${email}.`)).toBeVisible();
  const theirs = await otherPage(browser);
  const first = await linkTo(theirs, email, "/invitation");
  await page.getByRole("button", { name: `Send the invitation of ${email} again` }).click();
  await expect(page.getByText("Sent again. The link before works no more.")).toBeVisible();
  const second = await linkTo(theirs, email, "/invitation", [first]);
  await theirs.goto(first);
  await expect(theirs.getByText("This link has expired or was used before")).toBeVisible();
  await theirs.goto(second);
  await expect(theirs.locator("main")).toContainText("as viewer");

  await page.getByRole("button", { name: `Take back the invitation of ${email}` }).click();
  await expect(page.getByRole("row").filter({ hasText: email })).toHaveCount(0);
  // Whoever has the page open is told when they accept, and the link is dead from then on.
  await theirs.getByLabel("Your name").fill("Too Late");
  await theirs.getByLabel("Password", { exact: true }).fill(newPassword());
  await theirs.getByRole("button", { name: "Make the account and accept" }).click();
  await expect(theirs.getByRole("heading", { name: /expired or was used/ })).toBeVisible();
  expect(complaints).toEqual([]);
  await theirs.context().close();
});
