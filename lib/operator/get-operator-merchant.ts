import { sql } from "drizzle-orm";
import { type Context, readAsOperator, requirePermission } from "@/lib/command";
import { AppError, isUuid, type NetworkId, units } from "@/lib/kit";
import { listFeeAccounts } from "@/lib/reports";
import type { OperatorMerchant } from "./shapes";

interface Json {
  readonly id: string;
  readonly number: number;
  readonly clientId: string;
  readonly name: string;
  readonly status: OperatorMerchant["status"];
  readonly createdAt: string;
  readonly tiers: readonly { readonly from: string; readonly ratePpm: number }[];
  readonly rateLimits: Readonly<Record<string, number>>;
  readonly capSet: boolean;
  readonly cap: string | null;
  readonly suspendedReason: string | null;
  readonly owners: readonly {
    readonly email: string;
    readonly name: string;
    readonly status: "active" | "disabled";
  }[];
  readonly invited: readonly string[];
  readonly wallets: readonly { readonly network: NetworkId; readonly address: string }[];
}

/** One merchant as the operator sees it. For operators. Throws scope_missing, not_found. */
export async function getOperatorMerchant(ctx: Context, id: string): Promise<OperatorMerchant> {
  requirePermission(ctx, "operator");
  if (!isUuid(id)) throw notFound();
  const [[found], feeAccounts] = await Promise.all([
    readAsOperator<{ merchant: Json }>(ctx, sql`select * from operator_merchant(${id}::uuid)`),
    listFeeAccounts(ctx, { merchantId: id }),
  ]);
  if (!found) throw notFound();
  const { merchant } = found;
  const { status } = merchant;
  const invited = merchant.invited.map(
    (email) => ({ email, name: null, status: "invited" }) as const,
  );
  return {
    id: merchant.id,
    number: merchant.number,
    clientId: merchant.clientId,
    name: merchant.name,
    status,
    suspendedReason: status === "suspended" ? merchant.suspendedReason : null,
    createdAt: new Date(merchant.createdAt),
    tiers: merchant.tiers.map(({ from, ratePpm }) => ({ from: units(BigInt(from)), ratePpm })),
    rateLimits: merchant.rateLimits,
    keyDailyCap: capOf(merchant),
    owners: [...merchant.owners, ...invited],
    wallets: merchant.wallets,
    feeAccounts,
  };
}

function capOf({ capSet, cap }: Json): OperatorMerchant["keyDailyCap"] {
  if (!capSet) return "default";
  return cap === null ? null : units(BigInt(cap));
}

function notFound(): AppError {
  return new AppError("not_found", { public: "Merchant not found" });
}
