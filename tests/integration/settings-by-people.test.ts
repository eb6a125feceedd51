import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StepUpSubject } from "@/lib/command";
import { units } from "@/lib/kit";
import {
  type AllSettingsPatch,
  getSettings,
  previewSettings,
  SETTINGS_LOOSEN,
  updateFeeTiers,
  updateSettings,
} from "@/lib/merchants";
import { addRecipient, listRecipients, RECIPIENT_ADD, recipientSubject } from "@/lib/recipients";
import { DECIDER_RIGHTS, type Decider, decider } from "../support/deciders";
import { addPerson, isSpent } from "../support/persons";
import { somewhere } from "../support/till";
import { codes, contracts, fulfilled, setUpTill, usdt } from "../support/till-orders";

const at = setUpTill();
const HOUR_MS = 3_600_000;
let ada: Decider;
let ben: Decider;
beforeAll(async () => {
  const [merchant] = at.till.merchants;
  ada = decider(at.till, await addPerson(at.till.worker, merchant, "owner"));
  ben = decider(at.till, await addPerson(at.till.worker, merchant, "admin"));
});
beforeEach(() =>
  at.till.set({
    four_eyes_units: null,
    recipient_hold_hours: 24,
    recipient_hold_before: null,
    recipient_hold_before_until: null,
    payouts_only_to_recipients: false,
    only_recipients_until: null,
    ip_allow_list: [],
  }),
);

const version = async () => (await getSettings(ada.ctx())).version;
const change = async (patch: AllSettingsPatch, who = ada, stepUp?: string, now?: () => Date) =>
  updateSettings(who.ctx({ stepUp, ...(now ? { now } : {}) }), patch, {
    expectedVersion: await version(),
  });

async function codeFor(patch: AllSettingsPatch, who = ada): Promise<string> {
  const { stepUp } = await previewSettings(who.ctx(), patch);
  return who.confirm(SETTINGS_LOOSEN, stepUp as StepUpSubject);
}

const loosen = async (patch: AllSettingsPatch, now?: () => Date) =>
  change(patch, ada, await codeFor(patch), now);

describe("updateSettings by a person", () => {
  it("D-24: what tightens takes no code; what loosens takes one for exactly these changes, once", async () => {
    const tightened = await change({ fourEyesAbove: usdt(500), maxAutoWithdrawAmount: usdt(50) });
    expect(tightened).toMatchObject({ fourEyesAbove: usdt(500), maxAutoWithdrawAmount: usdt(50) });
    const patch = { autoWithdraw: true, fourEyesAbove: usdt(600) };
    const preview = await previewSettings(ada.ctx(), patch);
    expect(preview.changes).toEqual([
      { name: "autoWithdraw", before: "false", after: "true", loosens: true },
      { name: "fourEyesAbove", before: '"500000000"', after: '"600000000"', loosens: true },
    ]);
    const denied = { code: "step_up_required" };
    await expect(change(patch)).rejects.toMatchObject(denied);
    const less = await codeFor({ autoWithdraw: true });
    await expect(change(patch, ada, less)).rejects.toMatchObject(denied);
    expect(await isSpent(at.till.worker, less)).toBe(false);
    const code = await codeFor(patch);
    await expect(change(patch, ben, code)).rejects.toMatchObject(denied);
    const after = await change(patch, ada, code);
    expect(after).toMatchObject({ ...patch, version: preview.version + 1 });
    expect(await getSettings(ada.ctx())).toEqual(after);
    expect(await isSpent(at.till.worker, code)).toBe(true);
    const other = { ...patch, autoWithdraw: false, fourEyesAbove: usdt(700) };
    await expect(change(other, ada, code)).rejects.toMatchObject(denied);
    const mails = await at.till.worker.sql`
      select to_address, text_body from mails where kind = 'security_notice' order by to_address`;
    expect(mails.map((mail) => mail.to_address).sort()).toEqual(
      [ada.person.email, ben.person.email].sort(),
    );
    expect(mails[0]?.text_body).toContain("autoWithdraw: false -> true");
    const [log] = await at.till.worker.sql`
      select actor, data from audit_log where action = 'settings.updated' order by id desc limit 1`;
    expect(log).toMatchObject({
      actor: `user:${ada.person.id}`,
      data: { before: { fourEyesAbove: "500000000" }, after: { fourEyesAbove: "600000000" } },
    });
  });

  it("D-39: of two who change what they both read, the second is told; nothing changed is no change", async () => {
    const expectedVersion = await version();
    const contexts = [ada, ben].map((who) => who.ctx());
    const results = await Promise.allSettled(
      contexts.map((ctx, i) =>
        updateSettings(ctx, { brandName: `Shop ${i}` }, { expectedVersion }),
      ),
    );
    expect(fulfilled(results)).toBe(1);
    expect(codes(results)).toEqual(["stale_version"]);
    const stale = { code: "stale_version" };
    await expect(
      updateSettings(ada.ctx(), { brandName: "Third" }, { expectedVersion }),
    ).rejects.toMatchObject(stale);
    await expect(updateSettings(ada.ctx(), { brandName: "Third" })).rejects.toMatchObject(stale);
    const now = await getSettings(ada.ctx());
    expect(await change({ brandName: now.brandName })).toEqual(now);
    const operator = {
      ...ada.ctx(),
      db: at.till.worker,
      actor: { kind: "operator", id: "x" },
    } as const;
    await updateFeeTiers(
      { ...operator, permissions: new Set(["operator"]) },
      { merchantId: at.till.merchants[0], tiers: [{ from: units(0n), ratePpm: 1 }] },
    );
    expect(await version()).toBe(now.version + 1);
  });

  it("takes the permission, does not set the fee, and is of one merchant", async () => {
    const permissions = DECIDER_RIGHTS.filter((one) => one !== "settings:write");
    const denied = { code: "scope_missing" };
    const reader = ada.ctx({ permissions });
    await expect(updateSettings(reader, { brandName: "x" })).rejects.toMatchObject(denied);
    await expect(previewSettings(reader, { brandName: "x" })).rejects.toMatchObject(denied);
    await expect(change({ feeTiers: [] })).rejects.toMatchObject(denied);
    const code = await ada.confirm(
      SETTINGS_LOOSEN,
      (await previewSettings(ada.ctx({ merchant: 1 }), { autoWithdraw: true }))
        .stepUp as StepUpSubject,
    );
    const there = ada.ctx({ merchant: 1, stepUp: code });
    const { version: expectedVersion } = await getSettings(there);
    await expect(
      updateSettings(there, { autoWithdraw: true }, { expectedVersion }),
      "a code of one merchant is none of another's",
    ).rejects.toMatchObject({ code: "step_up_required" });
    for (const patch of [
      { recipientHoldHours: 169 },
      { recipientHoldHours: 0.5 },
      { recipientHoldHours: -1 },
      { fourEyesAbove: units(-1n) },
    ]) {
      const wrong = { code: "validation_failed", details: [{ path: Object.keys(patch)[0] }] };
      await expect(change(patch)).rejects.toMatchObject(wrong);
    }
  });

  it("a double click with one code: one change", async () => {
    await change({ autoWithdraw: false });
    const patch = { autoWithdraw: true };
    const stepUp = await codeFor(patch);
    const expectedVersion = await version();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        updateSettings(ada.ctx({ stepUp }), patch, { expectedVersion }),
      ),
    );
    expect(fulfilled(results)).toBe(1);
    expect(new Set(codes(results))).toEqual(new Set(["stale_version"]));
    expect(await version()).toBe(expectedVersion + 1);
  });
});

