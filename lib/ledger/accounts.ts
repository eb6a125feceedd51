import { assert, getNetwork, type NetworkId, type Units } from "@/lib/kit";

/**
 * The chart of accounts of one merchant. Debit-normal: what we own on chain (`chain`, one account per
 * address) and what a token's own fee took (`token_fee`). Credit-normal: what we owe. The three `user_`
 * accounts are the figures of a platform's users, a ledger of their own in an asset of their own.
 */
export type AccountKind =
  | "chain"
  | "token_fee"
  | "incoming"
  | "available"
  | "held"
  | "fees"
  | "user_issued"
  | "user_figure"
  | "user_held";

const NORMAL: Readonly<Record<AccountKind, 1 | -1>> = {
  chain: 1,
  token_fee: 1,
  incoming: -1,
  available: -1,
  held: -1,
  fees: -1,
  user_issued: 1,
  user_figure: -1,
  user_held: -1,
};
const USER_FIGURE = "user-figure";

export interface Account {
  readonly network: NetworkId;
  readonly kind: AccountKind;
  /** `chain`: the address; `incoming`: the record that the money waits for; `user_figure`, `user_held`: the customer; else empty. */
  readonly ref: string;
}

export function account(network: NetworkId, kind: AccountKind, ref = ""): Account {
  return { network, kind, ref };
}

export function accountPath(a: Account): string {
  return a.ref ? `${a.network}/${a.kind}/${a.ref}` : `${a.network}/${a.kind}`;
}

/** 1 when a debit adds to the account, −1 when a credit does. */
export function normalOf(kind: AccountKind): 1 | -1 {
  return NORMAL[kind];
}

export function assetOf(a: Account): { readonly asset: string; readonly scale: number } {
  const network = getNetwork(a.network);
  const asset = a.kind.startsWith("user_") ? USER_FIGURE : network.asset;
  return { asset, scale: network.scale };
}

/** One leg of a posting. Positive: debit. Negative: credit. */
export interface Leg {
  readonly account: Account;
  readonly amount: bigint;
}

/** A leg to the debit. A negative amount is refused: it would be a credit by another name. */
export function debit(a: Account, amount: Units): Leg {
  assert(amount >= 0n, `debit of ${amount}`);
  return { account: a, amount };
}

/** A leg to the credit. A negative amount is refused. */
export function credit(a: Account, amount: Units): Leg {
  assert(amount >= 0n, `credit of ${amount}`);
  return { account: a, amount: -amount };
}
