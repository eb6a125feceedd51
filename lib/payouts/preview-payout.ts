import { and, eq, inArray, sql } from "drizzle-orm";
import { TEXTS } from "@/lib/api";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { type Tx, withdrawals } from "@/lib/db";
import { AppError, type FieldProblem, getNetwork, type NetworkId, type Units } from "@/lib/kit";
import { account, getBalance } from "@/lib/ledger";
import {
  type Destination,
  findLookAlikes,
  isKnownToken,
  type KnownAddress,
  readDestination,
  readRecipient,
  type TokenContracts,
} from "@/lib/recipients";
import { LEAST_PAYOUT } from "./create-payout";
import { readRules } from "./internal";
import { askBook, isLost } from "./payout-destination";
import { mostOf, peopleNeeded } from "./people-state";
import { sumsOf } from "./state";

export interface PreviewPayoutInput {
  readonly network: NetworkId;
  /** Where to, as people write it or by the address book; null: not said yet. */
  readonly to: { readonly address: string } | { readonly recipientId: string } | null;
  /** Null: not said yet. */
  readonly amount: Units | null;
}

export type PayoutWarning =
  /** It could be taken for one that is known. */
  | { readonly kind: "look_alike"; readonly known: readonly KnownAddress[] }
  /** Neither in the book nor paid before. */
  | { readonly kind: "new_address" }
  /** In the book for less than the hold; it may be paid since payouts are not bound to the book. */
  | { readonly kind: "new_recipient"; readonly usableAt: Date }
  /** The contract of a token: what it is sent does not come back. */
  | { readonly kind: "token_contract" }
  /** The merchant never paid anything out. */
  | { readonly kind: "first_payout" };

export interface PayoutPreview {
  readonly network: NetworkId;
  /** As it is kept and paid, in full; null: not said yet, or at fault. */
  readonly address: string | null;
  readonly recipient: { readonly id: string; readonly label: string } | null;
  readonly amount: Units | null;
  /** The network's flat fee; it comes off the amount where the user pays it. */
  readonly fee: Units;
  readonly feePayer: "merchant" | "user";
  /** What arrives, and what the merchant is debited; null without an amount, or where nothing would be left. */
  readonly net: Units | null;
  readonly debit: Units | null;
  readonly available: Units;
  /** The largest amount that is covered. */
  readonly max: Units;
  /** Whether another person must let it go. */
  readonly waitsForAnother: boolean;
  readonly warnings: readonly PayoutWarning[];
  /** What `createPayout` would refuse it for, in the contract's words. */
  readonly problems: readonly FieldProblem[];
}

/**
 * What a payout would come to and what speaks against it; nothing is made. Amounts in micro-USDT. Throws scope_missing,
 * not_found (no such recipient).
 */
export async function previewPayout(
  ctx: Context,
  input: PreviewPayoutInput,
  contracts: TokenContracts,
): Promise<PayoutPreview> {
  requirePermission(ctx, "payouts:create");
  const merchantId = merchantOf(ctx);
  const { network, amount } = input;
  return transact(ctx, async (tx) => {
    const { feePayer, fourEyesAbove } = await readRules(tx, merchantId);
    const fee = getNetwork(network).withdrawalFee;
    const available = await getBalance(tx, merchantId, account(network, "available"));
    const sums = amount === null ? null : sumsOf(amount, fee, feePayer);
    const to = await understand(ctx, tx, input, contracts);
    const problems = [...to.problems];
    if (amount !== null) {
      const text = objectionTo(amount, sums?.hold ?? null, available);
      if (text !== null) problems.push({ path: "amount", message: text });
    }
    return {
      network,
      address: to.destination?.display ?? null,
      recipient: to.recipient,
      amount,
      fee,
      feePayer,
      net: sums?.net ?? null,
      debit: sums?.hold ?? null,
      available,
      max: mostOf(available, fee, feePayer),
      waitsForAnother: amount !== null && peopleNeeded(amount, fourEyesAbove) > 1,
      warnings: to.warnings,
      problems,
    };
  });
}

function objectionTo(amount: Units, debit: Units | null, available: Units): string | null {
  if (amount < LEAST_PAYOUT) return TEXTS.minimumWithdrawal;
  if (debit === null) return TEXTS.amountWithinFee;
  return debit > available ? TEXTS.merchantBalanceShort : null;
}

interface Understood {
  readonly destination: Destination | null;
  readonly recipient: PayoutPreview["recipient"];
  readonly warnings: readonly PayoutWarning[];
  readonly problems: readonly FieldProblem[];
}

async function understand(
  ctx: Context,
  tx: Tx,
  { network, to }: PreviewPayoutInput,
  contracts: TokenContracts,
): Promise<Understood> {
  const nothing = { destination: null, recipient: null, warnings: [], problems: [] };
  if (to === null) return nothing;
  const text = await textOf(ctx, tx, network, to);
  const read = await readDestination(tx, contracts, network, text).catch(problemOf);
  if ("message" in read) return { ...nothing, problems: [read] };
  if (isLost(read)) {
    const problem = { path: "address", message: TEXTS.destinationRefused };
    return { ...nothing, problems: [problem] };
  }
  const { recipient, refusal } = await askBook(ctx, tx, network, read);
  return {
    destination: read,
    recipient: recipient && { id: recipient.id, label: recipient.label },
    warnings: await warningsOf(ctx, tx, network, read, recipient),
    problems: refusal === null ? [] : [{ path: "address", message: refusal }],
  };
}

async function textOf(
  ctx: Context,
  tx: Tx,
  network: NetworkId,
  to: NonNullable<PreviewPayoutInput["to"]>,
): Promise<string> {
  if ("address" in to) return to.address;
  const row = await readRecipient(tx, merchantOf(ctx), to.recipientId);
  // An address of the other network is misspelt here, and said to be.
  return row.network === network ? row.walletAddress : "";
}

function problemOf(error: unknown): FieldProblem {
  const known = error instanceof AppError && error.code === "validation_failed";
  if (!known || error.publicMessage === null) throw error;
  return { path: "address", message: error.publicMessage };
}

async function warningsOf(
  ctx: Context,
  tx: Tx,
  network: NetworkId,
  { display }: Destination,
  recipient: { readonly usableAt: Date } | null,
): Promise<readonly PayoutWarning[]> {
  const merchantId = merchantOf(ctx);
  const known = await findLookAlikes(tx, merchantId, network, display);
  const paid = await tx
    .select({ id: withdrawals.id })
    .from(withdrawals)
    .where(
      and(
        eq(withdrawals.merchantId, merchantId),
        eq(withdrawals.network, network),
        eq(withdrawals.walletAddress, display),
        inArray(withdrawals.state, ["sent", "included", "settled"]),
        sql`${withdrawals.type} <> 'fee_settlement'`,
      ),
    )
    .limit(1);
  const before = await tx
    .select({ id: withdrawals.id })
    .from(withdrawals)
    .where(and(eq(withdrawals.merchantId, merchantId), eq(withdrawals.type, "payout")))
    .limit(1);
  const warnings: PayoutWarning[] = [];
  if (known.length > 0) warnings.push({ kind: "look_alike", known });
  if (isKnownToken(display)) warnings.push({ kind: "token_contract" });
  if (recipient === null && paid.length === 0) warnings.push({ kind: "new_address" });
  if (recipient !== null && recipient.usableAt > ctx.now()) {
    warnings.push({ kind: "new_recipient", usableAt: recipient.usableAt });
  }
  if (before.length === 0) warnings.push({ kind: "first_payout" });
  return warnings;
}
