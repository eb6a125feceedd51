import { describe, expect, it } from "vitest";
import type { AddressEntry } from "@/lib/addresses";
import { newId, units } from "@/lib/kit";
import type { CauseFacts, OtherAttempt, SigningRequestRow } from "./facts";
import { judgeRequest } from "./judge-request";

const MERCHANT = newId();
const OTHER = newId();
const [GAS, DEPOSIT, WALLET] = ["a", "b", "c"].map((digit) => digit.repeat(40)) as [
  string,
  string,
  string,
];
const LIMITS = {
  gasValue: 1_000n,
  walletGasValue: 5_000n,
  fee: 500n,
  batchFee: 5_000n,
  loan: 0n,
  stake: 0n,
};

const entry = (over: Partial<AddressEntry>): AddressEntry => ({
  merchantId: MERCHANT,
  purpose: "deposit",
  ownerKind: "invoice",
  ownerId: newId(),
  pathIndex: 7,
  ...over,
});
const deposit = entry({});
const wallet = entry({ purpose: "merchant", ownerKind: "merchant", ownerId: null, pathIndex: 3 });
const gas = entry({ purpose: "gas", ownerKind: "gas", merchantId: null, pathIndex: 0 });

const base: SigningRequestRow = {
  id: newId(),
  network: "USDT-ERC20",
  purpose: "sweep_token",
  causeId: newId(),
  attempt: 1,
  merchantId: MERCHANT,
  pathPurpose: "deposit",
  pathIndex: 7,
  kind: "token",
  fromAddress: DEPOSIT,
  toAddress: WALLET,
  value: 50n,
  maxFee: 500n,
  payload: "00",
  nonce: 0,
  expiresAt: null,
  state: "pending",
  refusal: null,
  raw: null,
  txHash: null,
  broadcasts: 0,
  lastBroadcastAt: null,
  lastError: null,
  feePaid: null,
  createdAt: new Date(0),
  signedAt: null,
  endedAt: null,
  replaces: null,
  terms: {},
  includedHeight: null,
  includedStatus: null,
  rejectedReason: null,
};
const sweep = {
  merchantId: MERCHANT,
  network: "USDT-ERC20",
  state: "sending",
  fromAddress: DEPOSIT,
  toAddress: WALLET,
  amountUnits: units(50n),
} as const;
/** Other attempts at the sweep's own nonce, in those states. */
const others = (purpose: "sweep_token" | "sweep_gas", ...states: OtherAttempt["state"][]) =>
  states.map((state) => ({ id: newId(), purpose, state, nonce: 0, maxFee: 400n }));
const tokenFacts: CauseFacts = {
  sweep,
  withdrawal: null,
  funding: null,
  operatorWallet: null,
  batch: null,
  loan: null,
  stakeOrder: null,
  merchantNumber: 3,
  from: deposit,
  to: wallet,
  others: [],
};
const gasRequest: Partial<SigningRequestRow> = {
  purpose: "sweep_gas",
  kind: "native",
  pathPurpose: "gas",
  pathIndex: 0,
  fromAddress: GAS,
  toAddress: DEPOSIT,
  value: 1_000n,
};
const gasFacts: Partial<CauseFacts> = {
  sweep: { ...sweep, state: "funding" },
  from: gas,
  to: deposit,
};

const judgeToken = (request: Partial<SigningRequestRow>, facts: Partial<CauseFacts> = {}) =>
  judgeRequest({ ...base, ...request }, { ...tokenFacts, ...facts }, LIMITS);
const judgeGas = (request: Partial<SigningRequestRow>, facts: Partial<CauseFacts> = {}) =>
  judgeRequest(
    { ...base, ...gasRequest, ...request },
    { ...tokenFacts, ...gasFacts, ...facts },
    LIMITS,
  );

type Case = readonly [string, Partial<SigningRequestRow>, Partial<CauseFacts>?];
const objects = (cases: readonly Case[]) =>
  cases.map(([reason, request, facts]) => ({ reason, request, facts: facts ?? {} }));

describe("a token transfer", () => {
  it("is approved with the paths of both addresses", () => {
    expect(judgeToken({})).toEqual({
      refused: null,
      from: { network: "USDT-ERC20", purpose: "deposit", index: 7 },
      to: { network: "USDT-ERC20", purpose: "merchant", index: 3 },
    });
    expect(
      judgeToken({}, { others: others("sweep_token", "dead", "reverted", "refused") }).refused,
    ).toBeNull();
  });

  it.each(
    objects([
      ["purpose", { purpose: "payout" as never }],
      ["cause_missing", {}, { sweep: null }],
      ["cause_missing", { merchantId: null }],
      ["cause_missing", { merchantId: OTHER }],
      ["cause_network", { network: "USDT-TRC20" }],
      ["live_signature", {}, { others: others("sweep_token", "dead", "signed") }],
      ["live_signature", {}, { others: others("sweep_token", "broadcast") }],
      ["already_paid", {}, { others: others("sweep_token", "final") }],
      ["fee_above_limit", { maxFee: 501n }],
      ["cause_state", {}, { sweep: { ...sweep, state: "planned" } }],
      ["cause_state", {}, { sweep: { ...sweep, state: "settled" } }],
      ["kind", { kind: "native" }],
      ["from", { fromAddress: GAS }],
      ["from", {}, { from: null }],
      ["from", {}, { from: gas }],
      ["from", {}, { from: { ...deposit, merchantId: OTHER } }],
      ["path", { pathIndex: 8 }],
      ["path", { pathPurpose: "merchant" }],
      ["to", { toAddress: GAS }],
      ["to", {}, { to: null }],
      ["to", {}, { to: deposit }],
      ["to", {}, { to: { ...wallet, merchantId: OTHER } }],
      ["to", {}, { merchantNumber: 4 }],
      ["value", { value: 51n }],
      ["value", { value: 49n }],
    ]),
  )("is refused: $reason", ({ reason, request, facts }) => {
    expect(judgeToken(request, facts)).toEqual({ refused: reason });
  });
});

describe("gas", () => {
  it("is approved with the paths of both addresses", () => {
    expect(judgeGas({})).toEqual({
      refused: null,
      from: { network: "USDT-ERC20", purpose: "gas", index: 0 },
      to: { network: "USDT-ERC20", purpose: "deposit", index: 7 },
    });
  });

  it.each(
    objects([
      ["cause_missing", {}, { sweep: null }],
      ["live_signature", {}, { others: others("sweep_gas", "signed") }],
      ["fee_above_limit", { maxFee: 501n }],
      ["cause_state", {}, { sweep }],
      ["kind", { kind: "token" }],
      ["path", { pathPurpose: "deposit" }],
      ["path", { pathIndex: 1 }],
      ["from", {}, { from: deposit }],
      ["from", {}, { from: null }],
      ["to", { toAddress: WALLET }, { to: wallet }],
      ["to", {}, { to: null }],
      ["to", {}, { to: { ...deposit, merchantId: null } }],
      ["value_above_limit", { value: 1_001n }],
    ]),
  )("is refused: $reason", ({ reason, request, facts }) => {
    expect(judgeGas(request, facts)).toEqual({ refused: reason });
  });
});
