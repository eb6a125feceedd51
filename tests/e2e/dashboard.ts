import { expect, type Page } from "@playwright/test";
import type { Role } from "@/lib/people";
import {
  authenticator,
  type Colleague,
  makeColleague,
  makeWholeOperator,
} from "../support/whole-people";
import { DATA_DIR_VARIABLE, sandboxFacts } from "./sandbox";

export type { Colleague } from "../support/whole-people";

/** A new person of the demo's first merchant, or of another one. Each spec has its own: a code works once for its person. */
export function newColleague(
  role: Role = "owner",
  name = "Carla Test",
  clientId = sandboxFacts().merchant.clientId,
): Promise<Colleague> {
  return makeColleague({ dataDir: process.env[DATA_DIR_VARIABLE] ?? "", clientId }, role, name);
}

/** The operator that every sandbox has. */
export function sandboxOperator(): Colleague {
  const { email, password, totpSecret } = sandboxFacts().operator;
  return { userId: "", email, name: "Oscar Operator", password, code: authenticator(totpSecret) };
}

/** Somebody new who runs the installation. */
export function newOperator(): Promise<Colleague> {
  return makeWholeOperator(process.env[DATA_DIR_VARIABLE] ?? "", "Olga Test");
}

/** Signs in through the page, with password and code, and comes out at a place of the dashboard. */
export async function signInByPage(
  page: Page,
  colleague: Colleague,
  path = "/dashboard",
): Promise<void> {
  await page.goto(`${sandboxFacts().origin}${path}`);
  await page.getByLabel("E-mail address").fill(colleague.email);
  await page.getByLabel("Password", { exact: true }).fill(colleague.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel(/Code from your authenticator/).fill(await colleague.code());
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("navigation").first()).toBeVisible();
}

/** Signs in by what the page would send, in a tenth of the time, and opens a place of the dashboard. */
export async function signIn(page: Page, colleague: Colleague, path = "/dashboard"): Promise<void> {
  const { origin } = sandboxFacts();
  const { csrfToken } = await (await page.request.get(`${origin}/api/auth/csrf`)).json();
  const { email, password } = colleague;
  const code = await colleague.code();
  const answer = await page.request.post(`${origin}/api/auth/callback/credentials`, {
    form: { email, password, code, csrfToken, json: "true" },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  await page.goto(`${origin}${path}`);
  await expect(page.getByRole("navigation").first()).toBeVisible();
}

const dialogOf = (page: Page) => page.getByRole("dialog", { name: "Confirm with a code" });

/** Gives the code that a dialog asks for, and the password where it asks for that too. */
export async function confirmWithCode(page: Page, colleague: Colleague): Promise<void> {
  const dialog = dialogOf(page);
  await dialog.getByLabel(/Code from your authenticator/).fill(await colleague.code());
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog).toBeHidden();
}
