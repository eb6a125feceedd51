import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { payTron } from "../support/payer";
import { createInvoice, type Invoice, pageIn, sandboxFacts } from "./sandbox";

// They change settings of the one merchant that all specs share: one after another.
test.describe.configure({ mode: "serial" });

async function set(body: Readonly<Record<string, unknown>>): Promise<void> {
  const { origin, merchant } = sandboxFacts();
  const response = await fetch(`${origin}/api/v1/sandbox/settings`, {
    method: "POST",
    headers: {
      apikey: merchant.apiKey,
      "x-api-secret": merchant.apiSecret,
      "content-type": "application/json",
    },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

const NONE = { brandColor: null, brandLogo: null, checkoutNote: null, embedOrigins: [] };
test.afterEach(() => set(NONE));

const codeOf = ({ url }: Invoice) => new URL(url).pathname.split("/").at(-1) ?? "";

const SHOP_SCRIPT = `
  window.heard = [];
  window.pay = (code) => Tillgate.open(code, {
    onState: (state) => heard.push(state),
    onClose: () => heard.push("closed"),
  });`;

/** A shop on a port of its own, with a strict policy, that shows payment pages over its own. */
async function openShop(): Promise<{ readonly origin: string; close(): void }> {
  const tillgate = sandboxFacts().origin;
  const server = createServer((request, response) => {
    if (request.url === "/shop.js") {
      response.writeHead(200, { "content-type": "text/javascript" });
      return response.end(SHOP_SCRIPT);
    }
    response.writeHead(200, {
      "content-type": "text/html",
      "content-security-policy": `default-src 'none'; script-src 'self' ${tillgate}; frame-src ${tillgate}`,
    });
    return response.end(
      `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,"><h1>${request.url?.startsWith("/thanks") ? "Thank you" : "Shop"}</h1><script src="${tillgate}/embed.js"></script><script src="/shop.js"></script>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const heard = (page: Page) => page.evaluate("window.heard") as Promise<string[]>;

test("a shop's page shows a payment in its own, hears of it, and is left by hand alone", async ({
  page,
}) => {
  const shop = await openShop();
  await set({ embedOrigins: [shop.origin] });
  const callbackUrl = `${shop.origin}/thanks`;
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "21", callbackUrl });
  await page.goto(shop.origin);
  await page.evaluate(`pay(${JSON.stringify(codeOf(invoice))})`);

  const dialog = page.getByRole("dialog", { name: "Payment" });
  const frame = dialog.locator("iframe").contentFrame();
  await expect(frame.locator("[data-address]")).toHaveText(invoice.walletAddress);
  await expect(frame.getByText("address bar")).toHaveCount(0);
  await expect.poll(() => heard(page)).toEqual(["waiting"]);

  // A message of anybody else, even of the shop's own page, is not the payment's.
  await page.evaluate(() =>
    window.postMessage({ tillgate: 1, type: "state", state: "paid" }, location.origin),
  );
  await payTron(sandboxFacts(), invoice.walletAddress, 21_000_000n);
  await expect(frame.locator('main[data-state="paid"]')).toBeVisible();
  await expect.poll(() => heard(page)).toContain("paid");
  const told = await heard(page);
  expect(told.filter((state) => state === "paid")).toHaveLength(1);
  expect(told.every((state) => /^(waiting|detected|confirming|paid)$/.test(state))).toBe(true);

  // No countdown takes the shop's page away; the payer's click does.
  await expect(frame.locator("[data-countdown]")).toBeHidden();
  expect(page.url()).toBe(`${shop.origin}/`);
  await frame.locator("[data-return]").click();
  await page.waitForURL((url) => url.href.startsWith(callbackUrl));
  await expect(page.locator("h1")).toHaveText("Thank you");
  shop.close();
});

test("the dialog closes by Escape inside the frame and by its button", async ({ page }) => {
  const shop = await openShop();
  await set({ embedOrigins: [shop.origin] });
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "5" });
  await page.goto(shop.origin);
  const dialog = page.getByRole("dialog", { name: "Payment" });
  for (const close of ["Escape", "button"]) {
    await page.evaluate(`pay(${JSON.stringify(codeOf(invoice))})`);
    const frame = dialog.locator("iframe").contentFrame();
    await expect(frame.locator("[data-address]")).toBeVisible();
    if (close === "Escape") await frame.getByRole("button", { name: "Copy amount" }).press(close);
    else await dialog.getByRole("button", { name: "Close" }).click();
    await expect(dialog).toHaveCount(0);
  }
  // It is told to the shop's page a moment after the dialog is gone.
  await expect
    .poll(async () => (await heard(page)).filter((word) => word === "closed").length)
    .toBe(2);
  shop.close();
});

test("C-01: what is copied in a shop's frame is on the clipboard", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-write"]);
  const desk = await context.newPage();
  await desk.setContent("<textarea></textarea>");
  const shop = await openShop();
  await set({ embedOrigins: [shop.origin] });
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "21.5" });
  await page.bringToFront();
  await page.goto(shop.origin);
  await page.evaluate(`pay(${JSON.stringify(codeOf(invoice))})`);
  const frame = page.getByRole("dialog").locator("iframe").contentFrame();
  await frame.locator("[data-name=address]").click();
  await expect(frame.locator("[data-name=address]")).toHaveText("Copied");
  await desk.bringToFront();
  await desk.locator("textarea").press("Control+V");
  await expect(desk.locator("textarea")).toHaveValue(invoice.walletAddress);
  shop.close();
});

test("a page of another origin cannot frame a payment, and hears nothing", async ({ page }) => {
  const [shop, stranger] = [await openShop(), await openShop()];
  await set({ embedOrigins: [shop.origin] });
  const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "5" });
  const refused = page.waitForEvent("console", (message) =>
    message.text().includes("frame-ancestors"),
  );
  await page.goto(stranger.origin);
  await page.evaluate(`pay(${JSON.stringify(codeOf(invoice))})`);
  expect((await refused).text()).toContain(shop.origin);
  await expect(page.frameLocator("iframe").locator("[data-address]")).toHaveCount(0);
  expect(await heard(page)).toEqual([]);
  shop.close();
  stranger.close();
});

/** One pixel. */
const LOGO =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

test("a branded page is accessible in both schemes, whatever its colour", async ({ page }) => {
  for (const brandColor of ["#ffd60a", "#1a1a2e"]) {
    await set({ brandColor, brandLogo: LOGO, checkoutNote: "Thank you.\nWe send on Tuesdays." });
    const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "5" });
    await page.goto(invoice.url);
    await expect(pageIn(page, "waiting")).toBeVisible();
    const logo = page.locator(".brand img");
    expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    await expect(page.getByText("We send on Tuesdays.")).toBeVisible();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width: colorScheme === "light" ? 320 : 1280, height: 800 });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.html]));
      expect(found, `${brandColor}, ${colorScheme}`).toEqual([]);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(tooWide).toBeLessThanOrEqual(0);
    }
  }
});
