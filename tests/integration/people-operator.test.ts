import { describe, expect, it } from "vitest";
import { type Context, operatorContext } from "@/lib/command";
import { silentLogger } from "@/lib/kit";
import { disableUser, enableUser, listUsers, resetSecondFactor } from "@/lib/people";
import { setUpPeople } from "../support/people-lab";

const lab = setUpPeople();
const operator = (): Context => operatorContext(lab.worker, "oscar", silentLogger);

describe("the operator and people", () => {
  it("sees everyone, page by page", async () => {
    const ann = await lab.person({ role: "finance", totp: true });
    const ben = await lab.person({ at: null, isOperator: true });
    await lab.signedIn(ann);
    const all = await listUsers(operator());
    expect(all).toMatchObject([
      {
        email: ann.email,
        status: "active",
        secondFactor: true,
        isOperator: false,
        signedInAt: expect.any(Date),
        memberships: [{ number: 1, role: "finance" }],
      },
      {
        email: ben.email,
        isOperator: true,
        secondFactor: false,
        memberships: [],
        signedInAt: null,
      },
    ]);
    expect(await listUsers(operator(), { after: ann.userId })).toHaveLength(1);
    expect(await listUsers(operator(), { after: ben.userId })).toEqual([]);
    expect(JSON.stringify(all)).not.toContain("argon2");
  });

  it("signs a person out and lets them in no more, and again", async () => {
    const cat = await lab.person();
    const { token } = await lab.signedIn(cat);
    await disableUser(operator(), cat.email.toUpperCase());
    await disableUser(operator(), cat.email);
    expect(await lab.find(token)).toBeNull();
    await expect(lab.enter(cat.email)).rejects.toMatchObject({ code: "invalid_credentials" });
    await enableUser(operator(), cat.email);
    expect(await lab.find(token)).toBeNull();
    await lab.signedIn(cat);
    const done = (await lab.auditOf(cat.userId)).map(({ action, actor }) => `${action} ${actor}`);
    expect(done.filter((one) => one.endsWith("operator:oscar"))).toEqual([
      "user.disabled operator:oscar",
      "user.enabled operator:oscar",
    ]);
  });

  it("takes a lost second factor off", async () => {
    const dan = await lab.person({ totp: true });
    const { token } = await lab.signedIn(dan);
    await resetSecondFactor(operator(), dan.email);
    expect(await lab.find(token)).toBeNull();
    expect((await lab.signedIn({ ...dan, totp: null })).view.secondFactor).toBe(false);
    expect((await lab.mailsTo(dan.email)).map(({ subject }) => subject)).toEqual([
      "The second factor of your account was turned off",
    ]);
    await expect(resetSecondFactor(operator(), dan.email)).rejects.toMatchObject({
      code: "invalid_state",
    });
  });

  it("is nobody who signs in, whatever the role; and strangers are not found", async () => {
    const eve = await lab.person({ isOperator: true });
    const calls = [
      (ctx: Context) => listUsers(ctx),
      (ctx: Context) => disableUser(ctx, eve.email),
      (ctx: Context) => enableUser(ctx, eve.email),
      (ctx: Context) => resetSecondFactor(ctx, eve.email),
    ];
    for (const call of calls) {
      await expect(call(lab.as(eve))).rejects.toMatchObject({ code: "scope_missing" });
    }
    await expect(disableUser(operator(), "nobody@example.com")).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
