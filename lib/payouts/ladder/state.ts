import type { SigningState, WithdrawalType } from "@/lib/db";
import { restMs } from "@/lib/outgoing";

/** A transaction that was asked for to pay a withdrawal, or to spend its nonce on nothing. */
export interface Attempt {
  readonly id: string;
  readonly purpose: "withdrawal" | "withdrawal_cancel";
  /** Counts the attempts of one purpose. */
  readonly attempt: number;
  readonly state: SigningState;
  /** The attempt at whose nonce it stands; null: it has a nonce or expiry of its own. */
  readonly replaces: string | null;
  readonly nonce: number | null;
  readonly txHash: string | null;
  readonly broadcasts: number;
  readonly includedHeight: number | null;
  readonly includedStatus: "success" | "reverted" | null;
  readonly rejectedReason: string | null;
  readonly lastError: string | null;
  readonly refusal: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

export interface LadderFacts {
  readonly type: WithdrawalType;
  /** `included`: it was told as completed, and never fails any more. */
  readonly state: "sent" | "included";
  readonly txHash: string | null;
  readonly includedHeight: number | null;
}

export type LadderStep =
  | { readonly kind: "wait" }
  /** Write down where the payment stands; nothing is told. */
  | { readonly kind: "note"; readonly txHash: string; readonly height: number | null }
  /** A block holds the payment: tell of it as completed, with that hash. */
  | { readonly kind: "include"; readonly txHash: string; readonly height: number | null }
  | { readonly kind: "settle"; readonly txHash: string }
  /** No attempt can be mined any more, and none has paid: ask for another. */
  | { readonly kind: "sign" }
  | { readonly kind: "rest"; readonly reason: string; readonly until: Date }
  /** The signer will never sign it: it fails after the rest, once no later nonce waits behind the one that it left. */
  | { readonly kind: "abandon"; readonly reason: string; readonly until: Date }
  /** Spend the nonce of what nodes refuse, so that it can never be mined. */
  | { readonly kind: "cancel"; readonly attempt: string }
  | { readonly kind: "fail"; readonly reason: string };

/** So many refusals of one transaction for good are no mishap of one node. */
const REFUSALS_BEFORE_CANCEL = 3;

/**
 * The next step of a withdrawal whose signature was asked for. Pure. An attempt that may still be mined forbids
 * another one elsewhere; only what all attempts together say ends it; what was told as completed is paid in the end.
 */
export function nextStep(facts: LadderFacts, attempts: readonly Attempt[]): LadderStep {
  const all = [...attempts].sort((a, b) => a.attempt - b.attempt);
  const payments = all.filter((a) => a.purpose === "withdrawal");
  const paid = payments.find((a) => a.state === "final");
  if (paid?.txHash) return whenPaid(facts, { ...paid, txHash: paid.txHash });
  const group = latestGroup(all);
  if (payments.some(isLive) || group.some(isLive)) return whenLive(facts, payments, group);
  return whenOver(facts, group);
}

function whenPaid(facts: LadderFacts, paid: Attempt & { readonly txHash: string }): LadderStep {
  const told = facts.state === "included" && facts.txHash === paid.txHash;
  if (!told) return { kind: "include", txHash: paid.txHash, height: paid.includedHeight };
  if (facts.includedHeight !== paid.includedHeight) {
    return { kind: "note", txHash: paid.txHash, height: paid.includedHeight };
  }
  return { kind: "settle", txHash: paid.txHash };
}

function whenLive(
  facts: LadderFacts,
  payments: readonly Attempt[],
  group: readonly Attempt[],
): LadderStep {
  const mined = payments.find((a) => isLive(a) && a.includedStatus === "success");
  if (mined?.txHash) {
    const { txHash, includedHeight: height } = mined;
    if (facts.state === "sent" || facts.txHash !== txHash)
      return { kind: "include", txHash, height };
    return facts.includedHeight === height ? { kind: "wait" } : { kind: "note", txHash, height };
  }
  if (facts.state === "included") {
    // Its block was taken out of the chain: the hash that was told stands until another one is included.
    if (facts.includedHeight !== null && facts.txHash !== null) {
      return { kind: "note", txHash: facts.txHash, height: null };
    }
  } else {
    const newest = payments.filter((a) => isLive(a) && a.txHash !== null).at(-1);
    if (newest?.txHash && newest.txHash !== facts.txHash) {
      return { kind: "note", txHash: newest.txHash, height: null };
    }
  }
  return cancelOf(group) ?? { kind: "wait" };
}

/** Due when every node's answer to every payment at that nonce was a refusal for good; one alone might be taken yet. */
function cancelOf(group: readonly Attempt[]): LadderStep | null {
  const open = group.filter((a) => a.purpose === "withdrawal" && isLive(a));
  const newest = open.at(-1);
  if (!newest || newest.nonce === null) return null;
  if (group.some((a) => a.purpose === "withdrawal_cancel" && isLive(a))) return null;
  const refused = open.every(
    (a) => a.rejectedReason !== null && a.broadcasts >= REFUSALS_BEFORE_CANCEL,
  );
  if (!refused || open.some((a) => a.includedHeight !== null)) return null;
  return { kind: "cancel", attempt: newest.id };
}

function whenOver(facts: LadderFacts, group: readonly Attempt[]): LadderStep {
  const payments = group.filter((a) => a.purpose === "withdrawal");
  const signed = payments.filter((a) => a.state !== "refused");
  const newest = payments.at(-1);
  if (!newest) return { kind: "sign" };
  if (signed.length === 0) {
    const resting = rest(newest.createdAt, newest, refusalOf(newest));
    return isTurnedAway(facts, newest) ? { ...resting, kind: "abandon" } : resting;
  }
  const reason = failureOf(signed);
  if (reason === null) return { kind: "sign" };
  if (facts.state === "sent") return { kind: "fail", reason };
  return rest(signed.at(-1)?.endedAt ?? newest.createdAt, newest, reason);
}

/** Why the attempts at one nonce came to nothing, when chain or nodes said so; null: they were never taken. */
function failureOf(signed: readonly Attempt[]): string | null {
  const reverted = signed.find((a) => a.state === "reverted");
  if (reverted) return reverted.lastError ?? "REVERT";
  const refused = signed.every((a) => a.rejectedReason !== null);
  return refused ? (signed.at(-1)?.rejectedReason ?? null) : null;
}

function refusalOf({ refusal }: Attempt): string {
  return `the signer refused: ${refusal ?? "no reason"}`;
}

/**
 * Collected fees for a wallet that is the operator's no longer, or is one of ours: asked for again it would rest for
 * ever, and the fees with it. Failed, they stay in their account for the next run.
 */
function isTurnedAway({ type, state }: LadderFacts, { refusal }: Attempt): boolean {
  return type === "fee_settlement" && state === "sent" && refusal === "to";
}

function rest(
  since: Date,
  { attempt }: Attempt,
  reason: string,
): Extract<LadderStep, { kind: "rest" }> {
  return { kind: "rest", reason, until: new Date(since.getTime() + restMs(attempt)) };
}

function isLive({ state }: Attempt): boolean {
  return state === "pending" || state === "signed" || state === "broadcast";
}

/** The payment that was asked for last without replacing another, and all that stands at its nonce; in order. */
function latestGroup(all: readonly Attempt[]): readonly Attempt[] {
  const roots = all.filter((a) => a.purpose === "withdrawal" && a.replaces === null);
  const root = roots.reduce<Attempt | null>(
    (last, a) => (last === null || a.attempt > last.attempt ? a : last),
    null,
  );
  if (root === null) return [];
  const ids = new Set([root.id]);
  // A refused request has no transaction: whatever fills its nonce is no attempt of this withdrawal.
  const grow = root.state !== "refused";
  for (let size = 0; grow && size !== ids.size; ) {
    size = ids.size;
    for (const a of all) if (a.replaces !== null && ids.has(a.replaces)) ids.add(a.id);
  }
  return all.filter((a) => ids.has(a.id));
}
