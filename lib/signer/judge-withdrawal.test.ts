import { describe, expect, it } from "vitest";
import type { AddressEntry } from "@/lib/addresses";
import { newId, units } from "@/lib/kit";
import type { CauseFacts, OtherAttempt, SigningRequestRow, WithdrawalFacts } from "./facts";
import { judgeRequest } from "./judge-request";

const MERCHANT = newId();
const OTHER = newId();
const FIRST = newId();
const [GAS, WALLET, STRANGER, OPERATOR] = ["a", "b", "c", "d"].map((digit) => digit.repeat(40)) as [
  string,
  string,
  string,
  string,
];
const LIMITS = {
  gasValue: 1_000n,
  walletGasValue: 5_000n,
  fee: 500n,
  batchFee: 500n,
  loan: 0n,
  stake: 0n,
};

const wallet: AddressEntry = {
  merchantId: MERCHANT,
  purpose: "merchant",
  ownerKind: "merchant",
  ownerId: null,
  pathIndex: 3,
};
const gas: AddressEntry = {
  ...wallet,
  merchantId: null,
  purpose: "gas",
  ownerKind: "gas",
  pathIndex: 0,
};
const deposit: AddressEntry = { ...wallet, purpose: "deposit", ownerKind: "invoice", pathIndex: 9 };

