import { sql } from "drizzle-orm";
import { type Context, readAlone, requirePermission } from "@/lib/command";
import { type NetworkId, type Units, units } from "@/lib/kit";

export interface AutoWithdrawRule {
  readonly autoWithdraw: boolean;
  /** The largest sum that is paid without anybody's word, micro-USDT. */
  readonly max: Units;
  /** Whether what the API orders itself follows the rule; else it goes in any case and is not counted. */
  readonly applyLimitsToApi?: boolean;
}

export interface AutoWithdrawPreview {
  readonly days: 30;
  /** What the rule was asked about, and what of it would have gone by itself. Amounts in micro-USDT. */
  readonly asked: { readonly count: number; readonly amount: Units };
  readonly approved: { readonly count: number; readonly amount: Units };
  /** The biggest ten of those that would have gone, the largest first. */
  readonly biggest: readonly {
    readonly id: string;
    readonly network: NetworkId;
    readonly userId: string | null;
    readonly walletAddress: string;
    readonly amount: Units;
    readonly createdAt: Date;
  }[];
}

type Row = {
  readonly asked_count: number;
  readonly asked_amount: string;
  readonly approved_count: number;
  readonly approved_amount: string;
  readonly biggest: readonly {
    readonly id: string;
    readonly network: NetworkId;
    readonly user_id: string | null;
    readonly wallet_address: string;
    readonly amount: string;
    readonly created_at: string;
  }[];
};

/**
 * What a rule for withdrawals that nobody looks at would have let go in the last 30 days (D-24), by the rule that
 * `isPaidAtOnce` decides by. Throws scope_missing.
 */
export async function previewAutoWithdraw(
  ctx: Context,
  rule: AutoWithdrawRule,
): Promise<AutoWithdrawPreview> {
  requirePermission(ctx, "settings:read");
  const since = new Date(ctx.now().getTime() - 30 * 86_400_000).toISOString();
  const origins = rule.applyLimitsToApi === true ? sql`('request', 'api')` : sql`('request')`;
  const [row] = await readAlone<Row>(
    ctx,
    sql`
    with asked as materialized (
      select id, network, user_id, wallet_address, amount_units, created_at,
        ${rule.autoWithdraw} and amount_units <= ${rule.max.toString()}::bigint as goes
      from withdrawals
      where merchant_id = bound.id and type = 'withdrawal' and origin in ${origins} and created_at >= ${since}::timestamptz
    ) select count(*)::int as asked_count, coalesce(sum(amount_units), 0)::text as asked_amount,
      count(*) filter (where goes)::int as approved_count,
      coalesce(sum(amount_units) filter (where goes), 0)::text as approved_amount,
      coalesce((select json_agg(json_build_object('id', id, 'network', network, 'user_id', user_id,
          'wallet_address', wallet_address, 'amount', amount_units::text, 'created_at', created_at)
          order by amount_units desc, id)
        from (select * from asked where goes order by amount_units desc, id limit 10) big), '[]') as biggest
    from asked`,
  );
  const sumOf = (text: string | undefined) => units(BigInt(text ?? "0"));
  return {
    days: 30,
    asked: { count: row?.asked_count ?? 0, amount: sumOf(row?.asked_amount) },
    approved: { count: row?.approved_count ?? 0, amount: sumOf(row?.approved_amount) },
    biggest: (row?.biggest ?? []).map((one) => ({
      id: one.id,
      network: one.network,
      userId: one.user_id,
      walletAddress: one.wallet_address,
      amount: sumOf(one.amount),
      createdAt: new Date(one.created_at),
    })),
  };
}
