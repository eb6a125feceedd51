import { expect, type Page } from "@playwright/test";
import type { Role } from "@/lib/people";
import { type Colleague, makeColleague } from "../support/whole-people";
import { DATA_DIR_VARIABLE, sandboxFacts } from "./sandbox";

export type { Colleague } from "../support/whole-people";

/** A new person of the demo's first merchant. Each spec has its own: a code works once for its person. */
export function newColleague(role: Role = "owner", name = "Carla Test"): Promise<Colleague> {
  const { clientId } = sandboxFacts().merchant;
  return makeColleague({ dataDir: process.env[DATA_DIR_VARIABLE] ?? "", clientId }, role, name);
}

/** Signs in through the page, with password and code, and comes out at a place of the dashboard. */
export async function signIn(page: Page, colleague: Colleague, path = "/dashboard"): Promise<void> {
  await page.goto(`${sandboxFacts().origin}${path}`);
  await page.getByLabel("E-mail address").fill(colleague.email);
  await page.getByLabel("Password", { exact: true }).fill(colleague.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel(/Code from your authenticator/).fill(await colleague.code());
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("navigation").first()).toBeVisible();
}
