import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page, test } from "@playwright/test";
import { type Colleague, newColleague, signIn } from "./dashboard";
import { complaintsOf, createInvoice, sandboxFacts, verify } from "./sandbox";

const PLACE = "/dashboard/developers";

/** Gives the code that a dialog asks for. */
async function confirm(page: Page, colleague: Colleague): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Confirm with a code" });
  await dialog.getByLabel(/Code from your authenticator/).fill(await colleague.code());
  await dialog.getByRole("button", { name: "Confirm" }).click();
}

/** How the API answers that key. */
async function statusFor(apiKey: string): Promise<number> {
  const response = await fetch(`${sandboxFacts().origin}/api/v1/public/transaction/list`, {
    headers: { apikey: apiKey },
  });
  return response.status;
}

/** The secret that is shown once under that name. */
async function shown(page: Page, label: string): Promise<string> {
  const value = page
    .locator("dt", { hasText: new RegExp(`^${label}$`) })
    .locator("xpath=../dd/code");
  return (await value.textContent()) ?? "";
}

/** A receiver that keeps what comes. */
async function openSink() {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    bodies.push(body);
    response.end("thank you");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    bodies,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test.describe("developers (D-25, D-26)", () => {
  test("issue a key, use it, roll it, revoke it", async ({ page }) => {
    test.setTimeout(180_000);
    const developer = await newColleague("developer");
    await signIn(page, developer, `${PLACE}/keys`);
    const complaints = complaintsOf(page);
    await page.getByRole("button", { name: "Issue the key" }).click();
    await expect(page.getByText("Give it a name of 1 to 100 characters.")).toBeVisible();
    const name = `Shop ${Date.now()}`;
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("read", { exact: true }).check();
    await page.getByLabel("deposits", { exact: true }).check();
    await page.getByLabel(/Daily cap without/).fill("10.5");
    await page.getByRole("button", { name: "Issue the key" }).click();
    await expect(page.getByRole("dialog")).toContainText("read, deposits");
    await expect(page.getByRole("dialog")).toContainText("10.50 USDT");
    await confirm(page, developer);
    await expect(page.getByText("they are not shown again")).toBeFocused();
    const first = await shown(page, "API key");
    expect(await shown(page, "API secret")).toMatch(/^tgs_test_/);
    expect(await statusFor(first)).toBe(200);
    await page.getByRole("button", { name: "I have copied them" }).click();

    await page.getByRole("button", { name: `Roll ${name}` }).click();
    await page.getByLabel("The old key works on for").selectOption("0");
    await page.getByRole("button", { name: "Make the new key" }).click();
    await confirm(page, developer);
    await expect(page.getByText("they are not shown again")).toBeVisible();
    const second = await shown(page, "API key");
    expect(await statusFor(second)).toBe(200);
    await expect.poll(() => statusFor(first)).toBe(401);
    await page.getByRole("button", { name: "I have copied them" }).click();

    // The old key's line is gone by then: what is revoked is the new one.
    await expect(page.getByText(second.slice(0, 12)).first()).toBeVisible();
    await expect(page.getByRole("button", { name: `Revoke ${name}` })).toHaveCount(1);
    await page.getByRole("button", { name: `Revoke ${name}` }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("tg_test_");
    await dialog.getByRole("button", { name: "Revoke the key" }).click();
    await expect(dialog.getByText("That is not how the key begins.")).toBeVisible();
    await dialog.getByRole("textbox").fill(second.slice(0, 12));
    await dialog.getByRole("button", { name: "Revoke the key" }).click();
    await expect(page.getByRole("button", { name: `Revoke ${name}` })).toHaveCount(0);
    await expect.poll(() => statusFor(second)).toBe(401);
    expect(complaints).toEqual([]);
  });

  test("set a URL, test it, look at the delivery and send it again; rotate; pay with test money", async ({
    page,
  }) => {
    test.setTimeout(180_000);
    const sink = await openSink();
    const owner = await newColleague("owner");
    const { origin } = sandboxFacts();
    await signIn(page, owner, PLACE);
    const field = page.getByLabel("Webhook URL");
    const before = await field.inputValue();
    await field.fill("https://10.0.0.1/hook");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await field.fill(sink.url);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved.")).toBeVisible();
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByText("Delivered: the receiver answered 200.")).toBeVisible();
    const rows = page.getByRole("table", { name: /Webhooks, newest first/ }).locator("tbody tr");
    await rows
      .filter({ hasText: "test confirmed" })
      .first()
      .getByRole("link", { name: /Delivery of test/ })
      .click();
    await expect(page.getByRole("heading", { name: "Delivery: test confirmed" })).toBeVisible();
    await expect(page.getByText(/Try 1: 200/)).toBeVisible();
    await expect(page.getByText("thank you")).toBeVisible();
    const sent = sink.bodies.length;
    await page.getByRole("button", { name: "Send again" }).click();
    await expect(page.getByText("It is sent again now.")).toBeVisible();
    await expect.poll(() => sink.bodies.length, { timeout: 30_000 }).toBeGreaterThan(sent);
    expect(new Set(sink.bodies.filter((body) => body.includes("INV-TEST"))).size).toBe(1);
    await expect
      .poll(async () => {
        await page.reload();
        return page.getByText(/Try 2: 200/).count();
      })
      .toBe(1);

    await page.goto(`${origin}${PLACE}?state=failed`);
    await page.getByText("Send again all that were given up").click();
    await page.getByLabel("Of the last").selectOption("1");
    await page.getByRole("button", { name: "Send them again" }).click();
    await expect(page.getByText(/None was given up|sent again\./).last()).toBeVisible();
    await page.getByRole("button", { name: "Rotate the secret" }).click();
    await confirm(page, owner);
    await expect(page.getByText("they are not shown again")).toBeFocused();
    expect((await shown(page, "New signing secret")).length).toBeGreaterThan(20);
    await page.goto(`${origin}${PLACE}`);
    await page.getByLabel("Webhook URL").fill(before);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved.")).toBeVisible();
    sink.close();

    const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "3.5" });
    await page.goto(`${origin}${PLACE}/sandbox`);
    await page.getByLabel("Network").selectOption("USDT-TRC20");
    await page.getByLabel("Address").fill(invoice.walletAddress);
    await page.getByLabel("Amount in USDT").fill("3.5");
    await page.getByRole("button", { name: "Send test money" }).click();
    await expect(page.getByText(/^Sent: /)).toBeVisible();
    await expect
      .poll(async () => (await verify(invoice.transactionId)).status, { timeout: 60_000 })
      .toBe("confirmed");
  });

  test("shows a viewer everything and nothing to do; axe finds nothing, wide and narrow", async ({
    page,
  }) => {
    test.setTimeout(180_000);
    const { origin } = sandboxFacts();
    await signIn(page, await newColleague("viewer"), PLACE);
    await expect(page.getByRole("button", { name: "Save" })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Sandbox tools" })).toHaveCount(0);
    await page.getByRole("link", { name: "API keys" }).click();
    await expect(page.getByRole("table", { name: /API keys/ })).toBeVisible();
    await expect(page.getByRole("button", { name: /Issue|Roll|Revoke/ })).toHaveCount(0);
    const refused = await page.goto(`${origin}${PLACE}/sandbox`);
    expect(refused?.status()).toBe(404);
  });
});
