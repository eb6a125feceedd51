import { describe, expect, it } from "vitest";
import { newId, units } from "@/lib/kit";
import type { BatchFacts, BatchMemberFacts, CauseFacts, SigningRequestRow } from "./facts";
import { judgeRequest } from "./judge-request";

const MERCHANT = newId();
const OTHER = newId();
const BATCH = newId();
const [GAS, WALLET, FIRST, SECOND, CONTRACT] = ["a", "b", "c", "d", "e"].map((digit) =>
  digit.repeat(40),
) as [string, string, string, string, string];
const NETWORK = "USDT-ERC20";
const LIMITS = {
  gasValue: 1_000n,
  walletGasValue: 5_000n,
  fee: 500n,
  batchFee: 5_000n,
  loan: 0n,
  stake: 0n,
};

const gas = {
  merchantId: null,
  purpose: "gas",
  ownerKind: "gas",
  ownerId: null,
  pathIndex: 0,
} as const;
const wallet = {
  merchantId: MERCHANT,
  purpose: "merchant",
  ownerKind: "merchant",
  ownerId: null,
  pathIndex: 3,
} as const;

function member(address: string, pathIndex: number): BatchMemberFacts {
  return {
    address,
    amountUnits: units(50n),
    authorizes: 0,
    sweep: {
      merchantId: MERCHANT,
      network: NETWORK,
      state: "batched",
      batchId: BATCH,
      fromAddress: address,
      toAddress: WALLET,
      amountUnits: units(50n),
    },
    entry: {
      merchantId: MERCHANT,
      purpose: "deposit",
      ownerKind: "invoice",
      ownerId: newId(),
      pathIndex,
    },
    isSpent: false,
  };
}

const one = member(FIRST, 7);
const two = member(SECOND, 8);
const batch: BatchFacts = {
  id: BATCH,
  merchantId: MERCHANT,
  network: NETWORK,
  state: "sending",
  toAddress: WALLET,
  treasury: wallet,
  members: [one, two],
};
const facts: CauseFacts = {
  sweep: null,
  withdrawal: null,
  funding: null,
  batch,
  loan: null,
  stakeOrder: null,
  merchantNumber: 3,
  from: gas,
  to: null,
  others: [],
  operatorWallet: null,
};
const request = {
  id: newId(),
  network: NETWORK,
  purpose: "sweep_batch",
  causeId: BATCH,
  merchantId: MERCHANT,
  pathPurpose: "gas",
  pathIndex: 0,
  kind: "sweep_batch",
  fromAddress: GAS,
  toAddress: CONTRACT,
  value: 100n,
  maxFee: 5_000n,
  nonce: 4,
  replaces: null,
} as SigningRequestRow;

const judge = (over: Partial<SigningRequestRow> = {}, of: Partial<CauseFacts> = {}) =>
  judgeRequest({ ...request, ...over }, { ...facts, ...of }, LIMITS);
const withBatch = (over: Partial<BatchFacts>) => ({ batch: { ...batch, ...over } });
const withFirst = (over: Partial<BatchMemberFacts>) =>
  withBatch({ members: [{ ...one, ...over }, two] });
const withSweep = (over: object) =>
  withFirst({ sweep: { ...one.sweep, ...over } as BatchMemberFacts["sweep"] });
const other = (state: "broadcast" | "final") => [
  { id: newId(), purpose: "sweep_batch" as const, state, nonce: 3, maxFee: 1n },
];

type Case = readonly [string, Partial<SigningRequestRow>, Partial<CauseFacts>?];
const objects = (cases: readonly Case[]) =>
  cases.map(([reason, over, of]) => ({ reason, over, of: of ?? {} }));

describe("a batch", () => {
  it("is approved with the path of every address that is in it", () => {
    expect(judge()).toEqual({
      refused: null,
      from: { network: NETWORK, purpose: "gas", index: 0 },
      to: null,
      batch: {
        treasury: {
          address: WALLET,
          path: { network: NETWORK, purpose: "merchant", index: 3 },
        },
        members: [
          [FIRST, 7],
          [SECOND, 8],
        ].map(([address, index]) => ({
          address,
          value: 50n,
          authorizes: 0,
          path: { network: NETWORK, purpose: "deposit", index },
        })),
      },
    });
  });

  it.each(
    objects([
      ["cause_missing", {}, { batch: null }],
      ["cause_missing", { merchantId: OTHER }],
      ["cause_network", { network: "USDT-TRC20", maxFee: 0n }],
      ["cause_state", {}, withBatch({ state: "settled" })],
      ["fee_above_limit", { maxFee: 5_001n }],
      ["live_signature", {}, { others: other("broadcast") }],
      ["already_paid", {}, { others: other("final") }],
      ["kind", { kind: "token" }],
      ["path", { pathPurpose: "deposit" }],
      ["path", { pathIndex: 1 }],
      ["from", {}, { from: wallet }],
      ["to", {}, withBatch({ treasury: null })],
      ["to", {}, withBatch({ treasury: { ...wallet, merchantId: OTHER } })],
      ["to", {}, withBatch({ treasury: { ...wallet, pathIndex: 4 } })],
      ["to", {}, withBatch({ treasury: gas })],
      ["members", {}, withBatch({ members: [] })],
      ["members", {}, withFirst({ sweep: null })],
      ["members", {}, withFirst({ address: SECOND })],
      ["members", {}, withSweep({ batchId: newId() })],
      ["members", {}, withSweep({ toAddress: SECOND })],
      ["cause_state", {}, withSweep({ state: "sending" })],
      ["already_paid", {}, withFirst({ isSpent: true })],
      ["value", {}, withFirst({ amountUnits: units(49n) })],
      ["value", { value: 99n }],
      ["from", {}, withFirst({ entry: null })],
      ["from", {}, withFirst({ entry: { ...wallet } })],
      ["from", {}, withFirst({ entry: { ...wallet, purpose: "deposit", merchantId: OTHER } })],
    ]),
  )("is refused: $reason", ({ reason, over, of }) => {
    expect(judge(over, of)).toEqual({ refused: reason });
  });
});

describe("the contract for batches", () => {
  const deployment: Partial<SigningRequestRow> = {
    purpose: "delegate_deployment",
    kind: "deploy_delegate",
    causeId: MERCHANT,
    toAddress: WALLET,
    value: 0n,
  };
  const judgeIt = (over: Partial<SigningRequestRow> = {}, of: Partial<CauseFacts> = {}) =>
    judge({ ...deployment, ...over }, { batch: null, to: wallet, ...of });

  it("is approved for the merchant's own wallet", () => {
    expect(judgeIt()).toEqual({
      refused: null,
      from: { network: NETWORK, purpose: "gas", index: 0 },
      to: { network: NETWORK, purpose: "merchant", index: 3 },
    });
  });

  it.each(
    objects([
      ["cause_missing", { causeId: OTHER }],
      ["cause_missing", {}, { merchantNumber: null }],
      ["kind", { kind: "native" }],
      ["path", { pathPurpose: "merchant" }],
      ["from", {}, { from: null }],
      ["to", {}, { to: { ...wallet, merchantId: OTHER } }],
      ["to", {}, { to: null }],
      ["value", { value: 1n }],
    ]),
  )("is refused: $reason", ({ reason, over, of }) => {
    expect(judgeIt(over, of)).toEqual({ refused: reason });
  });
});