describe("D-19: the rules about recipients linger when they are loosened", () => {
  const add = async (now: () => Date) => {
    const of = { label: "New", network: "USDT-TRC20", address: somewhere(), note: null } as const;
    const stepUp = await ada.confirm(RECIPIENT_ADD, recipientSubject(of));
    const made = await addRecipient(ada.ctx({ stepUp, now }), of, contracts);
    return (made.usableAt.getTime() - made.addedAt.getTime()) / HOUR_MS;
  };
  const rules = async (now: Date) => (await listRecipients(ada.ctx({ now: () => now }))).rules;

  it("a lowered hold holds as it was for as long; a raised one counts at once", async () => {
    const start = new Date();
    const hence = (hours: number) => new Date(start.getTime() + hours * HOUR_MS);
    await loosen({ recipientHoldHours: 0 }, () => start);
    expect(await add(() => start)).toBe(24);
    expect(await add(() => hence(23.9))).toBe(24);
    expect(await add(() => hence(24))).toBe(0);
    await change({ recipientHoldHours: 48 }, ada, undefined, () => start);
    expect(await add(() => start)).toBe(48);
    const patch = { recipientHoldHours: 1 };
    await loosen(patch, () => hence(1));
    expect((await rules(hence(48.9))).holdHours).toBe(48);
    expect((await rules(hence(49))).holdHours).toBe(1);
  });

  it("the list is on at once, and off only after the hold as it was, lowered or not", async () => {
    const start = new Date();
    const hence = (hours: number) => new Date(start.getTime() + hours * HOUR_MS);
    await change({ payoutsOnlyToRecipients: true });
    expect(await rules(start)).toMatchObject({ onlyRecipients: true, onlyUntil: null });
    await loosen({ payoutsOnlyToRecipients: false, recipientHoldHours: 0 }, () => start);
    expect(await rules(hence(23.9))).toEqual({
      holdHours: 24,
      onlyRecipients: true,
      onlyUntil: hence(24),
    });
    expect(await rules(hence(24))).toEqual({
      holdHours: 0,
      onlyRecipients: false,
      onlyUntil: null,
    });
    await change({ payoutsOnlyToRecipients: true });
    expect(await rules(start)).toMatchObject({ onlyRecipients: true, onlyUntil: null });
  });
});
