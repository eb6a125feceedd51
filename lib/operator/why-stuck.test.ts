import { describe, expect, it } from "vitest";
import { BLOCKED } from "@/lib/sweeps/reasons";
import { STUCK_CODES } from "./shapes";
import { type LoanFacts, type RequestFacts, type StuckFacts, whyStuck } from "./why-stuck";

const AT = "2026-11-22T10:00:00.000Z";
const LATER = "2026-11-22T10:01:00.000Z";
const heard = { silent: false, seenAt: AT };
const silent = { silent: true, seenAt: AT };

const request = (over: Partial<RequestFacts>): RequestFacts => ({
  state: "broadcast",
  attempt: 1,
  createdAt: AT,
  signedAt: null,
  refusal: null,
  rejectedReason: null,
  lastError: null,
  included: false,
  ...over,
});
const loan = (over: Partial<LoanFacts>): LoanFacts => ({
  state: "lending",
  own: true,
  createdAt: AT,
  blockedReason: null,
  lend: request({}),
  reclaim: null,
  ...over,
});
const why = (over: Partial<StuckFacts>) =>
  whyStuck({
    state: "planned",
    blockedReason: null,
    retryAt: null,
    haltedReason: null,
    gasWallet: true,
    gasBalance: "5",
    gas: null,
    token: null,
    batch: null,
    loan: null,
    worker: heard,
    signer: heard,
    moveProblem: null,
    now: new Date(AT),
    ...over,
  });

