import { describe, expect, it } from "vitest";
import { newId } from "@/lib/kit";
import type { CauseFacts, LoanFacts, SigningRequestRow, StakeOrderFacts } from "./facts";
import { judgeRequest } from "./judge-request";
import { SIGNING_LIMITS } from "./limits";

const MERCHANT = newId();
const OTHER = newId();
const CAUSE = newId();
const [GAS, DEPOSIT, ELSEWHERE] = ["a", "b", "c"].map((digit) => digit.repeat(40)) as [
  string,
  string,
  string,
];
const NETWORK = "USDT-TRC20";
const LIMITS = { ...SIGNING_LIMITS[NETWORK], fee: 500n, loan: 1_000n, stake: 9_000n };

const gas = {
  merchantId: null,
  purpose: "gas",
  ownerKind: "gas",
  ownerId: null,
  pathIndex: 0,
} as const;
const deposit = {
  merchantId: MERCHANT,
  purpose: "deposit",
  ownerKind: "invoice",
  ownerId: newId(),
  pathIndex: 7,
} as const;
const loan: LoanFacts = {
  merchantId: MERCHANT,
  network: NETWORK,
  state: "lending",
  toAddress: DEPOSIT,
  stake: 800n,
  sweepState: "funding",
  sweepAddress: DEPOSIT,
};
const order: StakeOrderFacts = {
  network: NETWORK,
  kind: "stake",
  state: "sending",
  amount: 5_000n,
};
const facts: CauseFacts = {
  sweep: null,
  withdrawal: null,
  funding: null,
  batch: null,
  loan,
  stakeOrder: null,
  merchantNumber: null,
  from: gas,
  to: deposit,
  others: [],
  operatorWallet: null,
};
const lending = {
  id: newId(),
  network: NETWORK,
  purpose: "energy_loan",
  causeId: CAUSE,
  merchantId: MERCHANT,
  pathPurpose: "gas",
  pathIndex: 0,
  kind: "lend_energy",
  fromAddress: GAS,
  toAddress: DEPOSIT,
  value: 800n,
  maxFee: 500n,
  nonce: null,
  replaces: null,
} as SigningRequestRow;

type Case = readonly [string, Partial<SigningRequestRow>, Partial<CauseFacts>?];
const named = (cases: readonly Case[]) =>
  cases.map(([reason, over, of]) => ({ reason, over, of: of ?? {} }));
const withLoan = (over: Partial<LoanFacts>) => ({ loan: { ...loan, ...over } });
const other = (
  purpose: "energy_loan" | "energy_reclaim" | "stake_order",
  state: "broadcast" | "final" | "dead",
) => ({
  others: [{ id: newId(), purpose, state, nonce: null, maxFee: 1n }],
});

describe("lending energy", () => {
  const judge = (over: Partial<SigningRequestRow> = {}, of: Partial<CauseFacts> = {}) =>
    judgeRequest({ ...lending, ...over }, { ...facts, ...of }, LIMITS);

  it("is approved from the gas wallet to the address that is swept", () => {
    expect(judge()).toEqual({
      refused: null,
      from: { network: NETWORK, purpose: "gas", index: 0 },
      to: { network: NETWORK, purpose: "deposit", index: 7 },
    });
  });

  it.each(
    named([
      ["cause_missing", {}, { loan: null }],
      ["cause_missing", { merchantId: OTHER }],
      ["cause_network", {}, withLoan({ network: "USDT-ERC20" })],
      ["cause_state", {}, withLoan({ state: "lent" })],
      ["cause_state", {}, withLoan({ state: "failed" })],
      ["cause_state", {}, withLoan({ sweepState: "settled" })],
      ["cause_state", {}, withLoan({ sweepState: "sending" })],
      ["live_signature", {}, other("energy_loan", "broadcast")],
      ["already_paid", {}, other("energy_loan", "final")],
      ["fee_above_limit", { maxFee: 501n }],
      ["kind", { kind: "native" }],
      ["kind", { kind: "stake_energy" }],
      ["value_above_limit", { value: 1_001n }, withLoan({ stake: 1_001n })],
      ["value", { value: 801n }],
      ["path", { pathPurpose: "merchant" }],
      ["path", { pathIndex: 1 }],
      ["from", {}, { from: deposit }],
      ["from", {}, { from: null }],
      ["to", { toAddress: ELSEWHERE }],
      ["to", {}, withLoan({ toAddress: ELSEWHERE })],
      ["to", {}, withLoan({ sweepAddress: ELSEWHERE })],
      ["to", {}, { to: { ...deposit, merchantId: OTHER } }],
      ["to", {}, { to: gas }],
      ["to", {}, { to: null }],
    ]),
  )("is refused: $reason", ({ reason, over, of }) => {
    expect(judge(over, of)).toEqual({ refused: reason });
  });
});

