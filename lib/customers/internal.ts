import { and, eq } from "drizzle-orm";
import { TEXTS, type WalletView } from "@/lib/api";
import { customers, customerWallets, type Tx } from "@/lib/db";
import { AppError, isoTime, NETWORKS } from "@/lib/kit";

export type CustomerRow = typeof customers.$inferSelect;
export type WalletRow = typeof customerWallets.$inferSelect;

/** The customer that the platform knows by that id, locked for the rest of the transaction if asked; null when there is none. */
export async function findCustomer(
  tx: Tx,
  merchantId: string,
  userId: string,
  lock: "no key update" | "none" = "none",
): Promise<CustomerRow | null> {
  const query = tx
    .select()
    .from(customers)
    .where(and(eq(customers.merchantId, merchantId), eq(customers.userId, userId)));
  const [row] = await (lock === "no key update" ? query.for("no key update") : query);
  return row ?? null;
}

export function walletNotFound(): AppError {
  return new AppError("not_found", { public: TEXTS.walletNotFound });
}

/** The customer of that id. Throws not_found. */
export async function readCustomer(
  tx: Tx,
  merchantId: string,
  userId: string,
): Promise<CustomerRow> {
  const row = await findCustomer(tx, merchantId, userId);
  if (!row) throw walletNotFound();
  return row;
}

/** The customer's addresses, in the order of the networks. */
export async function listWallets(tx: Tx, customer: CustomerRow): Promise<readonly WalletRow[]> {
  const rows = await tx
    .select()
    .from(customerWallets)
    .where(
      and(
        eq(customerWallets.merchantId, customer.merchantId),
        eq(customerWallets.customerId, customer.id),
      ),
    );
  return NETWORKS.flatMap(({ id }) => rows.filter((row) => row.network === id));
}

/** A customer and their addresses as the wire shows them. */
export function walletView(row: CustomerRow, wallets: readonly WalletRow[]): WalletView {
  return {
    userId: row.userId,
    email: row.email,
    firstName: row.firstName,
    lastName: row.lastName,
    phone: row.phone,
    callbackUrl: row.callbackUrl,
    isActive: row.isActive,
    createdAt: isoTime(row.createdAt),
    wallets: wallets.map(({ walletAddress, network }) => ({
      walletAddress,
      walletNetwork: network,
    })),
  };
}
