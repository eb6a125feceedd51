import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { units } from "@/lib/kit";
import { changesOf, isLoosening, loosenedBy, looseningSubject, patched } from "./loosening";
import type { AllSettings, AllSettingsPatch } from "./safeguards";

const usdt = (whole: number) => units(BigInt(whole) * 1_000_000n);
const BASE: AllSettings = {
  autoWithdraw: false,
  maxAutoWithdrawAmount: usdt(100),
  applyLimitsToApi: true,
  depositFeePayer: "merchant",
  withdrawalFeePayer: "user",
  underpaymentTolerancePpm: 10_000,
  creditAt: "sweep",
  requireSecret: true,
  ipAllowList: ["203.0.113.7", "2001:db8::/32"],
  feeTiers: [],
  keyDailyCap: usdt(500),
  webhookOnCancel: false,
  payerExtension: true,
  brandName: null,
  brandColor: null,
  brandLogo: null,
  supportUrl: null,
  checkoutNote: null,
  checkoutLanguage: null,
  embedOrigins: [],
  fourEyesAbove: usdt(1_000),
  recipientHoldHours: 24,
  payoutsOnlyToRecipients: true,
  version: 7,
  keyDailyCapIsDefault: false,
};
const of = (patch: AllSettingsPatch, base = BASE) => isLoosening(base, patched(base, patch));

describe("isLoosening", () => {
  const looser: readonly AllSettingsPatch[] = [
    { autoWithdraw: true },
    { maxAutoWithdrawAmount: units(usdt(100) + 1n) },
    { applyLimitsToApi: false },
    { requireSecret: false },
    { ipAllowList: [] },
    { ipAllowList: ["203.0.113.8"] },
    { ipAllowList: [...BASE.ipAllowList, "203.0.113.8"] },
    { keyDailyCap: usdt(501) },
    { keyDailyCap: null },
    { underpaymentTolerancePpm: 10_001 },
    { creditAt: "finality" },
    { fourEyesAbove: usdt(1_001) },
    { fourEyesAbove: null },
    { recipientHoldHours: 23 },
    { payoutsOnlyToRecipients: false },
  ];
  it.each(looser)("%o takes a code, and back takes none", (patch) => {
    expect(of(patch)).toBe(true);
    const after = patched(BASE, patch);
    expect(isLoosening(after, BASE), "replacing an address by another is looser both ways").toBe(
      patch.ipAllowList?.length === 1,
    );
    expect(isLoosening(after, after)).toBe(false);
  });

  const tighter: readonly AllSettingsPatch[] = [
    { maxAutoWithdrawAmount: usdt(99) },
    { ipAllowList: ["203.0.113.7"] },
    { keyDailyCap: usdt(499) },
    { underpaymentTolerancePpm: 0 },
    { fourEyesAbove: usdt(1) },
    { recipientHoldHours: 168 },
    { depositFeePayer: "user", withdrawalFeePayer: "merchant" },
    { brandName: "Shop", webhookOnCancel: true, payerExtension: false },
  ];
  it.each(tighter)("%o takes none", (patch) => expect(of(patch)).toBe(false));

  it("a cap that was never set is the installation's: less tightens, more or none loosens", () => {
    const base = { ...BASE, keyDailyCap: null, keyDailyCapIsDefault: true };
    expect(of({ keyDailyCap: usdt(1_000) }, base)).toBe(false);
    expect(of({ keyDailyCap: usdt(1_001) }, base)).toBe(true);
    expect(of({ keyDailyCap: null }, base)).toBe(true);
    expect(changesOf(base, { keyDailyCap: null })).toEqual([
      { name: "keyDailyCap", before: "default", after: "null", loosens: true },
    ]);
    const none = { ...BASE, keyDailyCap: null };
    expect(of({ keyDailyCap: usdt(5) }, none)).toBe(false);
    expect(changesOf(none, { keyDailyCap: null })).toEqual([]);
  });

  it("of two amounts exactly the greater is looser", () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 15n }).map(units);
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        for (const name of ["maxAutoWithdrawAmount", "keyDailyCap", "fourEyesAbove"] as const) {
          const before = { ...BASE, [name]: a };
          expect(of({ [name]: b }, before)).toBe(b > a);
        }
      }),
    );
  });

  it("tells every change, and what a code is for says all of them and the version", () => {
    const patch = { autoWithdraw: true, maxAutoWithdrawAmount: usdt(50), brandName: "Shop" };
    const changes = changesOf(BASE, { ...patch, requireSecret: true });
    expect(changes).toEqual([
      { name: "autoWithdraw", before: "false", after: "true", loosens: true },
      { name: "brandName", before: "null", after: '"Shop"', loosens: false },
      { name: "maxAutoWithdrawAmount", before: '"100000000"', after: '"50000000"', loosens: false },
    ]);
    expect(looseningSubject(7, changes)).toEqual({
      version: "7",
      changes: [
        "autoWithdraw: false -> true",
        'brandName: null -> "Shop"',
        'maxAutoWithdrawAmount: "100000000" -> "50000000"',
      ],
    });
    expect(loosenedBy(BASE, patched(BASE, patch))).toEqual(["autoWithdraw"]);
    const [logo] = changesOf(BASE, { brandLogo: "x".repeat(9_999) });
    expect(logo?.after).toMatch(/^sha256 [0-9a-f]{64}$/);
  });
});
