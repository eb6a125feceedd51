import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { newColleague, signIn } from "./dashboard";
import { complaintsOf, sandboxFacts } from "./sandbox";

const PLACE = "/dashboard/developers";
const BANNER = "Webhooks to your shop are stopped";

/** A receiver that answers as it is told to, and keeps what comes. */
async function openReceiver() {
  const requests: { readonly body: string; readonly status: number }[] = [];
  const now = { status: 200 };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    requests.push({ body, status: now.status });
    response.writeHead(now.status, { "x-receiver": "<i>ours</i>" }).end("<b>answer</b>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    now,
    about: (id: string, status = 200) =>
      requests.filter((request) => request.body.includes(id) && request.status === status).length,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** An invoice of the second merchant, whose webhooks no other spec minds; paid. Answers its id. */
async function paidInvoice(): Promise<string> {
  const { origin, otherMerchant } = sandboxFacts();
  const post = async (path: string, body?: object) => {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method: "POST",
      headers: { apikey: otherMerchant.apiKey, "content-type": "application/json" },
      body: JSON.stringify(body ?? {}),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as { transactionId: string; walletAddress: string };
  };
  const network = "USDT-TRC20";
  const invoice = await post(`/transaction/create?currencyType=${network}&amount=3`);
  await post("/sandbox/pay", {
    walletAddress: invoice.walletAddress,
    amount: 3,
    currencyType: network,
  });
  return invoice.transactionId;
}

const deliveries = (page: Page) =>
  page.getByRole("table", { name: /Webhooks, newest first/ }).locator("tbody tr");

/** Looks again until the page shows it. */
async function sees(page: Page, text: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 90_000 });
}

async function setUrl(page: Page, url: string): Promise<void> {
  await page.getByLabel("Webhook URL").fill(url);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
}

test("an address that is paused keeps what comes; one that is gone is told of everywhere, and gets all of it again (D-26, D-27)", async ({
  page,
}) => {
  test.setTimeout(300_000);
  const { origin, otherMerchant } = sandboxFacts();
  const receiver = await openReceiver();
  const developer = await newColleague("developer", "Dev Test", otherMerchant.clientId);
  await signIn(page, developer, PLACE);
  const complaints = complaintsOf(page);
  await expect(page.getByText("No address is set: nothing is sent.")).toBeVisible();
  await setUrl(page, receiver.url);
  await expect(page.getByText("Webhooks are sent as they come.")).toBeVisible();

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText(/Paused by Dev Test/)).toBeVisible();
  const first = await paidInvoice();
  await sees(page, "1 webhook waits.");
  await expect(deliveries(page).filter({ hasText: "Kept" })).toHaveCount(1);
  expect(receiver.about(first)).toBe(0);
  await page.getByRole("button", { name: "Resume and send what waits" }).click();
  await expect(page.getByText("Open again. 1 webhook is on its way.")).toBeVisible();
  await expect.poll(() => receiver.about(first)).toBe(1);

  receiver.now.status = 410;
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(page.getByText(/Last answer: 410/)).toBeVisible();
  await page.goto(`${origin}/dashboard/transactions`);
  await expect(page.getByText(BANNER)).toBeVisible();
  await page.getByRole("link", { name: "See to it" }).click();
  await expect(page.getByText(/The receiver answered 410 Gone/)).toBeVisible();
  const second = await paidInvoice();
  await sees(page, "1 webhook waits.");
  expect(receiver.about(second, 410)).toBe(0);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of [1_280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${origin}${PLACE}`);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect.soft(violations, `${width} ${colorScheme}`).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(wide, `wider than ${width}`).toBeLessThanOrEqual(width);
    }
  }
  receiver.now.status = 200;
  await page.getByRole("button", { name: "Enable again and send everything since" }).click();
  await expect(
    page.getByText(/Open again. \d+ webhooks? (is|are) on (its|their) way/),
  ).toBeVisible();
  await expect.poll(() => receiver.about(second)).toBe(1);
  await expect(page.getByText(BANNER)).toHaveCount(0);
  await expect(page.getByText("Webhooks are sent as they come.")).toBeVisible();
  await expect(page.getByRole("img", { name: /Last 24 hours: \d+ delivered/ })).toBeVisible();

  await deliveries(page).filter({ hasText: "Delivered" }).first().getByRole("link").click();
  await page.getByText("Headers that were sent").first().click();
  await expect(page.getByText("X-Webhook-Signature: sha256=…").first()).toBeVisible();
  await page.getByText("Headers that came back").first().click();
  await expect(page.getByText("x-receiver: <i>ours</i>").first()).toBeVisible();
  await expect(page.getByText("<b>answer</b>").first()).toBeVisible();
  expect(complaints).toEqual([]);
  await page.goto(`${origin}${PLACE}`);
  await setUrl(page, "");
  receiver.close();
});

test("who may only look sees the state, and no buttons", async ({ page }) => {
  await signIn(page, await newColleague("viewer"), PLACE);
  await expect(page.getByRole("heading", { name: "State" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Health" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Pause|Resume|Enable/ })).toHaveCount(0);
});
