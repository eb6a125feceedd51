import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { complaintsOf, pageIn, sandboxFacts } from "./sandbox";

test("the start page has no dead links and no complaints", async ({ page, request }) => {
  const complaints = complaintsOf(page);
  await page.goto(sandboxFacts().origin);
  const links = await page
    .locator("a[href]")
    .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  expect(links.length).toBeGreaterThan(1);
  for (const link of links) expect((await request.get(link)).status(), link).toBe(200);
  expect(complaints).toEqual([]);
});

test("its first payment works as it is written there", async ({ page }) => {
  const { origin, merchant } = sandboxFacts();
  await page.goto(origin);
  const create = await page.locator("pre", { hasText: "transaction/create" }).textContent();
  const { stdout } = await promisify(execFile)("sh", ["-c", create ?? ""], {
    env: { ...process.env, APIKEY: merchant.apiKey },
  });
  await page.goto((JSON.parse(stdout) as { url: string }).url);
  await page.getByRole("button", { name: "Pay with test USDT" }).click();
  await expect(pageIn(page, "paid")).toBeVisible();
});

test("browsers that ask for an icon get ours", async ({ page, request }) => {
  const { origin } = sandboxFacts();
  const icon = await request.get(`${origin}/favicon.ico`);
  expect(icon.status()).toBe(200);
  expect((await icon.body()).subarray(0, 4)).toEqual(Buffer.from([0, 0, 1, 0]));
  const complaints = complaintsOf(page);
  await page.goto(`${origin}/api/health/live`);
  expect(complaints).toEqual([]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the API reference shows every operation, and its anchors lead somewhere", async ({
    page,
    request,
  }) => {
    const { origin } = sandboxFacts();
    const complaints = complaintsOf(page);
    const elsewhere: string[] = [];
    page.on("request", (sent) => {
      if (!sent.url().startsWith(origin) && !sent.url().startsWith("data:"))
        elsewhere.push(sent.url());
    });
    await page.goto(origin);
    await page.getByRole("link", { name: "API reference" }).click();
    await expect(page.locator("h1")).toHaveText("Tillgate merchant API");
    const document = await (await request.get(`${origin}/api/v1/openapi.json`)).json();
    const described = Object.entries<Record<string, { operationId: string }>>(document.paths);
    for (const [path, methods] of described) {
      for (const { operationId } of Object.values(methods)) {
        const article = page.locator(`article#${operationId}`);
        await expect(article).toContainText(path);
        await expect(article.locator("pre", { hasText: "curl" }).first()).toBeVisible();
      }
    }
    const anchors = await page
      .locator('a[href^="#"]')
      .evaluateAll((all) => [...new Set(all.map((link) => link.getAttribute("href") ?? ""))]);
    expect(anchors.length).toBeGreaterThan(described.length);
    for (const anchor of anchors) await expect(page.locator(anchor)).toHaveCount(1);
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