const seen = new Set<string>();
const CASES: readonly (readonly [string, Partial<StuckFacts>, string, object])[] = [
  [
    "its network is halted",
    { haltedReason: "gone", worker: silent },
    "network_halted",
    { reason: "gone" },
  ],
  ["no worker is heard", { worker: silent, blockedReason: "x" }, "worker_silent", { seenAt: AT }],
  ["none ever was", { worker: { silent: true, seenAt: null } }, "worker_silent", { seenAt: "" }],
  [
    "no node answers",
    { moveProblem: "ChainUnavailableError: away", blockedReason: "x" },
    "node_unreachable",
    { problem: "ChainUnavailableError: away" },
  ],
  [
    "the signer has not come to it",
    { state: "sending", token: request({ state: "pending" }) },
    "waits_signature",
    { what: "transfer", since: AT },
  ],
  [
    "no signer is heard",
    { state: "sending", token: request({ state: "pending" }), signer: silent },
    "signer_silent",
    { what: "transfer", seenAt: AT },
  ],
  [
    "a silent signer is no matter once it is signed",
    { state: "sending", token: request({ state: "signed", signedAt: LATER }), signer: silent },
    "waits_block",
    { what: "transfer", since: LATER, error: "" },
  ],
  [
    "the signer refused it",
    {
      state: "sending",
      blockedReason: BLOCKED.transferRefused,
      token: request({ state: "refused", refusal: "value", attempt: 3 }),
    },
    "signer_refused",
    { what: "transfer", refusal: "value", attempt: "3" },
  ],
  [
    "no block takes it",
    { state: "sending", token: request({ signedAt: AT, lastError: "underpriced" }) },
    "waits_block",
    { what: "transfer", since: AT, error: "underpriced" },
  ],
  [
    "a node never takes it",
    { state: "sending", token: request({ rejectedReason: "nonce" }) },
    "node_refused",
    { what: "transfer", reason: "nonce" },
  ],
  [
    "a block has it that some node refused",
    { state: "sending", token: request({ rejectedReason: "nonce", included: true }) },
    "waits_finality",
    { what: "transfer", since: AT },
  ],
  [
    "its batch is on its way",
    { state: "batched", batch: request({ included: true }) },
    "waits_finality",
    { what: "batch", since: AT },
  ],
  [
    "its batch was refused",
    { state: "batched", batch: request({ state: "refused", refusal: "to" }) },
    "signer_refused",
    { what: "batch", refusal: "to", attempt: "1" },
  ],
  [
    "energy is on its way",
    { loan: loan({ lend: request({ included: true }) }) },
    "waits_finality",
    { what: "energy", since: AT },
  ],
  [
    "energy waits to be signed",
    { loan: loan({ lend: request({ state: "pending" }) }) },
    "waits_signature",
    { what: "energy", since: AT },
  ],
  [
    "another's energy has to leave",
    { loan: loan({ own: false, state: "lent" }) },
    "waits_energy",
    { since: AT },
  ],
  [
    "its own is being taken back",
    { loan: loan({ state: "reclaiming", reclaim: request({}) }) },
    "waits_energy",
    { since: AT },
  ],
  [
    "gas comes",
    { state: "funding", gas: request({}) },
    "waits_block",
    { what: "gas", since: AT, error: "" },
  ],
  [
    "gas comes while energy of before is overdue",
    {
      state: "funding",
      loan: loan({ own: false, state: "reclaiming", blockedReason: "no" }),
      gas: request({}),
    },
    "waits_block",
    { what: "gas", since: AT, error: "" },
  ],
  [
    "gas comes while energy is asked back a second time",
    {
      state: "funding",
      loan: loan({ own: false, reclaim: request({ attempt: 2 }) }),
      gas: request({}),
    },
    "waits_block",
    { what: "gas", since: AT, error: "" },
  ],
  [
    "the signer refused the gas",
    {
      blockedReason: BLOCKED.gasRefused,
      gas: request({ state: "refused", refusal: "value_above_limit" }),
    },
    "signer_refused",
    { what: "gas", refusal: "value_above_limit", attempt: "1" },
  ],
  ["there is no gas wallet", { gasWallet: false }, "gas_wallet_missing", {}],
  [
    "there was none when it was tried",
    { blockedReason: BLOCKED.gasWalletMissing },
    "gas_wallet_missing",
    {},
  ],
  [
    "the gas wallet is short",
    { blockedReason: BLOCKED.gasWalletShort },
    "gas_wallet_short",
    { balance: "5" },
  ],
  [
    "the token is paused",
    { blockedReason: "Pausable: paused", retryAt: LATER },
    "token_refused",
    { reason: "Pausable: paused", retryAt: LATER },
  ],
  [
    "the token is paused, after a transfer that reverted",
    { blockedReason: "frozen", token: request({ state: "reverted", lastError: "OUT_OF_ENERGY" }) },
    "token_refused",
    { reason: "frozen", retryAt: "" },
  ],
  [
    "the transfer reverted",
    {
      blockedReason: "OUT_OF_ENERGY",
      retryAt: LATER,
      token: request({ state: "reverted", lastError: "OUT_OF_ENERGY", attempt: 2 }),
    },
    "reverted",
    { reason: "OUT_OF_ENERGY", attempt: "2", retryAt: LATER },
  ],
  [
    "the transfer ran out of time",
    { blockedReason: "expired", token: request({ state: "dead", lastError: "expired" }) },
    "expired",
    { reason: "expired" },
  ],
  ["its batch left it out", { blockedReason: BLOCKED.batchFailed }, "batch_failed", {}],
  ["it rests", { retryAt: LATER, moveProblem: "Error: x" }, "rests", { retryAt: LATER }],
  ["rounds fail", { retryAt: AT, moveProblem: "Error: x" }, "rounds_fail", { problem: "Error: x" }],
  ["others are before it", {}, "waits_turn", {}],
  [
    "its transfer is final, and is about to be booked",
    { state: "sending", token: request({ state: "final" }) },
    "waits_turn",
    {},
  ],
];

describe("why a sweep does not move", () => {
  it.each(CASES)("%s", (_, facts, code, data) => {
    seen.add(code);
    expect(why(facts)).toEqual({ code, data });
  });

  it("has a case for every code", () => {
    expect([...seen].sort()).toEqual([...STUCK_CODES].sort());
  });
});