describe("taking it back", () => {
  const reclaiming = { ...lending, purpose: "energy_reclaim", kind: "reclaim_energy" } as const;
  const back = withLoan({ state: "reclaiming", sweepState: "settled" });
  const judge = (over: Partial<SigningRequestRow> = {}, of: Partial<CauseFacts> = {}) =>
    judgeRequest({ ...reclaiming, ...over }, { ...facts, ...back, ...of }, LIMITS);

  it("is approved, again after one that can never be mined", () => {
    expect(judge()).toMatchObject({ refused: null });
    expect(judge({}, other("energy_reclaim", "dead"))).toMatchObject({ refused: null });
  });

  it.each(
    named([
      ["cause_missing", {}, { loan: null }],
      ["cause_state", {}, withLoan({ state: "lent" })],
      ["cause_state", {}, withLoan({ state: "reclaimed" })],
      ["live_signature", {}, other("energy_reclaim", "broadcast")],
      ["already_paid", {}, other("energy_reclaim", "final")],
      ["kind", { kind: "lend_energy" }],
      ["kind", { kind: "native" }],
      ["value", { value: 799n }],
      ["to", { toAddress: ELSEWHERE }],
      ["from", {}, { from: deposit }],
    ]),
  )("is refused: $reason", ({ reason, over, of }) => {
    expect(judge(over, of)).toEqual({ refused: reason });
  });
});

describe("an order about stake", () => {
  const staking = {
    ...lending,
    purpose: "stake_order",
    kind: "stake_energy",
    merchantId: null,
    toAddress: GAS,
    value: 5_000n,
  } as const;
  const judge = (over: Partial<SigningRequestRow> = {}, of: Partial<CauseFacts> = {}) =>
    judgeRequest(
      { ...staking, ...over },
      { ...facts, loan: null, stakeOrder: order, to: gas, ...of },
      LIMITS,
    );
  const withOrder = (over: Partial<StakeOrderFacts>) => ({ stakeOrder: { ...order, ...over } });

  it("is approved from the gas wallet to itself", () => {
    const path = { network: NETWORK, purpose: "gas", index: 0 };
    expect(judge()).toEqual({ refused: null, from: path, to: path });
    expect(judge({ kind: "unstake_energy" }, withOrder({ kind: "unstake" })).refused).toBeNull();
    const withdrawal = withOrder({ kind: "withdraw", amount: 0n });
    expect(judge({ kind: "withdraw_unstaked", value: 0n }, withdrawal).refused).toBeNull();
  });

  it.each(
    named([
      ["cause_missing", {}, { stakeOrder: null }],
      ["cause_missing", { merchantId: MERCHANT }],
      ["cause_network", {}, withOrder({ network: "USDT-ERC20" })],
      ["cause_state", {}, withOrder({ state: "ordered" })],
      ["cause_state", {}, withOrder({ state: "done" })],
      ["already_paid", {}, other("stake_order", "final")],
      ["already_paid", {}, other("stake_order", "dead")],
      ["kind", { kind: "unstake_energy" }],
      ["kind", { kind: "native" }],
      ["kind", { kind: "lend_energy" }],
      ["path", { pathPurpose: "deposit" }],
      ["from", {}, { from: deposit }],
      ["to", { toAddress: DEPOSIT }],
      ["value", { value: 5_001n }],
      ["value_above_limit", { value: 9_001n }, withOrder({ amount: 9_001n })],
    ]),
  )("is refused: $reason", ({ reason, over, of }) => {
    expect(judge(over, of)).toEqual({ refused: reason });
  });
});
