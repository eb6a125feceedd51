import { expect, type Page, test } from "@playwright/test";
import jsQR from "jsqr";
import { PNG } from "pngjs";
import { payEthereum, payTron } from "../support/payer";
import {
  cancelInvoice,
  complaintsOf,
  createInvoice,
  openShop,
  pageIn,
  sandboxFacts,
  verify,
} from "./sandbox";

/** What a phone's camera reads off the screen. */
async function readQr(page: Page): Promise<string | undefined> {
  const image = PNG.sync.read(await page.locator(".qr").first().screenshot());
  return jsQR(new Uint8ClampedArray(image.data), image.width, image.height)?.data;
}

test("a payment from an Ethereum wallet, and back to the shop", async ({ page }) => {
  const shop = await openShop();
  const query = { currencyType: "USDT-ERC20", amount: "12.5", callbackUrl: shop.url };
  const invoice = await createInvoice(query);
  const complaints = complaintsOf(page);
  const response = await page.goto(invoice.url);

  await expect(page).toHaveTitle(/^\[TEST\] \d+:\d\d · Pay 12\.5 USDT$/);
  await expect(page.locator("h1")).toHaveText("Send exactly 12.5 USDT");
  await expect(page.locator("[data-address]")).toHaveText(invoice.walletAddress);
  await expect(page.getByText("USDT on Ethereum (ERC20)", { exact: true })).toBeVisible();
  await expect(page.getByText(invoice.invoiceNo)).toBeVisible();
  expect(await readQr(page)).toBe(invoice.walletAddress);

  const headers = response?.headers() ?? {};
  expect(headers["cache-control"]).toBe("no-store");
  expect(headers["x-robots-tag"]).toContain("noindex");
  expect(headers["referrer-policy"]).toBe("no-referrer");
  expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'nonce-/);

  await page.evaluate(() => document.body.setAttribute("data-same-document", ""));
  await payEthereum(sandboxFacts(), invoice.walletAddress, 12_500_000n);
  await expect(pageIn(page, "detected", "confirming")).toBeVisible();
  await expect(page.locator(".qr, [data-address]")).toHaveCount(0);
  await expect(pageIn(page, "paid")).toBeVisible();
  await expect(page.locator("h1")).toHaveText("Paid");
  await expect(page.locator("h1")).toBeFocused();
  await expect(page).toHaveTitle("[TEST] ✓ Paid");
  await expect(page.locator("footer")).toHaveText("");
  await expect(page.locator("body[data-same-document]")).toHaveCount(1);
  expect(complaints).toEqual([]);

  await page.waitForURL((url) => url.href.startsWith(shop.url));
  const back = new URL(page.url()).searchParams;
  expect(back.get("order")).toBe("7");
  expect(back.get("transactionId")).toBe(invoice.transactionId);
  expect(back.get("status")).toMatch(/^(amount )?confirmed$/);
  expect(await verify(invoice.transactionId)).toMatchObject({
    status: expect.stringMatching(/^(amount )?confirmed$/),
  });
  shop.close();
});

test("a payment on TRON by the button of the sandbox", async ({ page }) => {
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "50" });
  const complaints = complaintsOf(page);
  await page.goto(invoice.url);
  await expect(page.locator("[data-address]")).toHaveText(invoice.walletAddress);
  expect(await readQr(page)).toBe(invoice.walletAddress);
  await page.getByRole("button", { name: "Pay with test USDT" }).click();
  await expect(pageIn(page, "detected", "confirming")).toBeVisible();
  await expect(page.getByText(/^\d of \d+ confirmations · /)).toBeVisible();
  await expect(pageIn(page, "paid")).toBeVisible();
  await expect(page.locator("[data-return]")).toHaveCount(0);
  const { blockchainTxHash } = await verify(invoice.transactionId);
  await expect(page.getByText(String(blockchainTxHash))).toBeVisible();
  expect(complaints).toEqual([]);
});

test("half from a TRON wallet, then more than the rest", async ({ page }) => {
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "50" });
  const complaints = complaintsOf(page);
  await page.goto(invoice.url);
  await payTron(sandboxFacts(), invoice.walletAddress, 30_000_000n);
  await expect(page.locator("h1")).toHaveText("Send the remaining 20 USDT");
  await expect(page.locator("[data-address]")).toHaveText(invoice.walletAddress);
  await expect(page.locator("[data-name=amount]")).toHaveAttribute("data-copy", "20");
  await payTron(sandboxFacts(), invoice.walletAddress, 25_000_000n);
  await expect(pageIn(page, "overpaid")).toBeVisible();
  await expect(page.locator(".text")).toContainText("You sent 5 USDT more than needed.");
  expect(complaints).toEqual([]);
});

