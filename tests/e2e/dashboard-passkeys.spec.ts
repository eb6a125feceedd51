import { randomBytes, randomUUID } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type Colleague, newColleague, signIn } from "./dashboard";
import { complaintsOf, sandboxFacts } from "./sandbox";

const at = (path: string) => `${sandboxFacts().origin}${path}`;
const USE = { name: "Use a passkey" };

interface Device {
  /** Whether its person lets it be used. */
  willing(is: boolean): Promise<void>;
}

/** Chromium's own authenticator, with a person who has a fingerprint. */
async function withDevice(page: Page): Promise<Device> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    willing: async (isUserVerified) => {
      await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
    },
  };
}

const confirmation = (page: Page) => page.getByRole("dialog", { name: "Confirm with a code" });

async function addPasskey(page: Page, colleague: Colleague, name: string): Promise<void> {
  await page.getByLabel("Name of the new passkey").fill(name);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const dialog = confirmation(page);
  await expect(dialog).toContainText(name);
  await dialog.getByLabel(/Code from your authenticator/).fill(await colleague.code());
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("The passkey was added.")).toBeVisible();
}

async function expectNoFindings(page: Page): Promise<void> {
  for (const [colorScheme, width] of [
    ["dark", 390],
    ["light", 1_280],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html]));
    expect.soft(found, `${page.url()} ${colorScheme} ${width}`).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(wide, page.url()).toBeLessThanOrEqual(width);
  }
}

test("a passkey is added, confirms what was shown, signs in, and is removed (D-17)", async ({
  page,
}) => {
  // Three codes of one person, each of a step of its own.
  test.slow();
  const complaints = complaintsOf(page);
  const colleague = await newColleague("owner");
  const device = await withDevice(page);
  await signIn(page, colleague, "/dashboard/account");
  await addPasskey(page, colleague, "Work laptop");
  const table = page.getByRole("table", { name: "Passkeys" });
  await expect(table).toContainText("Work laptop");
  await expect(table).toContainText("Never");
  await expectNoFindings(page);

  await page.goto(at("/dashboard/recipients"));
  await page.getByRole("button", { name: "Add a recipient" }).click();
  const facts = page.getByRole("dialog", { name: "Add a recipient" });
  const label = `Harbour ${randomUUID().slice(0, 6)}`;
  await facts.getByLabel("Label").fill(label);
  await facts.getByLabel("Network").selectOption({ label: "Ethereum (ERC20)" });
  await facts.getByLabel("Address").fill(`0x${randomBytes(20).toString("hex")}`);
  await facts.getByRole("button", { name: "Go on" }).click();
  const dialog = confirmation(page);
  await expect(dialog.getByLabel(/Code from your authenticator/)).toBeVisible();
  // Whoever is not known to the device gets no further, and can still enter a code.
  await device.willing(false);
  await dialog.getByRole("button", USE).click();
  await expect(dialog.getByText("No passkey was used.")).toBeVisible();
  await expectNoFindings(page);
  await device.willing(true);
  await dialog.getByRole("button", USE).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("row").filter({ hasText: label })).toBeVisible();

  await page.context().clearCookies();
  await page.goto(at("/dashboard/account"));
  await page.getByLabel("E-mail address").fill(colleague.email);
  await page.getByLabel("Password", { exact: true }).fill(colleague.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByLabel(/Code from your authenticator/)).toBeFocused();
  await expectNoFindings(page);
  await page.getByRole("button", USE).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
  await expect(table).not.toContainText("Never");

  await page.getByRole("button", { name: "Remove: Work laptop" }).click();
  await expect(dialog).toContainText("Work laptop");
  await dialog.getByRole("button", USE).click();
  await expect(table).toBeHidden();
  // A sign-in that lacks its second half is told by 401.
  expect(complaints.filter((one) => !one.includes("401"))).toEqual([]);
});

test("a device that is shut is asked again, and one that has a passkey says so (D-17)", async ({
  page,
}) => {
  test.slow();
  const colleague = await newColleague("viewer");
  const device = await withDevice(page);
  await signIn(page, colleague, "/dashboard/account");
  await device.willing(false);
  await page.getByLabel("Name of the new passkey").fill("Phone");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const dialog = confirmation(page);
  await dialog.getByLabel(/Code from your authenticator/).fill(await colleague.code());
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("No passkey was made.")).toBeVisible();
  await device.willing(true);
  await page.getByRole("button", { name: "Ask the device again" }).click();
  await expect(page.getByText("The passkey was added.")).toBeVisible();

  await page.getByLabel("Name of the new passkey").fill("Phone again");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await dialog.getByRole("button", USE).click();
  await expect(page.getByText("This device has a passkey for this account already.")).toBeVisible();
  await expect(page.getByRole("table", { name: "Passkeys" }).getByRole("row")).toHaveCount(2);
});

test("who has no passkey is offered none (D-17)", async ({ page }) => {
  const colleague = await newColleague("viewer");
  await page.goto(at("/dashboard/account"));
  await page.getByLabel("E-mail address").fill(colleague.email);
  await page.getByLabel("Password", { exact: true }).fill(colleague.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByLabel(/Code from your authenticator/)).toBeFocused();
  await expect(page.getByRole("button", USE)).toHaveCount(0);
});
