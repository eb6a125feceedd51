import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/command";
import {
  acceptInvitation,
  changeRole,
  findInvitation,
  inviteMember,
  listMembers,
  type Role,
  removeMember,
  resendInvitation,
  revokeInvitation,
} from "@/lib/people";
import { PASSWORD, setUpPeople } from "../support/people-lab";
import { setUpTeams } from "../support/people-teams";

const lab = setUpPeople();
const ORIGIN = "https://pay.example.com";
const subjects = async (email: string) => (await lab.mailsTo(email)).map(({ subject }) => subject);
const { shop, colleague, coded } = setUpTeams(lab);

describe("an invitation (D-29)", () => {
  it("makes an account for whoever has none, by a link that works once", async () => {
    const { merchantId, merchantName, owner } = await shop();
    const ctx = lab.as(owner);
    await inviteMember(ctx, { email: "New@One.example", role: "support" }, ORIGIN);
    const token = await lab.linkTo("new@one.example");
    const [mail] = await lab.mailsTo("new@one.example");
    expect(mail?.text_body).toContain(`${ORIGIN}/invitation?token=${token}`);
    expect(await findInvitation(lab.nobody(), token)).toEqual({
      merchantName,
      email: "new@one.example",
      role: "support",
      invitedBy: owner.name,
      hasAccount: false,
      expiresAt: expect.any(Date),
    });
    const accept = () =>
      acceptInvitation(lab.nobody(), token, { name: "Newt", password: PASSWORD });
    const both = await Promise.allSettled([accept(), accept()]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(accept()).rejects.toMatchObject({ code: "link_expired" });
    await expect(findInvitation(lab.nobody(), token)).rejects.toMatchObject({
      code: "link_expired",
    });
    const { members, invitations } = await listMembers(ctx);
    expect(members.map(({ name, role, emailVerified }) => [name, role, emailVerified])).toEqual([
      ["Newt", "support", true],
      [owner.name, "owner", false],
    ]);
    expect(invitations).toEqual([]);
    expect((await subjects(owner.email)).at(-1)).toBe(`Newt works for ${merchantName} now`);
    const written = await lab.owner.sql`
      select string_agg(a::text, '') as text from audit_log a where merchant_id = ${merchantId}`;
    expect(written[0]?.text).toContain("team.member_added");
    expect(written[0]?.text).not.toContain(token);
  });

  it("is taken up by the person of its address, signed in, and by nobody else", async () => {
    const { merchantId, owner } = await shop();
    const [ann, ben] = [await lab.person({ at: null }), await lab.person({ at: null })];
    await inviteMember(lab.as(owner), { email: ann.email, role: "viewer" }, ORIGIN);
    const token = await lab.linkTo(ann.email);
    expect(await findInvitation(lab.nobody(), token)).toMatchObject({ hasAccount: true });
    await expect(
      acceptInvitation(lab.nobody(), token, { name: "Ann", password: PASSWORD }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(acceptInvitation(lab.nobody(), token, null)).rejects.toMatchObject({
      code: "scope_missing",
    });
    await expect(acceptInvitation(lab.as(ben), token, null)).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await acceptInvitation(lab.as(ann), token, null)).toEqual({
      userId: ann.userId,
      merchantId,
    });
    expect((await lab.signedIn(ann)).view.memberships).toMatchObject([{ role: "viewer" }]);
    await expect(
      inviteMember(lab.as(owner), { email: ann.email, role: "viewer" }, ORIGIN),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("can be taken back, sent again and overslept", async () => {
    const { owner } = await shop();
    const ctx = lab.as(owner);
    const email = "slow@one.example";
    const invite = () => inviteMember(ctx, { email, role: "viewer" }, ORIGIN);
    const { invitationId } = await invite();
    const first = await lab.linkTo(email);
    await expect(invite()).rejects.toMatchObject({ code: "conflict" });
    await resendInvitation(ctx, invitationId, ORIGIN);
    await expect(findInvitation(lab.nobody(), first)).rejects.toMatchObject({
      code: "link_expired",
    });
    const second = await lab.linkTo(email);
    await findInvitation(lab.nobody(), second);
    await revokeInvitation(ctx, invitationId);
    await expect(findInvitation(lab.nobody(), second)).rejects.toMatchObject({
      code: "link_expired",
    });
    await expect(revokeInvitation(ctx, invitationId)).rejects.toMatchObject({
      code: "invalid_state",
    });
    const other = await shop();
    await expect(revokeInvitation(lab.as(other.owner), invitationId)).rejects.toMatchObject({
      code: "not_found",
    });
    await invite();
    lab.later(7 * 86_400_000 + 1);
    const late = acceptInvitation(lab.nobody(), await lab.linkTo(email), {
      name: "Slow",
      password: PASSWORD,
    });
    await expect(late).rejects.toMatchObject({ code: "link_expired" });
    expect((await listMembers(ctx)).invitations).toEqual([]);
    await invite();
  });

  it("needs the right, an owner for owners, and a code for who moves money", async () => {
    const { merchantId, owner } = await shop();
    const admin = await colleague(merchantId, "admin", true);
    const viewer = await colleague(merchantId, "viewer");
    const email = "cash@one.example";
    const invite = (ctx: Context, role: Role) => inviteMember(ctx, { email, role }, ORIGIN);
    await expect(invite(lab.as(viewer), "viewer")).rejects.toMatchObject({ code: "scope_missing" });
    // A right that a page still shows is asked of the rows.
    const stale = lab.as(viewer, { allow: ["account", "team:write"] });
    await expect(invite(stale, "viewer")).rejects.toMatchObject({ code: "scope_missing" });
    await expect(invite(await coded(admin, email, "owner"), "owner")).rejects.toMatchObject({
      code: "scope_missing",
    });
    await expect(invite(lab.as(owner), "finance")).rejects.toMatchObject({
      code: "step_up_required",
    });
    const wrong = await coded(admin, email, "finance");
    await expect(invite(wrong, "admin")).rejects.toMatchObject({ code: "step_up_required" });
    await invite(wrong, "finance");
    await expect(invite(lab.as(admin), "king" as Role)).rejects.toMatchObject({
      code: "validation_failed",
    });
  });

  it("puts no link of anybody's making into a stranger's mailbox", async () => {
    const { merchantId, owner } = await shop();
    await lab.owner
      .sql`update merchants set name = 'Win at https://evil.example/x now' where id = ${merchantId}`;
    await inviteMember(lab.as(owner), { email: "far@one.example", role: "viewer" }, ORIGIN);
    const [mail] = await lab.mailsTo("far@one.example");
    expect(mail?.subject).toBe("Win at https evil. example x now invites you");
    const links = mail?.text_body.match(/https?:\S+/g) ?? [];
    expect(links).toHaveLength(1);
    expect(links[0]).toMatch(/^https:\/\/pay\.example\.com\//);
  });

  it("is for fifty addresses a day", async () => {
    const { owner } = await shop();
    const invite = (at: number) =>
      inviteMember(lab.as(owner), { email: `many-${at}@one.example`, role: "viewer" }, ORIGIN);
    const all = await Promise.allSettled(Array.from({ length: 52 }, (_, at) => invite(at)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(50);
    await expect(invite(99)).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("to be an owner is worth nothing when who invited is none any more", async () => {
    const { merchantId } = await shop();
    const boss = await colleague(merchantId, "owner", true);
    const ann = await lab.person({ at: null });
    const ctx = await coded(boss, ann.email, "owner");
    await inviteMember(ctx, { email: ann.email, role: "owner" }, ORIGIN);
    const token = await lab.linkTo(ann.email);
    await lab.owner.sql`update memberships set role = 'viewer' where user_id = ${boss.userId}`;
    await expect(acceptInvitation(lab.as(ann), token, null)).rejects.toMatchObject({
      code: "link_expired",
    });
  });
});

describe("a role", () => {
  it("changes by who may, with a code where money is; the person is told", async () => {
    const { merchantId, merchantName, owner } = await shop();
    const admin = await colleague(merchantId, "admin", true);
    const dev = await colleague(merchantId, "developer");
    const { token } = await lab.signedIn(dev);
    const to = (ctx: Context, role: Role, userId = dev.userId) => changeRole(ctx, { userId, role });
    await expect(to(lab.as(dev), "admin")).rejects.toMatchObject({ code: "scope_missing" });
    await expect(to(lab.as(admin), "admin")).rejects.toMatchObject({ code: "step_up_required" });
    await to(await coded(admin, dev.email, "finance"), "finance");
    await to(lab.as(admin), "finance");
    await to(lab.as(admin), "support");
    expect((await lab.find(token))?.memberships).toMatchObject([{ role: "support" }]);
    expect(await subjects(dev.email)).toEqual([
      `Your role at ${merchantName} has changed`,
      `Your role at ${merchantName} has changed`,
    ]);
    await expect(to(lab.as(admin), "viewer", owner.userId)).rejects.toMatchObject({
      code: "scope_missing",
    });
    const other = await shop();
    await expect(to(lab.as(other.owner), "viewer")).rejects.toMatchObject({ code: "not_found" });
    const changes = (await lab.auditOf(dev.userId)).filter((a) => a.action === "team.role_changed");
    expect(changes.map(({ actor, merchant_id, data }) => [actor, merchant_id, data])).toEqual([
      [
        `user:${admin.userId}`,
        merchantId,
        { email: dev.email, before: "developer", after: "finance", secondFactor: "totp" },
      ],
      [
        `user:${admin.userId}`,
        merchantId,
        { email: dev.email, before: "finance", after: "support" },
      ],
    ]);
  });

  it("of the last owner stays: of two who give it up at once one does not", async () => {
    const { merchantId, owner } = await shop();
    await expect(
      changeRole(lab.as(owner), { userId: owner.userId, role: "viewer" }),
    ).rejects.toMatchObject({ code: "invalid_state" });
    await expect(removeMember(lab.as(owner), { userId: owner.userId })).rejects.toMatchObject({
      code: "invalid_state",
    });
    const second = await colleague(merchantId, "owner");
    const both = await Promise.allSettled([
      changeRole(lab.as(owner), { userId: owner.userId, role: "viewer" }),
      removeMember(lab.as(second), { userId: second.userId }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const owners = await lab.owner.sql`
      select 1 from memberships where merchant_id = ${merchantId} and role = 'owner'`;
    expect(owners).toHaveLength(1);
  });
});

describe("two who change the team at once", () => {
  it("stand in line: the second decides on what the first left", async () => {
    const { merchantId, owner } = await shop();
    const second = await colleague(merchantId, "owner");
    const waiting = async () =>
      (
        await lab.owner.sql`
          select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      ).length;
    let leaving: Promise<unknown> = Promise.resolve();
    await lab.worker.sql.begin(async (sql) => {
      await sql`update memberships set role = 'viewer' where merchant_id = ${merchantId} and user_id = ${second.userId}`;
      await sql`select 1 from memberships where merchant_id = ${merchantId} for update`;
      leaving = changeRole(lab.as(owner), { userId: owner.userId, role: "viewer" });
      leaving.catch(() => undefined);
      await expect.poll(waiting).toBeGreaterThan(0);
    });
    await expect(leaving).rejects.toMatchObject({ code: "invalid_state" });
  });
});

describe("whoever is removed", () => {
  it("sees nothing of the merchant at once, and is told; everyone may leave", async () => {
    const { merchantId, merchantName, owner } = await shop();
    const admin = await colleague(merchantId, "admin");
    const viewer = await colleague(merchantId, "viewer");
    const { token } = await lab.signedIn(viewer);
    const remove = (ctx: Context, userId: string) => removeMember(ctx, { userId });
    await expect(remove(lab.as(viewer), admin.userId)).rejects.toMatchObject({
      code: "scope_missing",
    });
    await expect(remove(lab.as(admin), owner.userId)).rejects.toMatchObject({
      code: "scope_missing",
    });
    await remove(lab.as(admin), viewer.userId);
    await expect(remove(lab.as(admin), viewer.userId)).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await lab.find(token)).toMatchObject({ memberships: [], currentMerchantId: null });
    expect(await subjects(viewer.email)).toEqual([`You no longer work for ${merchantName}`]);
    const support = await colleague(merchantId, "support");
    await remove(lab.as(support), support.userId);
    await expect(listMembers(lab.as(support))).rejects.toMatchObject({ code: "scope_missing" });
  });
});
