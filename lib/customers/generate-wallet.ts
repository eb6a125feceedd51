import { and, eq } from "drizzle-orm";
import { takeDepositAddress } from "@/lib/addresses";
import { TEXTS, type WalletView } from "@/lib/api";
import {
  audit,
  type Context,
  claimKey,
  type IdempotentCall,
  merchantOf,
  requirePermission,
  transact,
} from "@/lib/command";
import { customers, customerWallets, type Tx } from "@/lib/db";
import { AppError, NETWORKS, newId, present } from "@/lib/kit";
import { type CustomerRow, findCustomer, listWallets, walletView } from "./internal";

export interface GenerateWalletInput {
  readonly userId: string;
  readonly email: string;
  /** Null: not given, so kept. */
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly callbackUrl: string | null;
  readonly isActive: boolean | null;
}

/**
 * Gives a user of the merchant's platform an address of their own on every network, for ever. The same user
 * again, also at the same instant, gets the same addresses; what is given is updated, what is absent stays.
 * Throws scope_missing, wallet_pool_empty, request_in_progress.
 */
export async function generateWallet(
  ctx: Context,
  input: GenerateWalletInput,
  call?: IdempotentCall,
): Promise<WalletView> {
  requirePermission(ctx, "customers:write");
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) => {
    if (call) await claimKey(ctx, tx, call, input.userId);
    const created = await insertCustomer(ctx, tx, merchantId, input);
    const locked = present(
      created ?? (await findCustomer(tx, merchantId, input.userId, "no key update")),
      "the customer",
    );
    const customer = created ?? (await updateCustomer(ctx, tx, locked, input));
    await takeMissing(ctx, tx, customer);
    return walletView(customer, await listWallets(tx, customer));
  });
}

/** Null when there is such a customer: whoever comes second waits here for the first one's commit. */
async function insertCustomer(
  ctx: Context,
  tx: Tx,
  merchantId: string,
  input: GenerateWalletInput,
): Promise<CustomerRow | null> {
  const [row] = await tx
    .insert(customers)
    .values({
      ...input,
      merchantId,
      id: newId(),
      isActive: input.isActive ?? true,
      createdAt: ctx.now(),
    })
    .onConflictDoNothing({ target: [customers.merchantId, customers.userId] })
    .returning();
  if (!row) return null;
  await audit(ctx, tx, {
    merchantId,
    action: "customer.created",
    subjectKind: "customer",
    subjectId: row.id,
    data: { userId: row.userId, isActive: row.isActive },
  });
  return row;
}

const CHANGEABLE = [
  "email",
  "firstName",
  "lastName",
  "phone",
  "callbackUrl",
  "isActive",
] as const satisfies readonly (keyof GenerateWalletInput)[];

async function updateCustomer(
  ctx: Context,
  tx: Tx,
  before: CustomerRow,
  input: GenerateWalletInput,
): Promise<CustomerRow> {
  const changed = CHANGEABLE.filter((name) => input[name] !== null && input[name] !== before[name]);
  if (changed.length === 0) return before;
  const [row] = await tx
    .update(customers)
    .set(Object.fromEntries(changed.map((name) => [name, input[name]])))
    .where(and(eq(customers.merchantId, before.merchantId), eq(customers.id, before.id)))
    .returning();
  await audit(ctx, tx, {
    merchantId: before.merchantId,
    action: "customer.updated",
    subjectKind: "customer",
    subjectId: before.id,
    // Names of what changed, and nothing of the person.
    data: { changed, isActive: input.isActive ?? before.isActive },
  });
  return present(row, "the locked customer");
}

/** An address on every network that the customer has none on: all of them at first, a new network's later. */
async function takeMissing(ctx: Context, tx: Tx, customer: CustomerRow): Promise<void> {
  const { merchantId, id: customerId } = customer;
  const had = new Set((await listWallets(tx, customer)).map((wallet) => wallet.network));
  for (const { id: network } of NETWORKS) {
    if (had.has(network)) continue;
    const owner = { network, ownerKind: "user", ownerId: customerId } as const;
    const taken = await takeDepositAddress(ctx, tx, owner).catch(asPoolEmpty);
    await tx.insert(customerWallets).values({
      merchantId,
      customerId,
      network,
      address: taken.address,
      walletAddress: taken.display,
    });
  }
}

function asPoolEmpty(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== "wallet_generation_failed") throw error;
  throw new AppError("wallet_pool_empty", {
    public: TEXTS.walletsNotGenerated,
    internal: error.message,
    cause: error,
  });
}
