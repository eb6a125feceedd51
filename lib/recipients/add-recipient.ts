import { and, eq, isNull } from "drizzle-orm";
import {
  audit,
  type Context,
  merchantOf,
  requirePermission,
  requireStepUp,
  type StepUpSubject,
  transact,
} from "@/lib/command";
import { recipients, type Tx } from "@/lib/db";
import { AppError, type NetworkId, newId } from "@/lib/kit";
import { queueTeamMail } from "@/lib/mail";
import { isBurnAddress } from "./burn-address";
import { type Destination, readDestination, refused, type TokenContracts } from "./destination";
import { nameOf, type Recipient, type RecipientRow, readWords, viewOf } from "./internal";
import { readRecipientRules } from "./rules";

export interface AddRecipientInput {
  readonly label: string;
  readonly network: NetworkId;
  /** As people write it, in full. */
  readonly address: string;
  readonly note: string | null;
}

export const RECIPIENT_ADD = "recipient.add";
const MOST = 500;
const HOUR_MS = 3_600_000;

/** What a one-time code for a new recipient is given for: what `checkRecipient` answered. */
export function recipientSubject(of: Omit<AddRecipientInput, "note">): StepUpSubject {
  return { network: of.network, address: of.address, label: of.label };
}

/**
 * What would be added, spelled as it is kept: the address in full with its checksum, the label trimmed. Throws
 * scope_missing, validation_failed (address, destination, words), conflict (it is in the book).
 */
export async function checkRecipient(
  ctx: Context,
  input: AddRecipientInput,
  contracts: TokenContracts,
): Promise<AddRecipientInput> {
  requirePermission(ctx, "recipients:write");
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) => {
    const { words, destination } = await understand(tx, input, contracts);
    if (await isInBook(tx, merchantId, input.network, destination)) throw inBook();
    return { ...words, network: input.network, address: destination.display };
  });
}

/**
 * A person adds an address to the book, by a one-time code for exactly that address and label; it may be paid once the
 * hold is over, and owners and admins are told by mail. Throws scope_missing, validation_failed (address, destination,
 * words), conflict (it is in the book), invalid_state (the book is full), step_up_required.
 */
export async function addRecipient(
  ctx: Context,
  input: AddRecipientInput,
  contracts: TokenContracts,
): Promise<Recipient> {
  requirePermission(ctx, "recipients:write");
  const merchantId = merchantOf(ctx);
  const { actor } = ctx;
  if (actor.kind !== "user") throw new AppError("scope_missing", { public: "A person adds these" });
  return transact(ctx, async (tx) => {
    const { words, destination } = await understand(tx, input, contracts);
    const now = ctx.now();
    const { holdHours } = await readRecipientRules(tx, merchantId, now, "share");
    const [row] = await tx
      .insert(recipients)
      .values({
        merchantId,
        id: newId(),
        ...words,
        network: input.network,
        address: destination.address,
        walletAddress: destination.display,
        createdBy: actor.id,
        createdAt: now,
        usableAt: new Date(now.getTime() + holdHours * HOUR_MS),
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw inBook();
    await requireRoom(tx, merchantId);
    const subject = { ...words, network: input.network, address: destination.display };
    await requireStepUp(ctx, tx, RECIPIENT_ADD, recipientSubject(subject));
    await audit(ctx, tx, {
      merchantId,
      action: "recipient.added",
      subjectKind: "recipient",
      subjectId: row.id,
      data: {
        label: row.label,
        network: row.network,
        address: row.walletAddress,
        usableAt: row.usableAt.toISOString(),
      },
    });
    const name = await nameOf(tx, actor.id);
    await tell(ctx, tx, row, name);
    return viewOf(row, name, now);
  });
}

async function understand(tx: Tx, input: AddRecipientInput, contracts: TokenContracts) {
  const words = readWords(input);
  const destination = await readDestination(tx, contracts, input.network, input.address.trim());
  if (isBurnAddress(destination.address)) throw refused();
  return { words, destination };
}

async function isInBook(
  tx: Tx,
  merchantId: string,
  network: NetworkId,
  { address }: Destination,
): Promise<boolean> {
  const found = await tx.$count(
    recipients,
    and(
      eq(recipients.merchantId, merchantId),
      eq(recipients.network, network),
      eq(recipients.address, address),
      isNull(recipients.removedAt),
    ),
  );
  return found > 0;
}

function inBook(): AppError {
  return new AppError("conflict", { public: "This address is in the address book already" });
}

async function requireRoom(tx: Tx, merchantId: string): Promise<void> {
  const standing = and(eq(recipients.merchantId, merchantId), isNull(recipients.removedAt));
  if ((await tx.$count(recipients, standing)) > MOST) {
    throw new AppError("invalid_state", { public: `The address book is full (${MOST})` });
  }
}

async function tell(ctx: Context, tx: Tx, row: RecipientRow, name: string | null): Promise<void> {
  await queueTeamMail(ctx, tx, {
    merchantId: row.merchantId,
    roles: ["owner", "admin"],
    kind: "recipient_added",
    subjectId: row.id,
    subject: "A recipient was added to your address book",
    text: [
      `${name ?? "A colleague"} added a recipient of payouts.`,
      "",
      `Label: ${row.label}`,
      `Network: ${row.network}`,
      `Address: ${row.walletAddress}`,
      `May be paid from: ${row.usableAt.toISOString()}`,
      "",
      "If you did not expect this, remove the recipient in the dashboard and change who may add recipients.",
    ].join("\n"),
  });
}
