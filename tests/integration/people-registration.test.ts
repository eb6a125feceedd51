import { describe, expect, it } from "vitest";
import { registerMerchant, verifyEmail } from "@/lib/people";
import { PASSWORD, setUpPeople } from "../support/people-lab";
import { setUpTeams } from "../support/people-teams";

const lab = setUpPeople();
const { door, shop } = setUpTeams(lab);
const subjects = async (email: string) => (await lab.mailsTo(email)).map(({ subject }) => subject);

describe("registration", () => {
  it("makes a person, a merchant and its owner, and verifies the address by mail", async () => {
    const { view, merchantId, merchantName, owner } = await shop();
    expect(view).toMatchObject({ emailVerified: false, isOperator: false, language: "en" });
    expect(view.memberships).toMatchObject([{ name: merchantName, role: "owner", merchantId }]);
    const [row] = await lab.owner.sql`
      select m.*, (select last_invoice_number::int from merchant_counters where merchant_id = m.id) as counter,
        (select count(*)::int from api_keys where merchant_id = m.id) as keys
      from merchants m where id = ${merchantId}`;
    expect(row).toMatchObject({ counter: 0, keys: 0, webhook_url: null });
    expect(lab.box.open(row?.webhook_secret, `webhook-secret:${merchantId}`)).toMatch(/^tg_whs_/);
    await verifyEmail(lab.nobody(), await lab.linkTo(owner.email));
    const actions = (await lab.auditOf(merchantId)).map(({ action, actor }) => [action, actor]);
    expect(actions).toEqual([["merchant.created", `user:${owner.userId}`]]);
  });

  it("of an address that has an account answers the same, makes nothing, and tells its person", async () => {
    const { owner } = await shop();
    const count = async () =>
      (
        await lab.owner
          .sql`select (select count(*)::int from merchants) as m, (select count(*)::int from users) as u`
      )[0];
    const before = await count();
    const again = () =>
      registerMerchant(
        lab.nobody(),
        {
          name: "Eve",
          email: owner.email.toUpperCase(),
          password: "another 4 good passwords",
          merchantName: "Evil",
          language: "en",
        },
        door,
      );
    for (let i = 0; i < 5; i += 1) expect(await again()).toBeUndefined();
    expect(await count()).toEqual(before);
    expect((await subjects(owner.email)).slice(1)).toEqual(
      Array.from({ length: 3 }, () => "You have an account already"),
    );
    await lab.enter(owner.email);
  });

  it("twice at once with one address makes one, and ten at once number merchants without a gap", async () => {
    const input = (email: string) => ({
      name: "Two",
      email,
      password: PASSWORD,
      merchantName: "Two at once",
      language: "xx1",
    });
    await Promise.all(
      Array.from({ length: 2 }, () =>
        registerMerchant(lab.nobody(), input("two@shop.example"), door),
      ),
    );
    const made = await lab.owner.sql`select 1 from merchants where name = 'Two at once'`;
    expect(made).toHaveLength(1);
    await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        registerMerchant(lab.nobody(), input(`ten-${i}@shop.example`), door),
      ),
    );
    const [numbers] = await lab.owner.sql`
      select count(*)::int as count, max(number) as last from merchants`;
    expect(numbers?.last).toBe(numbers?.count);
  });

  it("says what is wrong with what was typed", async () => {
    const good = {
      name: "A",
      email: "a@shop.example",
      password: PASSWORD,
      merchantName: "A",
      language: "en",
    };
    for (const [over, path] of [
      [{ email: "a" }, "email"],
      [{ name: "" }, "name"],
      [{ merchantName: " " }, "merchantName"],
      [{ password: "a@shop.example" }, "password"],
    ] as const) {
      await expect(
        registerMerchant(lab.nobody(), { ...good, ...over }, door),
      ).rejects.toMatchObject({ code: "validation_failed", details: [{ path }] });
    }
  });
});