const base: SigningRequestRow = {
  id: newId(),
  network: "USDT-ERC20",
  purpose: "withdrawal",
  causeId: newId(),
  attempt: 1,
  merchantId: MERCHANT,
  pathPurpose: "merchant",
  pathIndex: 3,
  kind: "token",
  fromAddress: WALLET,
  toAddress: STRANGER,
  value: 50n,
  maxFee: 450n,
  payload: "00",
  nonce: 4,
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
const withdrawal: WithdrawalFacts = {
  merchantId: MERCHANT,
  network: "USDT-ERC20",
  type: "withdrawal",
  state: "sent",
  toAddress: STRANGER,
  netUnits: units(50n),
  holdUnits: units(52n),
  heldUnits: units(52n),
  isEnded: false,
};
const base2: CauseFacts = {
  sweep: null,
  withdrawal,
  funding: null,
  batch: null,
  loan: null,
  stakeOrder: null,
  merchantNumber: 3,
  from: wallet,
  to: null,
  others: [],
  operatorWallet: OPERATOR,
};
const attempt = (over: Partial<OtherAttempt>): OtherAttempt => ({
  id: FIRST,
  purpose: "withdrawal",
  state: "broadcast",
  nonce: 4,
  maxFee: 400n,
  ...over,
});
const live = [attempt({})];
const approved = {
  refused: null,
  from: { network: "USDT-ERC20", purpose: "merchant", index: 3 },
  to: null,
};

type Case = readonly [string, Partial<SigningRequestRow>, Partial<CauseFacts>?];
const objects = (cases: readonly Case[]) =>
  cases.map(([reason, request, facts]) => ({ reason, request, facts: facts ?? {} }));

describe("a withdrawal", () => {
  const judge = (request: Partial<SigningRequestRow>, facts: Partial<CauseFacts> = {}) =>
    judgeRequest({ ...base, ...request }, { ...base2, ...facts }, LIMITS);

  it("is approved from the merchant's wallet to a stranger, who need not be derived", () => {
    expect(judge({})).toEqual(approved);
    expect(judge({}, { withdrawal: { ...withdrawal, state: "included" } })).toEqual(approved);
    const over = [attempt({ state: "dead", nonce: 1 }), attempt({ state: "reverted", nonce: 2 })];
    expect(judge({}, { others: over })).toEqual(approved);
  });

  it("is approved in the place of a live one, at its nonce and an eighth above its fee", () => {
    expect(judge({ replaces: FIRST }, { others: live })).toEqual(approved);
    const tail = attempt({ id: newId(), maxFee: 300n });
    expect(judge({ replaces: FIRST }, { others: [...live, tail] })).toEqual(approved);
  });

  it.each(
    objects([
      ["cause_missing", {}, { withdrawal: null }],
      ["cause_missing", { merchantId: null }],
      ["cause_missing", { merchantId: OTHER }],
      ["cause_network", { network: "USDT-TRC20" }],
      ["fee_above_limit", { maxFee: 501n }],
      ["cause_state", {}, { withdrawal: { ...withdrawal, state: "pending" } }],
      ["cause_state", {}, { withdrawal: { ...withdrawal, state: "approved" } }],
      ["cause_state", {}, { withdrawal: { ...withdrawal, state: "settled" } }],
      ["cause_state", {}, { withdrawal: { ...withdrawal, state: "failed" } }],
      ["cause_state", {}, { withdrawal: { ...withdrawal, state: "rejected" } }],
      ["live_signature", {}, { others: live }],
      ["live_signature", {}, { others: [attempt({ state: "signed", nonce: 9 })] }],
      ["live_signature", { replaces: FIRST, nonce: 5 }, { others: live }],
      [
        "live_signature",
        { replaces: FIRST },
        { others: [...live, attempt({ id: newId(), nonce: 5 })] },
      ],
      ["replaces", { replaces: newId() }, { others: live }],
      ["replaces", { replaces: FIRST }, { others: [attempt({ state: "dead" })] }],
      ["replaces", { replaces: FIRST, nonce: null }, { others: [attempt({ nonce: null })] }],
      ["fee_too_low", { replaces: FIRST, maxFee: 449n }, { others: live }],
      ["already_paid", {}, { others: [attempt({ state: "final" })] }],
      ["kind", { kind: "native" }],
      ["from", { fromAddress: GAS }, { from: gas }],
      ["from", {}, { from: null }],
      ["from", {}, { from: { ...wallet, merchantId: OTHER } }],
      ["from", {}, { merchantNumber: 4 }],
      ["from", {}, { from: deposit }],
      ["path", { pathIndex: 4 }],
      ["path", { pathPurpose: "deposit" }],
      ["to", { toAddress: OPERATOR }],
      ["to", {}, { to: deposit }],
      ["to", {}, { to: { ...wallet, merchantId: OTHER } }],
      ["value", { value: 51n }],
      ["value", { value: 49n }],
      ["already_ended", {}, { withdrawal: { ...withdrawal, isEnded: true } }],
      ["not_held", {}, { withdrawal: { ...withdrawal, heldUnits: units(0n) } }],
      ["not_held", {}, { withdrawal: { ...withdrawal, heldUnits: units(51n) } }],
      [
        "not_held",
        {},
        { withdrawal: { ...withdrawal, holdUnits: units(49n), heldUnits: units(49n) } },
      ],
    ]),
  )("is refused: $reason", ({ reason, request, facts }) => {
    expect(judge(request, facts)).toEqual({ refused: reason });
  });
});

describe("collected fees", () => {
  const fees: WithdrawalFacts = {
    ...withdrawal,
    type: "fee_settlement",
    toAddress: OPERATOR,
    holdUnits: units(0n),
    heldUnits: units(0n),
  };
  const judge = (facts: Partial<CauseFacts> = {}, over: Partial<WithdrawalFacts> = {}) =>
    judgeRequest(
      { ...base, toAddress: over.toAddress ?? OPERATOR },
      { ...base2, withdrawal: { ...fees, ...over }, ...facts },
      LIMITS,
    );

  it("go to the operator's wallet of the signer's own settings, and nowhere else", () => {
    expect(judge()).toEqual(approved);
    expect(judge({ operatorWallet: null })).toEqual({ refused: "to" });
    expect(judge({}, { toAddress: STRANGER })).toEqual({ refused: "to" });
    expect(judge({}, { isEnded: true })).toEqual({ refused: "already_ended" });
  });
});

describe("an empty transfer at a withdrawal's nonce", () => {
  const cancel: Partial<SigningRequestRow> = {
    purpose: "withdrawal_cancel",
    kind: "native",
    toAddress: WALLET,
    value: 0n,
    replaces: FIRST,
  };
  const judge = (request: Partial<SigningRequestRow>, facts: Partial<CauseFacts> = {}) =>
    judgeRequest(
      { ...base, ...cancel, ...request },
      { ...base2, to: wallet, others: live, ...facts },
      LIMITS,
    );

  it("is approved to the wallet itself, and to fill the gap of a refusal at any fee", () => {
    const both = { refused: null, from: approved.from, to: approved.from };
    expect(judge({})).toEqual(both);
    const gap = [
      attempt({ state: "refused", maxFee: 10_000n }),
      attempt({ id: newId(), nonce: 8 }),
    ];
    expect(judge({}, { others: gap })).toEqual(both);
  });

  it.each(
    objects([
      ["cause_missing", {}, { withdrawal: null }],
      ["cause_network", { network: "USDT-TRC20" }],
      ["cause_state", {}, { withdrawal: { ...withdrawal, state: "pending" } }],
      ["cause_state", {}, { withdrawal: { ...withdrawal, state: "rejected" } }],
      ["fee_above_limit", { maxFee: 501n }],
      ["replaces", { replaces: null }],
      ["replaces", { replaces: newId() }],
      ["replaces", { nonce: 5 }],
      ["replaces", { nonce: null }, { others: [attempt({ nonce: null })] }],
      ["fee_too_low", { maxFee: 449n }],
      ["kind", { kind: "token" }],
      ["from", {}, { from: gas }],
      ["path", { pathIndex: 4 }],
      ["to", { toAddress: STRANGER }],
      ["value", { value: 1n }],
    ]),
  )("is refused: $reason", ({ reason, request, facts }) => {
    expect(judge(request, facts)).toEqual({ refused: reason });
  });
});

describe("gas for a merchant's wallet", () => {
  const request: Partial<SigningRequestRow> = {
    purpose: "wallet_gas",
    kind: "native",
    pathPurpose: "gas",
    pathIndex: 0,
    fromAddress: GAS,
    toAddress: WALLET,
    value: 5_000n,
  };
  const funding = {
    merchantId: MERCHANT,
    network: "USDT-ERC20",
    address: WALLET,
    state: "funding",
  } as const;
  const judge = (over: Partial<SigningRequestRow>, facts: Partial<CauseFacts> = {}) =>
    judgeRequest(
      { ...base, ...request, ...over },
      { ...base2, withdrawal: null, funding, from: gas, to: wallet, ...facts },
      LIMITS,
    );
  const gasAttempt = attempt({ purpose: "wallet_gas" });

  it("is approved with the paths of both addresses", () => {
    expect(judge({})).toEqual({
      refused: null,
      from: { network: "USDT-ERC20", purpose: "gas", index: 0 },
      to: { network: "USDT-ERC20", purpose: "merchant", index: 3 },
    });
    expect(judge({ replaces: FIRST }, { others: [gasAttempt] }).refused).toBeNull();
  });

  it.each(
    objects([
      ["cause_missing", {}, { funding: null }],
      ["cause_missing", { merchantId: OTHER }],
      ["cause_network", { network: "USDT-TRC20" }],
      ["cause_state", {}, { funding: { ...funding, state: "done" } }],
      ["live_signature", {}, { others: [gasAttempt] }],
      ["already_paid", {}, { others: [{ ...gasAttempt, state: "final" }] }],
      ["kind", { kind: "token" }],
      ["path", { pathPurpose: "merchant" }],
      ["path", { pathIndex: 1 }],
      ["from", {}, { from: wallet }],
      ["to", { toAddress: STRANGER }],
      ["to", {}, { to: null }],
      ["to", {}, { to: deposit }],
      ["to", {}, { to: { ...wallet, merchantId: OTHER } }],
      ["to", {}, { merchantNumber: 4 }],
      ["value_above_limit", { value: 5_001n }],
      ["fee_above_limit", { maxFee: 501n }],
    ]),
  )("is refused: $reason", ({ reason, request: lie, facts }) => {
    expect(judge(lie, facts)).toEqual({ refused: reason });
  });
});