test("C-18: a receipt that renews itself and is made for paper", async ({ page }) => {
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "7.5" });
  const receipt = `${invoice.url}/receipt`;
  expect((await page.goto(receipt))?.status()).toBe(404);
  await payTron(sandboxFacts(), invoice.walletAddress, 7_500_000n);
  await page.goto(invoice.url);
  const complaints = complaintsOf(page);
  await page.getByRole("link", { name: "Receipt" }).click();
  await expect(page.locator("h1")).toHaveText("Receipt");
  await expect(page.locator("main")).toContainText("Confirmed for good");
  await expect(page.locator("main[data-terminal]")).toHaveCount(1);
  const { blockchainTxHash } = await verify(invoice.transactionId);
  await expect(page.locator("main")).toContainText(String(blockchainTxHash));
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute("data-printed", "");
  });
  await page.getByRole("button", { name: "Print" }).click();
  await expect(page.locator("body[data-printed]")).toHaveCount(1);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  await expect(page.locator("h1")).toBeVisible();
  expect(complaints).toEqual([]);
});

test("the shop cancels while somebody looks at the page", async ({ page }) => {
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "1" });
  await page.goto(invoice.url);
  await expect(pageIn(page, "waiting")).toBeVisible();
  await cancelInvoice(invoice);
  await expect(page.locator("h1")).toHaveText("This payment was cancelled");
  await expect(page.locator("main")).not.toContainText(invoice.walletAddress);
});

test("the copy buttons put the plain address and sum on the clipboard", async ({
  page,
  context,
}) => {
  // The page itself may write the clipboard and not read it: what is on it is pasted elsewhere.
  await context.grantPermissions(["clipboard-write"]);
  const desk = await context.newPage();
  await desk.setContent("<textarea></textarea>");
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "12345.678901" });
  await page.goto(invoice.url);
  const copied = async () => {
    await desk.bringToFront();
    await desk.locator("textarea").fill("");
    await desk.locator("textarea").press("Control+V");
    const text = await desk.locator("textarea").inputValue();
    await page.bringToFront();
    return text;
  };
  await page.getByRole("button", { name: "Copy TRC20 address" }).click();
  await expect(page.locator("[data-name=address]")).toHaveText("Copied");
  expect(await copied()).toBe(invoice.walletAddress);
  await page.getByRole("button", { name: "Copy amount" }).click();
  await expect(page.locator("[data-name=amount]")).toHaveText("Copied");
  expect(await copied()).toBe("12345.678901");
});

test("C-08: more time, asked for in the last two minutes, once", async ({ page }) => {
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "5", timer: "1" });
  const complaints = complaintsOf(page);
  await page.goto(invoice.url);
  const timer = page.getByRole("timer");
  await expect(timer).toHaveText(/^0:\d\d$/);
  await page.getByRole("button", { name: "I need more time" }).click();
  await expect(timer).toHaveText(/^1:\d\d$/);
  await expect(page.getByRole("button", { name: "I need more time" })).toHaveCount(0);
  await expect(page.locator("[data-address]")).toHaveText(invoice.walletAddress);
  expect(complaints).toEqual([]);
});

for (const [lang, dir, heading] of [
  ["de", "ltr", "1,5"],
  ["ar", "rtl", "1.5"],
  ["zh", "ltr", "1.5"],
] as const) {
  test(`C-23: in ${lang}, with what is copied as it is everywhere`, async ({ page }) => {
    const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "1.5" });
    const complaints = complaintsOf(page);
    await page.goto(`${invoice.url}?lang=${lang}`);
    await expect(page.locator("html")).toHaveAttribute("lang", lang);
    await expect(page.locator("html")).toHaveAttribute("dir", dir);
    await expect(page.locator("h1")).toContainText(`${heading} USDT`);
    await expect(page.locator("[data-name=amount]")).toHaveAttribute("data-copy", "1.5");
    await expect(page.locator("[data-name=address]")).toHaveAttribute(
      "data-copy",
      invoice.walletAddress,
    );
    expect(await readQr(page)).toBe(invoice.walletAddress);
    await page.locator(".test-payment button").click();
    await expect(pageIn(page, "paid")).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", lang);
    expect(complaints).toEqual([]);
  });
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the page shows everything, pays by its form and renews itself", async ({ page }) => {
    const invoice = await createInvoice({ currencyType: "USDT-ERC20", amount: "3" });
    const complaints = complaintsOf(page);
    await page.goto(invoice.url);
    await expect(page.locator("h1")).toHaveText("Send exactly 3 USDT");
    await expect(page.locator("[data-address]")).toHaveText(invoice.walletAddress);
    expect(await readQr(page)).toBe(invoice.walletAddress);
    await expect(page.locator('noscript meta[http-equiv="refresh"]')).toHaveAttribute(
      "content",
      "15",
    );
    await expect(page.locator(".copy:visible")).toHaveCount(0);
    await page.getByRole("button", { name: "Pay with test USDT" }).click();
    await expect(page).toHaveURL(invoice.url);
    // Nobody loads it again: the page does so by itself.
    await expect(pageIn(page, "detected", "confirming", "paid")).toBeVisible();
    await expect(pageIn(page, "paid")).toBeVisible();
    expect(complaints).toEqual([]);
  });

  test("a form that comes too late leads to the page as it is now", async ({ page }) => {
    const invoice = await createInvoice({ currencyType: "USDT-ERC20", amount: "3" });
    await page.goto(invoice.url);
    await cancelInvoice(invoice);
    await page.getByRole("button", { name: "Pay with test USDT" }).click();
    await expect(page).toHaveURL(invoice.url);
    await expect(page.locator("h1")).toHaveText("This payment was cancelled");
  });
});
