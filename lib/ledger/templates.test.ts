import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NETWORK_IDS, units } from "@/lib/kit";
import { account, accountPath, assetOf, normalOf } from "./accounts";
import type { Posting } from "./templates";
import * as templates from "./templates";

const network = fc.constantFrom(...NETWORK_IDS);
const cause = fc.string({ minLength: 1, maxLength: 80 });
const ref = fc.string({ minLength: 1, maxLength: 40 });
const positive = fc.bigInt({ min: 1n, max: 10n ** 18n }).map(units);
const whole = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }).map(units);

/** What a posting does to each kind of account, in the account's own direction. */
function changes(posting: Posting): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const leg of posting.legs) {
    const { kind, ref } = leg.account;
    const name = kind === "chain" ? `chain ${ref}` : kind;
    sums[name] = (sums[name] ?? 0n) + leg.amount * BigInt(normalOf(kind));
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n));
}

function expectSound(posting: Posting, kind: string, of: string, scope = kind): void {
  expect(posting.legs.reduce((sum, leg) => sum + leg.amount, 0n)).toBe(0n);
  expect(posting.legs.every((leg) => leg.amount !== 0n)).toBe(true);
  expect(new Set(posting.legs.map((leg) => leg.account.network)).size).toBe(1);
  expect(posting.kind).toBe(kind);
  expect(posting.cause).toBe(`${scope}:${of}`);
}

function without(changes: Record<string, bigint>): Record<string, bigint> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== 0n));
}

