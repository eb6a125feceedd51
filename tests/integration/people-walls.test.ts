import { describe, expect, it } from "vitest";
import { type Context, transact } from "@/lib/command";
import {
  challenges,
  passkeys,
  recoveryCodes,
  userCredentials,
  userSessions,
  users,
  userTokens,
} from "@/lib/db";
import { newId } from "@/lib/kit";
import { requestPasswordReset, startChallenge } from "@/lib/people";
import { outcome } from "../support/catalog";
import { setUpPeople } from "../support/people-lab";

const lab = setUpPeople();
const SECRETS = [
  userCredentials,
  recoveryCodes,
  passkeys,
  userSessions,
  userTokens,
  challenges,
] as const;

/** What the web role sees of people, bound as the context says. */
const seen = (ctx: Context) =>
  transact(ctx, async (tx) => {
    const names = await tx.select({ id: users.id }).from(users);
    const rows: { userId: string }[] = [];
    for (const table of SECRETS) rows.push(...(await tx.select().from(table)));
    return { people: names.map(({ id }) => id).sort(), whose: rows.map(({ userId }) => userId) };
  });

describe("the third wall", () => {
  it("shows a person oneself, and a colleague's name, but nothing that anybody signs in with", async () => {
    const [ann, ben, cat] = [
      await lab.person({ totp: true }),
      await lab.person({ role: "admin" }),
      await lab.person({ at: 1 }),
    ];
    for (const one of [ann, ben, cat]) {
      await lab.signedIn(one);
      await requestPasswordReset(lab.nobody(), one.email, "https://pay.example.com");
    }
    await startChallenge(lab.as(ann), "x", { a: "1" });
    await lab.owner.sql`
      insert into recovery_codes (user_id, code_hash, created_at) values (${ann.userId}, '\\x01', now())`;
    await lab.owner.sql`
      insert into passkeys (user_id, id, credential_id, public_key, counter, transports, may_be_backed_up, backed_up, name, created_at)
      values (${ann.userId}, ${newId()}, 'a', '\\x01', 0, '{}', false, false, 'a', now())`;
    const colleagues = [ann.userId, ben.userId].sort();
    const asAnn = await seen(lab.as(ann));
    expect(asAnn.people).toEqual(colleagues);
    expect(new Set(asAnn.whose)).toEqual(new Set([ann.userId]));
    expect(asAnn.whose).toHaveLength(SECRETS.length);
    const alone = await seen(lab.as(ann, { merchantId: null }));
    expect(alone.people).toEqual([ann.userId]);
    const shop = await seen({ ...lab.nobody(), merchantId: lab.merchantId() });
    expect(shop).toEqual({ people: colleagues, whose: [] });
    expect(await seen(lab.nobody())).toEqual({ people: [], whose: [] });
  });

  it("lets nobody make oneself an operator, or write for another", async () => {
    const [dan, eve] = [await lab.person(), await lab.person()];
    const as = (text: string) => outcome(lab.web, text, dan.userId, "app.user");
    const at = "now(), now()";
    for (const [text, result] of [
      [`update users set is_operator = true where id = '${dan.userId}'`, "42501"],
      [`update users set status = 'active' where id = '${dan.userId}'`, "42501"],
      [`update users set name = 'x' where id = '${eve.userId}'`, 0],
      [`update user_credentials set password_hash = 'x' where user_id = '${eve.userId}'`, 0],
      [
        `update user_credentials set user_id = '${eve.userId}' where user_id = '${dan.userId}'`,
        "42501",
      ],
      [`update user_sessions set token_hash = 'x' where user_id = '${dan.userId}'`, "42501"],
      [`update user_tokens set expires_at = now() where user_id = '${dan.userId}'`, "42501"],
      [`update passkeys set public_key = 'x' where user_id = '${dan.userId}'`, "42501"],
      [`update challenges set passkey_challenge = null where user_id = '${dan.userId}'`, "42501"],
      [`update challenges set digest = 'x' where user_id = '${dan.userId}'`, "42501"],
      [
        `insert into challenges (user_id, id, kind, digest, created_at, expires_at)
         values ('${eve.userId}', '${dan.userId}', 'x', 'x', ${at})`,
        "42501",
      ],
      [
        `insert into users (id, email, name, created_at, is_operator) values ('${dan.userId}', 'a@b.cc', 'a', now(), true)`,
        "42501",
      ],
      ["delete from users", "42501"],
      ["delete from user_sessions", "42501"],
      [`update users set name = 'y' where id = '${dan.userId}'`, 1],
    ] as const) {
      expect(await as(text), text).toBe(result);
    }
  });

  it("writes down what is no merchant's, and reads none of it", async () => {
    const fay = await lab.person();
    await lab.signedIn(fay);
    expect(await lab.auditOf(fay.userId)).not.toEqual([]);
    for (const wall of ["app.user", "app.merchant"] as const) {
      const bound = wall === "app.user" ? fay.userId : lab.merchantId();
      const house = "select 1 from audit_log where merchant_id is null";
      expect(await outcome(lab.web, house, bound, wall)).toBe(0);
      expect(
        await outcome(lab.web, "select id from mails where merchant_id is null", bound, wall),
      ).toBe(0);
    }
  });
});
