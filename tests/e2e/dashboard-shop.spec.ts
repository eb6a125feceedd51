import { expect, type Page, test } from "@playwright/test";
import { type Colleague, newColleague, signIn } from "./dashboard";
import { complaintsOf, createInvoice, pageIn, sandboxFacts } from "./sandbox";

const at = (path: string) => `${sandboxFacts().origin}/dashboard/${path}`;

/** Asks the API as the merchant's platform does. */
async function platform(path: string, body: object): Promise<void> {
  const { origin, merchant } = sandboxFacts();
  const response = await fetch(`${origin}/api/v1/${path}`, {
    method: "POST",
    headers: { apikey: merchant.apiKey, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

async function confirmWithCode(page: Page, colleague: Colleague): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Confirm with a code" });
  await dialog.getByLabel(/Code from your authenticator/).fill(await colleague.code());
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog).toBeHidden();
}

test("a payment link is made, shown, and cancelled while its page is open", async ({
  page,
  context,
}) => {
  await signIn(page, await newColleague("finance"), "/dashboard/links");
  const complaints = complaintsOf(page);
  const amount = page.getByLabel("Amount in USDT");
  await amount.fill("1,000.50");
  await page.getByRole("button", { name: "Make the link" }).click();
  await expect(page.getByText(/Give a sum above 0/)).toBeVisible();
  await expect(amount).toBeFocused();
  await expect(amount).toHaveAttribute("aria-invalid", "true");
  await amount.fill("12.345678");
  await page.getByLabel("Your reference").fill("TABLE-4");
  await page.getByRole("button", { name: "Make the link" }).click();

  const heading = page.getByRole("heading", { name: /12\.345678 USDT on TRON/ });
  await expect(heading).toBeFocused();
  await expect(page.getByRole("img", { name: /QR code of the payment link/ })).toBeVisible();
  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: "Open the page", exact: true }).click();
  const payer = await opened;
  await expect(pageIn(payer, "waiting")).toBeVisible();

  await page
    .getByRole("button", { name: /^Cancel INV/ })
    .first()
    .click();
  const dialog = page.getByRole("dialog", { name: /^Cancel INV/ });
  await expect(dialog.getByText(/cannot be undone/)).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel the payment link" }).click();
  await expect(dialog).toBeHidden();
  await expect(pageIn(payer, "cancelled")).toBeVisible();
  await expect(page.getByText("Cancelled").first()).toBeVisible();
  expect(complaints).toEqual([]);
});

test("a user's wallets: found, paused, resumed, and a figure corrected by a code (D-46)", async ({
  page,
}) => {
  const userId = `user/${Date.now()} ü`;
  await platform("public/wallet/generate", { userId, email: "ada@example.com" });
  const colleague = await newColleague("owner");
  await signIn(page, colleague, "/dashboard/wallets");
  await page.getByRole("searchbox", { name: "Search" }).fill(userId);
  await page.getByRole("main").getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: userId }).click();
  await expect(page.getByRole("heading", { level: 1, name: userId })).toBeVisible();
  await page.getByText("QR code").first().click();
  await expect(page.getByRole("img", { name: /QR code of the Ethereum/ })).toBeVisible();

  await page.getByRole("button", { name: "Pause crediting" }).click();
  const pause = page.getByRole("dialog", { name: /^Pause crediting for/ });
  await expect(pause.getByText(/Nothing is lost/)).toBeVisible();
  await pause.getByRole("button", { name: "Pause crediting" }).click();
  await expect(page.getByText("Crediting is paused")).toBeVisible();
  await page.getByRole("button", { name: "Resume crediting" }).click();
  const resume = page.getByRole("dialog", { name: /^Resume crediting for/ });
  await resume.getByRole("button", { name: "Resume crediting" }).click();
  await expect(page.getByText("Crediting is paused")).toBeHidden();

  await page.getByRole("button", { name: "Correct the figure" }).click();
  const form = page.getByRole("dialog", { name: /^Correct what/ });
  await form.getByRole("button", { name: "Go on" }).click();
  await expect(form.getByText(/Say why/)).toBeVisible();
  await form.getByLabel("Amount in USDT").fill("12.5");
  await form.getByLabel("Why").fill("Refund of order 7");
  await form.getByRole("button", { name: "Go on" }).click();
  const confirm = page.getByRole("dialog", { name: "Confirm with a code" });
  await expect(confirm.getByText("+12.50 USDT")).toBeVisible();
  await confirmWithCode(page, colleague);
  await expect(page.getByText(/Corrected\. The user may now spend 12\.50 USDT/)).toBeVisible();
  await expect(page.getByRole("cell", { name: /Refund of order 7/ })).toBeVisible();
});