describe("every posting template", () => {
  it("depositReceived: chain and incoming rise by the amount", () => {
    const input = fc.record({ network, cause, address: ref, record: ref, amount: positive });
    fc.assert(
      fc.property(input, (i) => {
        const posting = templates.depositReceived(i);
        expectSound(posting, "deposit_received", i.cause);
        expect(changes(posting)).toEqual({ [`chain ${i.address}`]: i.amount, incoming: i.amount });
      }),
    );
  });

  it("depositCredited: incoming becomes available and fees, which are together the amount", () => {
    const input = fc.record({ network, cause, record: ref, amount: positive, fee: whole });
    fc.assert(
      fc.property(input, (i) => {
        if (i.fee < 0n || i.fee > i.amount) {
          expect(() => templates.depositCredited(i)).toThrow("a fee is between");
          return;
        }
        const posting = templates.depositCredited(i);
        expectSound(posting, "deposit_credited", i.cause);
        expect(changes(posting)).toEqual(
          without({ incoming: -i.amount, available: i.amount - i.fee, fees: i.fee }),
        );
      }),
    );
  });

  it("topUpCredited: chain and available rise by the amount", () => {
    fc.assert(
      fc.property(fc.record({ network, cause, address: ref, amount: positive }), (i) => {
        const posting = templates.topUpCredited(i);
        expectSound(posting, "top_up_credited", i.cause);
        expect(changes(posting)).toEqual({ [`chain ${i.address}`]: i.amount, available: i.amount });
      }),
    );
  });

  it("sweepSettled: what leaves one address arrives at the other or went to the token", () => {
    const input = fc.record({
      network,
      cause,
      from: ref.map((r) => `from ${r}`),
      to: ref.map((r) => `to ${r}`),
      sent: positive,
      received: whole,
    });
    fc.assert(
      fc.property(input, (i) => {
        if (i.received <= 0n || i.received > i.sent) {
          expect(() => templates.sweepSettled(i)).toThrow("a sweep receives at most");
          return;
        }
        const posting = templates.sweepSettled(i);
        expectSound(posting, "sweep_settled", i.cause);
        expect(changes(posting)).toEqual(
          without({
            [`chain ${i.from}`]: -i.sent,
            [`chain ${i.to}`]: i.received,
            token_fee: i.sent - i.received,
          }),
        );
      }),
    );
  });

  it("withdrawalHeld and withdrawalReleased undo each other", () => {
    fc.assert(
      fc.property(fc.record({ network, cause, amount: positive }), (i) => {
        const held = templates.withdrawalHeld(i);
        const released = templates.withdrawalReleased(i);
        expectSound(held, "withdrawal_held", i.cause);
        expectSound(released, "withdrawal_released", i.cause, "withdrawal_ended");
        expect(changes(held)).toEqual({ available: -i.amount, held: i.amount });
        expect(changes(released)).toEqual({ available: i.amount, held: -i.amount });
      }),
    );
  });

  it("withdrawalSettled: the hold left the wallet, but for the fee", () => {
    const input = fc.record({ network, cause, wallet: ref, amount: positive, fee: whole });
    fc.assert(
      fc.property(input, (i) => {
        if (i.fee < 0n || i.fee >= i.amount) {
          expect(() => templates.withdrawalSettled(i)).toThrow("pays out more than nothing");
          return;
        }
        const posting = templates.withdrawalSettled(i);
        expectSound(posting, "withdrawal_settled", i.cause, "withdrawal_ended");
        expect(changes(posting)).toEqual(
          without({ held: -i.amount, [`chain ${i.wallet}`]: i.fee - i.amount, fees: i.fee }),
        );
      }),
    );
  });

  it("feesSettled: fees leave the wallet", () => {
    fc.assert(
      fc.property(fc.record({ network, cause, wallet: ref, amount: positive }), (i) => {
        const posting = templates.feesSettled(i);
        expectSound(posting, "fees_settled", i.cause);
        expect(changes(posting)).toEqual({ fees: -i.amount, [`chain ${i.wallet}`]: -i.amount });
      }),
    );
  });

  it("figures rise, are held, and end in one of two ways, beside all money", () => {
    fc.assert(
      fc.property(fc.record({ network, cause, customer: ref, amount: positive }), (i) => {
        const [credited, held] = [templates.figureCredited(i), templates.figureHeld(i)];
        const [released, spent] = [templates.figureReleased(i), templates.figureSpent(i)];
        expectSound(credited, "figure_credited", i.cause);
        expectSound(held, "figure_held", i.cause);
        expectSound(released, "figure_released", i.cause, "figure_ended");
        expectSound(spent, "figure_spent", i.cause, "figure_ended");
        expect(changes(credited)).toEqual({ user_issued: i.amount, user_figure: i.amount });
        expect(changes(held)).toEqual({ user_figure: -i.amount, user_held: i.amount });
        expect(changes(released)).toEqual({ user_figure: i.amount, user_held: -i.amount });
        expect(changes(spent)).toEqual({ user_held: -i.amount, user_issued: -i.amount });
        const [raised, lowered] = [templates.figureRaised(i), templates.figureLowered(i)];
        expectSound(raised, "figure_raised", i.cause, "figure_adjusted");
        expectSound(lowered, "figure_lowered", i.cause, "figure_adjusted");
        expect(changes(raised)).toEqual(changes(credited));
        expect(changes(lowered)).toEqual({ user_issued: -i.amount, user_figure: -i.amount });
        const all = [credited, held, released, spent, raised, lowered];
        const legs = all.flatMap((posting) => posting.legs);
        expect(new Set(legs.map((leg) => assetOf(leg.account).asset))).toEqual(
          new Set(["user-figure"]),
        );
      }),
    );
  });

  it("refuses an amount that is not positive", () => {
    const nothing = fc.constantFrom(0n, -1n, -5_000_000n).map(units);
    fc.assert(
      fc.property(network, nothing, (on, amount) => {
        const hold = { network: on, cause: "c", amount };
        const places = { address: "a", record: "r", wallet: "w", fee: units(0n) };
        const moved = {
          network: on,
          cause: "c",
          from: "a",
          to: "b",
          sent: amount,
          received: amount,
        };
        for (const make of [
          () => templates.depositReceived({ ...hold, ...places }),
          () => templates.depositCredited({ ...hold, ...places }),
          () => templates.topUpCredited({ ...hold, ...places }),
          () => templates.sweepSettled(moved),
          () => templates.withdrawalHeld(hold),
          () => templates.withdrawalReleased(hold),
          () => templates.withdrawalSettled({ ...hold, ...places }),
          () => templates.feesSettled({ ...hold, ...places }),
          () => templates.figureCredited({ ...hold, customer: "c" }),
          () => templates.figureHeld({ ...hold, customer: "c" }),
          () => templates.figureReleased({ ...hold, customer: "c" }),
          () => templates.figureSpent({ ...hold, customer: "c" }),
          () => templates.figureRaised({ ...hold, customer: "c" }),
          () => templates.figureLowered({ ...hold, customer: "c" }),
        ]) {
          expect(make).toThrow();
        }
      }),
    );
  });

  it("is covered here", () => {
    expect(Object.keys(templates).sort()).toEqual([
      "depositCredited",
      "depositReceived",
      "feesSettled",
      "figureCredited",
      "figureHeld",
      "figureLowered",
      "figureRaised",
      "figureReleased",
      "figureSpent",
      "sweepSettled",
      "topUpCredited",
      "withdrawalHeld",
      "withdrawalReleased",
      "withdrawalSettled",
    ]);
  });
});

describe("accounts", () => {
  it("have one path each", () => {
    expect(accountPath(account("USDT-TRC20", "available"))).toBe("USDT-TRC20/available");
    expect(accountPath(account("USDT-ERC20", "chain", "ab"))).toBe("USDT-ERC20/chain/ab");
  });

  it("are assets when they are debit-normal, and in USDT of six places", () => {
    const kinds = ["chain", "token_fee", "incoming", "available", "held", "fees"] as const;
    expect(kinds.filter((kind) => normalOf(kind) === 1)).toEqual(["chain", "token_fee"]);
    for (const network of NETWORK_IDS) {
      expect(assetOf(account(network, "held"))).toEqual({ asset: "USDT", scale: 6 });
    }
  });
});
