import { expect, type Page } from "@playwright/test";
import { sandboxFacts } from "./sandbox";

/** The mails to an address that the sandbox's mailbox shows, the newest first: their texts. */
export async function mailsTo(page: Page, email: string): Promise<readonly string[]> {
  const { origin } = sandboxFacts();
  await page.goto(`${origin}/sandbox/mail`);
  const entry = page.locator("li").filter({ hasText: `to ${email}` });
  const hrefs = await entry
    .getByRole("link")
    .evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  const texts: string[] = [];
  for (const href of hrefs) {
    await page.goto(`${origin}${href}`);
    texts.push((await page.locator("pre").textContent()) ?? "");
  }
  return texts;
}

/** The link in the newest mail to an address that has one, and that is not `known` already. */
export async function linkTo(
  page: Page,
  email: string,
  path: string,
  known: readonly string[] = [],
): Promise<string> {
  const link = new RegExp(`https?://[^\\s"<]+${path}\\?token=[\\w-]+`);
  let found = "";
  await expect(async () => {
    const links = (await mailsTo(page, email)).map((text) => link.exec(text)?.[0] ?? "");
    found = links.find((one) => one !== "" && !known.includes(one)) ?? "";
    expect(found).not.toBe("");
  }).toPass();
  return found;
}
