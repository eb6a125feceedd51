import { expect, test } from "@playwright/test";
import { connect, type Database } from "@/lib/db";
import { ownerUrlOf } from "../support/whole-sandbox";
import { confirmWithCode, newColleague, signIn } from "./dashboard";
import { askFor, payingUser } from "./platform";
import { complaintsOf, DATA_DIR_VARIABLE, sandboxFacts } from "./sandbox";

// What one person alone can't do, and what nobody can do unseen.
// A deposit is final late on a busy machine.
test.beforeEach(() => test.setTimeout(400_000));

const at = (path: string) => `${sandboxFacts().origin}${path}`;
let owner: Database;
test.beforeAll(() => {
  const url = ownerUrlOf(process.env[DATA_DIR_VARIABLE] ?? "");
  owner = connect({ url, name: "e2e-owner", max: 1 });
});
test.afterAll(() => owner?.close());

test("D-23: where it takes two, the first is told so, and the second lets it go", async ({
  page,
  browser,
}) => {
  const { clientId } = sandboxFacts().merchant;
  // A sum that no other spec comes near: they share the merchant.
  await owner.sql`update merchants set four_eyes_units = 5000000000 where client_id = ${clientId}`;
  const userId = await payingUser(5_200);
  const id = await askFor(userId, 5_100);
  const name = `Approve 5,100.00 USDT for ${userId}`;
  const queue = `/dashboard/requests?q=${userId}`;
  const [ada, ben] = [
    await newColleague("finance", "Ada First"),
    await newColleague("admin", "Ben Second"),
  ];
  await signIn(page, ada, queue);
  const complaints = complaintsOf(page);
  await expect(page.getByText("Two people must approve")).toBeVisible();
  await page.getByRole("button", { name }).click();
  await confirmWithCode(page, ada);
  const told = page.getByRole("status").filter({ hasText: "your word is recorded" });
  await expect(told).toBeFocused();
  await expect(told).toContainText("One more person must approve before it is sent.");
  await expect(page.getByRole("button", { name })).toHaveCount(0);
  await expect(page.getByText("Approved by Ada First")).toBeVisible();
  await page.goto(at(`/dashboard/requests/${id}`));
  await expect(page.getByRole("button", { name: "Approve", exact: true })).toHaveCount(0);
  await expect(page.getByText("You have approved it. One more person must.")).toBeVisible();

  const second = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await signIn(second, ben, queue);
  await expect(second.getByText("Approved by Ada First")).toBeVisible();
  await second.getByRole("button", { name }).click();
  await confirmWithCode(second, ben);
  await expect(
    second.getByRole("status").filter({ hasText: "approved. It is sent now" }),
  ).toBeFocused();
  await page.goto(at(`/dashboard/transactions/${id}`));
  await expect(page.getByText("Completed").first()).toBeVisible({ timeout: 60_000 });
  await owner.sql`update merchants set four_eyes_units = null where client_id = ${clientId}`;
  expect(complaints).toEqual([]);
  await second.context().close();
});

test("D-16: a code that comes too late for what was shown closes the dialog, and the page says why", async ({
  page,
}) => {
  const userId = await payingUser(100);
  await askFor(userId, 31);
  const colleague = await newColleague("finance");
  await signIn(page, colleague, `/dashboard/requests?q=${userId}`);
  await page.getByRole("button", { name: `Approve 31.00 USDT for ${userId}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("31.00 USDT");
  await owner.sql`
    update challenges set expires_at = now() where user_id = ${colleague.userId}`;
  await dialog.getByLabel(/Code from your authenticator/).fill("123456");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("status").filter({ hasText: "its time was over" })).toBeFocused();
  await page.getByRole("button", { name: `Approve 31.00 USDT for ${userId}` }).click();
  await confirmWithCode(page, colleague);
  await expect(page.getByRole("status").filter({ hasText: "approved" }).first()).toBeVisible();
});

test("D-44: a password that grew old while the dialog was open is asked for in it", async ({
  page,
}) => {
  const developer = await newColleague("developer");
  await signIn(page, developer, "/dashboard/developers/keys");
  await page.getByLabel("Name", { exact: true }).fill("Old password");
  await page.getByLabel("read", { exact: true }).check();
  await page.getByRole("button", { name: "Issue the key" }).click();
  const dialog = page.getByRole("dialog");
  const code = dialog.getByLabel(/Code from your authenticator/);
  const password = dialog.getByLabel("Your password");
  const confirm = dialog.getByRole("button", { name: "Confirm" });
  await expect(code).toBeVisible();
  await expect(password).toHaveCount(0);
  await owner.sql`
    update user_sessions set password_at = now() - interval '1 hour' where user_id = ${developer.userId}`;
  await code.fill(await developer.code());
  await confirm.click();
  await expect(dialog.getByRole("alert")).toContainText("confirm your password");
  await password.fill("not the password at all");
  await confirm.click();
  await expect(dialog.getByRole("alert")).toContainText("is wrong");
  await password.fill(developer.password);
  await confirm.click();
  await expect(page.getByText("they are not shown again")).toBeFocused();
});

test("D-30: a line of the audit log that somebody changed is found, and named, until it is as it was", async ({
  page,
}) => {
  // Of a merchant whose log nobody else here reads.
  const [other] = await owner.sql<{ id: string; client_id: string }[]>`
    select id, client_id from merchants where client_id <> ${sandboxFacts().merchant.clientId}
    order by number limit 1`;
  const colleague = await newColleague("owner", "Olga Owner", other?.client_id);
  await signIn(page, colleague, "/dashboard/audit");
  const sealed = async () => {
    const [row] = await owner.sql<{ audit_id: string; position: string }[]>`
      select c.audit_id, c.position from audit_chain c join audit_log l on l.id = c.audit_id
      where l.merchant_id = ${other?.id ?? ""} and l.subject_id = ${colleague.userId} limit 1`;
    return row;
  };
  await expect.poll(sealed, { timeout: 60_000 }).toBeDefined();
  const { audit_id: id, position } = (await sealed()) ?? { audit_id: "", position: "" };
  await page.reload();
  await expect(page.getByText(/^Verified/).first()).toBeVisible();
  const write = (action: string) =>
    owner.sql.begin(async (sql) => {
      // As somebody who may do anything with the database.
      await sql`set local session_replication_role = replica`;
      await sql`update audit_log set action = ${action} where id = ${id}`;
    });
  await write("team.member_left");
  try {
    await page.reload();
    const alert = page.getByRole("alert").filter({ hasText: "The chain is broken" });
    await expect(alert).toContainText(`broken at entry ${Number(position)}`);
    await expect(alert).toContainText("The entry was changed after it was written.");
    await expect(alert).toContainText(id);
  } finally {
    await write("team.member_added");
  }
  await page.reload();
  await expect(page.getByRole("alert").filter({ hasText: "broken" })).toHaveCount(0);
  await expect(page.getByText(/^Verified/).first()).toBeVisible();
});
