import { assert, type NetworkId, type Units, units } from "@/lib/kit";
import { account, credit, debit, type Leg } from "./accounts";

/** A posting ready to be written: the legs sum to zero. `cause` is unique for the merchant for ever. */
export interface Posting {
  readonly cause: string;
  readonly kind: string;
  readonly legs: readonly Leg[];
}

/** `scope` names what the cause is unique in: the posting's own kind unless two kinds exclude each other. */
function posting(kind: string, cause: string, legs: readonly Leg[], scope = kind): Posting {
  const filled = legs.filter((leg) => leg.amount !== 0n);
  assert(filled.length >= 2, `posting ${kind} is empty`);
  assert(
    filled.reduce((sum, leg) => sum + leg.amount, 0n) === 0n,
    `posting ${kind} does not balance`,
  );
  return { kind, cause: `${scope}:${cause}`, legs: filled };
}

interface Received {
  readonly network: NetworkId;
  readonly cause: string;
  /** The address that was paid. */
  readonly address: string;
  readonly amount: Units;
}

/** Final money on an address of ours that is not in the merchant's balance yet. `record`: what it waits for. */
export function depositReceived(input: Received & { readonly record: string }): Posting {
  return posting("deposit_received", input.cause, [
    debit(account(input.network, "chain", input.address), input.amount),
    credit(account(input.network, "incoming", input.record), input.amount),
  ]);
}

/** Waiting money becomes the merchant's, less the fee. The fee is at most the amount. */
export function depositCredited(input: {
  readonly network: NetworkId;
  readonly cause: string;
  readonly record: string;
  readonly amount: Units;
  readonly fee: Units;
}): Posting {
  assert(input.fee >= 0n && input.fee <= input.amount, "a fee is between nothing and the amount");
  return posting("deposit_credited", input.cause, [
    debit(account(input.network, "incoming", input.record), input.amount),
    credit(account(input.network, "available"), units(input.amount - input.fee)),
    credit(account(input.network, "fees"), input.fee),
  ]);
}

/** Money that someone sent to the merchant's own wallet: the merchant's at once, no fee. */
export function topUpCredited(input: Received): Posting {
  return posting("top_up_credited", input.cause, [
    debit(account(input.network, "chain", input.address), input.amount),
    credit(account(input.network, "available"), input.amount),
  ]);
}

/** Tokens moved from a deposit address to the merchant's wallet; `received` is less when the token takes a fee. */
export function sweepSettled(input: {
  readonly network: NetworkId;
  readonly cause: string;
  readonly from: string;
  readonly to: string;
  readonly sent: Units;
  readonly received: Units;
}): Posting {
  assert(
    input.received > 0n && input.received <= input.sent,
    "a sweep receives at most what was sent",
  );
  return posting("sweep_settled", input.cause, [
    debit(account(input.network, "chain", input.to), input.received),
    debit(account(input.network, "token_fee"), units(input.sent - input.received)),
    credit(account(input.network, "chain", input.from), input.sent),
  ]);
}

interface Hold {
  readonly network: NetworkId;
  readonly cause: string;
  /** What the merchant is debited: the amount, and the fee when the merchant pays it. */
  readonly amount: Units;
}

/** Available money is reserved for a withdrawal. Refused by the database when it is short. */
export function withdrawalHeld(input: Hold): Posting {
  return posting("withdrawal_held", input.cause, [
    debit(account(input.network, "available"), input.amount),
    credit(account(input.network, "held"), input.amount),
  ]);
}

/** What ends a hold: of all postings in this scope a cause has exactly one. */
const HOLD_ENDED = "withdrawal_ended";

/** A hold is given back: the withdrawal was rejected or can no longer be mined. */
export function withdrawalReleased(input: Hold): Posting {
  return posting(
    "withdrawal_released",
    input.cause,
    [
      debit(account(input.network, "held"), input.amount),
      credit(account(input.network, "available"), input.amount),
    ],
    HOLD_ENDED,
  );
}

/** A withdrawal is final: what was held left the wallet, and the fee stays as ours. */
export function withdrawalSettled(
  input: Hold & { readonly wallet: string; readonly fee: Units },
): Posting {
  assert(input.fee >= 0n && input.fee < input.amount, "a withdrawal pays out more than nothing");
  return posting(
    "withdrawal_settled",
    input.cause,
    [
      debit(account(input.network, "held"), input.amount),
      credit(account(input.network, "chain", input.wallet), units(input.amount - input.fee)),
      credit(account(input.network, "fees"), input.fee),
    ],
    HOLD_ENDED,
  );
}

/** Collected fees left the merchant's wallet for the operator's. */
export function feesSettled(input: {
  readonly network: NetworkId;
  readonly cause: string;
  readonly wallet: string;
  readonly amount: Units;
}): Posting {
  return posting("fees_settled", input.cause, [
    debit(account(input.network, "fees"), input.amount),
    credit(account(input.network, "chain", input.wallet), input.amount),
  ]);
}

interface Figure {
  readonly network: NetworkId;
  readonly cause: string;
  /** Id of the customer whose figure moves. */
  readonly customer: string;
  readonly amount: Units;
}

/** A customer's figure rises: by a deposit, or by the merchant's word. No money moves. */
export function figureCredited(input: Figure): Posting {
  return posting("figure_credited", input.cause, [
    debit(account(input.network, "user_issued"), input.amount),
    credit(account(input.network, "user_figure", input.customer), input.amount),
  ]);
}

/** A customer's figure is reserved for a withdrawal. Refused by the database when it is short. */
export function figureHeld(input: Figure): Posting {
  return posting("figure_held", input.cause, [
    debit(account(input.network, "user_figure", input.customer), input.amount),
    credit(account(input.network, "user_held", input.customer), input.amount),
  ]);
}

/** What ends the reservation of a figure: exactly one posting of a cause. */
const FIGURE_ENDED = "figure_ended";

/** A reserved figure is given back. */
export function figureReleased(input: Figure): Posting {
  return posting(
    "figure_released",
    input.cause,
    [
      debit(account(input.network, "user_held", input.customer), input.amount),
      credit(account(input.network, "user_figure", input.customer), input.amount),
    ],
    FIGURE_ENDED,
  );
}

/** A reserved figure is used up: the withdrawal was paid. */
export function figureSpent(input: Figure): Posting {
  return posting(
    "figure_spent",
    input.cause,
    [
      debit(account(input.network, "user_held", input.customer), input.amount),
      credit(account(input.network, "user_issued"), input.amount),
    ],
    FIGURE_ENDED,
  );
}

/** What corrects a figure: one posting of a cause, up or down. */
const FIGURE_ADJUSTED = "figure_adjusted";

/** A person corrects a customer's figure upwards. No money moves. */
export function figureRaised(input: Figure): Posting {
  return posting(
    "figure_raised",
    input.cause,
    [
      debit(account(input.network, "user_issued"), input.amount),
      credit(account(input.network, "user_figure", input.customer), input.amount),
    ],
    FIGURE_ADJUSTED,
  );
}

/** A person corrects a customer's figure downwards. Refused by the database when it is short. */
export function figureLowered(input: Figure): Posting {
  return posting(
    "figure_lowered",
    input.cause,
    [
      debit(account(input.network, "user_figure", input.customer), input.amount),
      credit(account(input.network, "user_issued"), input.amount),
    ],
    FIGURE_ADJUSTED,
  );
}
