import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { listFiles } from "../support/source-tree";
import { newColleague, newOperator, signIn } from "./dashboard";
import { askFor, BUSY_MS, call, payingUser } from "./platform";
import { complaintsOf, createInvoice, sandboxFacts, verify } from "./sandbox";

/** Every page of the dashboard, by the tree: one that is added is looked at without another word. */
const ROUTES = listFiles(process.cwd())
  .map((file) => /^app\/\(dashboard\)(\/.*)\/page\.tsx$/.exec(file)?.[1] ?? "")
  .filter((route) => route !== "" && !route.includes("/@"));
const OPERATOR = "/dashboard/operator";
const VIEWS = [
  ["light", 1280],
  ["dark", 1280],
  ["dark", 390],
  ["light", 390],
] as const;

const WIDTHS = [320, 390, 640, 768, 1024, 1280];

/** Where a route with an id leads: the first that the list above it shows. */
async function placeOf(page: Page, route: string): Promise<string> {
  const { origin } = sandboxFacts();
  if (!route.includes("[")) return origin + route;
  const folder = route.slice(0, route.indexOf("/["));
  const list = path.posix.basename(folder) === "events" ? path.posix.dirname(folder) : folder;
  await page.goto(origin + list);
  const first = page
    .locator(`main a[href^="${folder}/"]`)
    .and(page.locator(':not([href$="/new"])'));
  return origin + (await first.first().getAttribute("href"));
}

async function look(page: Page, route: string): Promise<void> {
  const complaints = complaintsOf(page);
  await page.goto(await placeOf(page, route));
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page).toHaveTitle(/^\[TEST\] .+ · Tillgate$/);
  for (const [colorScheme, width] of VIEWS) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
    expect.soft(found, `${route} ${colorScheme} ${width}`).toEqual([]);
  }
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.soft(over, `${route} is wider than ${width}`).toBeLessThanOrEqual(0);
  }
  expect.soft(complaints, route).toEqual([]);
}

/** Something in every list: a payment and its webhook, a user, a request that waits, calls. */
async function fill(): Promise<void> {
  const { transactionId, walletAddress } = await createInvoice({
    currencyType: "USDT-ERC20",
    amount: "7",
  });
  await call("/sandbox/pay", { walletAddress, amount: 7, currencyType: "USDT-ERC20" });
  await askFor(await payingUser(40), 20);
  const status = async () => (await verify(transactionId)).status;
  await expect.poll(status, { timeout: BUSY_MS }).toBe("confirmed");
}

test("there are pages to look at", () => {
  expect(ROUTES.length).toBeGreaterThan(25);
});

const merchants = ROUTES.filter((route) => !route.startsWith(OPERATOR));
const halves = [
  merchants.filter((_, at) => at % 2 === 0),
  merchants.filter((_, at) => at % 2 === 1),
];
for (const [at, routes] of halves.entries()) {
  test(`every page of a merchant, in both themes, wide and narrow, ${at + 1} of 2 (D-41, D-42)`, async ({
    page,
  }) => {
    test.setTimeout(400_000);
    await fill();
    await signIn(page, await newColleague("owner"));
    for (const route of routes) await test.step(route, () => look(page, route));
  });
}

test("every page of the operator's area, in both themes, wide and narrow (D-41, D-42)", async ({
  page,
}) => {
  test.setTimeout(300_000);
  await signIn(page, await newOperator(), OPERATOR);
  const routes = ROUTES.filter((route) => route.startsWith(OPERATOR));
  for (const route of routes) await test.step(route, () => look(page, route));
});
