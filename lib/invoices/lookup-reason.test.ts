import { describe, expect, it } from "vitest";
import { type NetworkId, units } from "@/lib/kit";
import { type Finding, type LookedTransfer, type LookupFacts, lookupReason } from "./lookup-reason";

const USDT = 1_000_000n;
const HERE = "aa".repeat(20);
const THERE = "bb".repeat(20);
const END = new Date("2026-11-21T12:00:00.000Z");
const IN_TIME = new Date(END.getTime() - 60_000);

const invoice = (over: Partial<LookupFacts> = {}): LookupFacts => ({
  network: "USDT-TRC20",
  address: HERE,
  amount: units(50n * USDT),
  tolerance: units(0n),
  others: units(0n),
  open: true,
  expiresAt: END,
  ...over,
});
const move = (over: Partial<LookedTransfer> = {}): LookedTransfer => ({
  usdt: true,
  to: HERE,
  value: 50n * USDT,
  ours: over.to === undefined,
  ...over,
});
const mined = (
  transfers: readonly LookedTransfer[],
  over: Partial<Extract<Finding, { kind: "mined" }>> = {},
): Finding => ({
  kind: "mined",
  time: IN_TIME,
  confirmations: 19,
  final: true,
  transfers,
  ...over,
});
const unknown: Finding = { kind: "unknown" };

function ask(own: Finding, other: Finding = unknown, over: Partial<LookupFacts> = {}) {
  const findings = new Map<NetworkId, Finding>([
    ["USDT-ERC20", other],
    ["USDT-TRC20", own],
  ]);
  return lookupReason(invoice(over), findings);
}

const fake = (over: Partial<LookedTransfer> = {}) => move({ usdt: false, ours: true, ...over });
const elsewhere = (over: Partial<LookedTransfer> = {}) => move({ to: THERE, ours: false, ...over });

describe("C-31: where a payment is", () => {
  it.each<[string, Finding, Finding, string]>([
    ["paid and final", mined([move()]), unknown, "found"],
    ["not deep enough", mined([move()], { final: false }), unknown, "not_final"],
    ["too little", mined([move({ value: 30n * USDT })]), unknown, "not_enough"],
    [
      "too little, and young",
      mined([move({ value: 1n })], { final: false }),
      unknown,
      "not_enough",
    ],
    [
      "too little, too late",
      mined([move({ value: 1n })], { time: new Date(END.getTime() + 1) }),
      unknown,
      "found",
    ],
    ["another address", mined([elsewhere()]), unknown, "other_address"],
    ["another address of ours", mined([elsewhere({ ours: true })]), unknown, "other_payment"],
    [
      "many, one of them ours",
      mined([elsewhere(), elsewhere({ ours: true })]),
      unknown,
      "other_payment",
    ],
    ["many, one of them this", mined([elsewhere({ ours: true }), move()]), unknown, "found"],
    ["another token to this address", mined([fake()]), unknown, "wrong_token"],
    ["swapped on the way", mined([elsewhere(), fake()]), unknown, "wrong_token"],
    ["another token to somebody", mined([fake({ to: THERE, ours: false })]), unknown, "no_tokens"],
    ["nothing, to this address", mined([move({ value: 0n })]), unknown, "no_tokens"],
    [
      "nothing here, something there",
      mined([move({ value: 0n }), elsewhere()]),
      unknown,
      "other_address",
    ],
    ["another token's nothing", mined([fake({ value: 0n })]), unknown, "no_tokens"],
    ["native coin", mined([]), unknown, "no_tokens"],
    ["reverted", { kind: "reverted" }, unknown, "reverted"],
    ["in the pool", { kind: "pending" }, unknown, "pending"],
    ["nowhere", unknown, unknown, "unknown"],
    ["nowhere, and a node is away", unknown, { kind: "unavailable" }, "unavailable"],
    ["the own node is away", { kind: "unavailable" }, unknown, "unavailable"],
    ["found while the other node is away", mined([move()]), { kind: "unavailable" }, "found"],
    ["on the other network", unknown, mined([elsewhere()]), "wrong_network"],
    [
      "on the other network while ours is away",
      { kind: "unavailable" },
      mined([elsewhere()]),
      "wrong_network",
    ],
    [
      "to this very account on the other network",
      unknown,
      mined([move({ ours: false })]),
      "wrong_network",
    ],
    [
      "another payment of ours on the other network",
      unknown,
      mined([elsewhere({ ours: true })]),
      "other_payment",
    ],
    ["no USDT on the other network", unknown, mined([fake()]), "no_tokens"],
    ["reverted on the other network", unknown, { kind: "reverted" }, "reverted"],
    ["waiting on the other network", unknown, { kind: "pending" }, "pending"],
  ])("%s", (_what, own, other, reason) => {
    expect(ask(own, other).reason).toBe(reason);
  });

  it("adds up what reached this address, and counts what came before", () => {
    const both = mined([move({ value: 10n * USDT }), elsewhere(), move({ value: 20n * USDT })]);
    const short = { reason: "not_enough", amount: 30n * USDT, remaining: 20n * USDT };
    expect(ask(both)).toMatchObject(short);
    expect(ask(both, unknown, { others: units(5n * USDT) })).toMatchObject({
      remaining: 15n * USDT,
    });
    expect(ask(both, unknown, { others: units(20n * USDT) })).toMatchObject({ reason: "found" });
  });

  it("forgives what the merchant forgives", () => {
    const little = mined([move({ value: 49n * USDT })]);
    expect(ask(little, unknown, { tolerance: units(USDT) }).reason).toBe("found");
    expect(ask(little, unknown, { tolerance: units(USDT - 1n) }).reason).toBe("not_enough");
  });

  it("never asks for more on a page that is closed", () => {
    const little = mined([move({ value: USDT })]);
    expect(ask(little, unknown, { open: false })).toMatchObject({
      reason: "found",
      remaining: null,
    });
    const young = mined([move({ value: USDT })], { final: false });
    expect(ask(young, unknown, { open: false }).reason).toBe("not_final");
  });

  it("names an address only where it is none of ours", () => {
    const small = elsewhere({ to: "cc".repeat(20), value: 1n });
    expect(ask(mined([small, elsewhere()])).otherAddress).toBe(THERE);
    const told = [
      ask(mined([move()])),
      ask(mined([elsewhere({ ours: true })])),
      ask(mined([elsewhere(), elsewhere({ ours: true })])),
      ask(unknown, mined([elsewhere()])),
      ask(mined([fake()])),
    ];
    expect(told.map(({ otherAddress }) => otherAddress)).toEqual(told.map(() => null));
    const other = ask(mined([elsewhere({ ours: true })]));
    expect(other).toMatchObject({ amount: null, remaining: null, confirmations: null });
  });
});