test.describe("settings, of which there is one set", () => {
  // Each test would be the somebody else of the other.
  test.describe.configure({ mode: "serial" });

  test("settings: stricter without a code, looser with one, and payment pages look as they say (D-24)", async ({
    page,
    context,
  }) => {
    const colleague = await newColleague("owner");
    await signIn(page, colleague, "/dashboard/settings");
    const rules = page.getByRole("region", { name: "Withdrawals of your users" });
    await expect(rules.getByText(/A user asks for [\d.,]+ USDT: waits for a decision/)).toHaveCount(
      2,
    );
    await rules.getByLabel("Pay small requests at once").check();
    await rules.getByRole("button", { name: /last 30 days/ }).click();
    await expect(rules.getByText(/would have left without anybody looking/)).toBeVisible();
    await rules.getByRole("button", { name: "Save" }).click();
    const confirm = page.getByRole("dialog", { name: "Confirm with a code" });
    await expect(confirm.getByText("off → on")).toBeVisible();
    await confirmWithCode(page, colleague);
    await expect(rules.getByText("Saved.", { exact: true })).toBeVisible();
    await expect(rules.getByText(/A user asks for [\d.,]+ USDT: paid at once/)).toBeVisible();
    await rules.getByLabel("Pay small requests at once").uncheck();
    await rules.getByRole("button", { name: "Save" }).click();
    // The word "Saved." may still be that of before.
    await expect(rules.getByText(/A user asks for [\d.,]+ USDT: waits for a decision/)).toHaveCount(
      2,
    );

    const { url } = await createInvoice({ currencyType: "USDT-TRC20", amount: "7" });
    const payer = await context.newPage();
    await payer.goto(url);
    const brand = page.getByRole("region", { name: "Payment page" });
    await brand.getByLabel("Colour", { exact: true }).fill("red");
    await brand.getByRole("button", { name: "Save" }).click();
    await expect(brand.getByText("Give a colour as #7b2d8b.")).toBeVisible();
    await brand.getByLabel("Colour", { exact: true }).fill("#7b2d8b");
    await brand.getByLabel("Name of your shop").fill("Northwind Rare Books");
    await brand.getByRole("button", { name: "Save" }).click();
    await expect(brand.getByText("Saved.", { exact: true })).toBeVisible();
    await payer.reload();
    await expect(payer.getByText("Northwind Rare Books").first()).toBeVisible();
    await brand.getByLabel("Name of your shop").fill("");
    await brand.getByLabel("Colour", { exact: true }).fill("");
    await brand.getByRole("button", { name: "Save" }).click();
    await expect(brand.getByText("Saved.", { exact: true })).toBeVisible();
  });

  test("settings that somebody else changed meanwhile: told, and nothing typed is lost (D-39, U09)", async ({
    browser,
  }) => {
    const [ada, ben] = await Promise.all([browser.newPage(), browser.newPage()]);
    await signIn(ada, await newColleague("owner"), "/dashboard/settings");
    await signIn(ben, await newColleague("admin"), "/dashboard/settings");
    const note = (page: Page) => page.getByLabel("A note of yours");
    const group = (page: Page) => page.getByRole("region", { name: "Payment page" });
    await note(ada).fill("Open on Sundays");
    await note(ben).fill("Closed on Mondays");
    await group(ben).getByRole("button", { name: "Save" }).click();
    await expect(group(ben).getByText("Saved.", { exact: true })).toBeVisible();
    await group(ada).getByRole("button", { name: "Save" }).click();
    await expect(group(ada).getByText("Somebody changed the settings meanwhile")).toBeVisible();
    await expect(group(ada).getByText("Meanwhile set to: Closed on Mondays")).toBeVisible();
    await expect(note(ada)).toHaveValue("Open on Sundays");
    await group(ada).getByRole("button", { name: "Save" }).click();
    await expect(group(ada).getByText("Saved.", { exact: true })).toBeVisible();
    await ben.reload();
    await expect(note(ben)).toHaveValue("Open on Sundays");
    await note(ben).fill("");
    await group(ben).getByRole("button", { name: "Save" }).click();
    await expect(group(ben).getByText("Saved.", { exact: true })).toBeVisible();
    await Promise.all([ada.close(), ben.close()]);
  });
});

test("who may only look sees no form; who may not look sees no page", async ({ browser }) => {
  const viewer = await browser.newPage();
  await signIn(viewer, await newColleague("viewer"), "/dashboard/links");
  await expect(viewer.getByRole("heading", { level: 1, name: "Payment links" })).toBeVisible();
  await expect(viewer.getByLabel("Amount in USDT")).toBeHidden();
  await viewer.goto(at("settings"));
  await expect(viewer.getByLabel("Pay small requests at once")).toBeDisabled();
  await expect(viewer.getByRole("button", { name: "Save" })).toHaveCount(0);
  const support = await browser.newPage();
  await signIn(support, await newColleague("support"));
  expect((await support.goto(at("settings")))?.status()).toBe(404);
  expect((await support.goto(at("contacts")))?.status()).toBe(200);
  await Promise.all([viewer.close(), support.close()]);
});
