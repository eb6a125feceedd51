import { type SQL, sql } from "drizzle-orm";
import { type Context, readAlone, requirePermission } from "@/lib/command";
import { NETWORK_IDS, type NetworkId, type Units, units } from "@/lib/kit";

/** A merchant's money by what it is, micro-USDT. */
export interface MoneyParts {
  /** In the balance: what may be paid out. */
  readonly available: Units;
  /** Seen on chain, in no final block yet: in no book either. */
  readonly seen: Units;
  /** Final, and not in the balance yet. */
  readonly incoming: Units;
  /** `seen` and `incoming`. */
  readonly pending: Units;
  /** Held for payouts that are under way. */
  readonly reserved: Units;
  /** The gateway's fees that were not settled yet. */
  readonly fees: Units;
  /** Final money on deposit addresses: where it lies, whatever part it is. */
  readonly unswept: Units;
  /** On the merchant's own wallets. */
  readonly onWallet: Units;
  /** On chain by the books: the wallets and what is unswept. */
  readonly onChain: Units;
}

export interface NetworkMoney extends MoneyParts {
  readonly network: NetworkId;
  /** Whether what lies on chain is what the parts come to. */
  readonly balanced: boolean;
}

/** What waits for somebody. Counts end at `ATTENTION_MOST`. */
export interface Attention {
  readonly pendingWithdrawals: { readonly count: number; readonly oldestAt: Date | null };
  /** Approved or sent, and something is in their way. */
  readonly blockedWithdrawals: number;
  /** Given up after tries; those that had no URL to go to are not among them. */
  readonly failedWebhooks: number;
  /** Invoices of the last seven days that were paid oddly. */
  readonly exceptions: {
    readonly underpaid: number;
    readonly overpaid: number;
    readonly late: number;
  };
  /** Addresses that payers left in the last seven days. */
  readonly payerContacts: number;
  /** Users that are paused and have money on their addresses. */
  readonly pausedWithMoney: number;
}

export interface Home {
  readonly networks: readonly NetworkMoney[];
  readonly total: MoneyParts;
  readonly balanced: boolean;
  readonly attention: Attention;
}

export const ATTENTION_MOST = 1_000;
const WEEK_MS = 7 * 86_400_000;
const PARTS = [
  "available",
  "seen",
  "incoming",
  "pending",
  "reserved",
  "fees",
  "unswept",
  "onWallet",
  "onChain",
] as const satisfies readonly (keyof MoneyParts)[];

/**
 * The merchant's money by network and in sum (D-11), and what needs attention: two statements, whose cost grows with
 * what is open and not with what there ever was. Throws scope_missing.
 */
export async function getHome(ctx: Context): Promise<Home> {
  requirePermission(ctx, "home:read");
  const [money, [found]] = await Promise.all([
    readAlone<MoneyRow>(ctx, selectMoney()),
    readAlone<AttentionRow>(ctx, selectAttention(new Date(ctx.now().getTime() - WEEK_MS))),
  ]);
  const networks = money.map(toNetwork);
  const total = Object.fromEntries(
    PARTS.map((part) => [part, units(networks.reduce((sum, one) => sum + one[part], 0n))]),
  ) as unknown as MoneyParts;
  return {
    networks,
    total,
    balanced: networks.every((one) => one.balanced),
    attention: toAttention(found),
  };
}

type MoneyRow = {
  readonly network: NetworkId;
  readonly seen: string;
  readonly incoming: string;
  readonly unswept: string;
  readonly available: string;
  readonly held: string;
  readonly fees: string;
  readonly token_fee: string;
  readonly wallet: string;
};

function toNetwork(row: MoneyRow): NetworkMoney {
  const [available, reserved, fees] = [amount(row.available), amount(row.held), amount(row.fees)];
  const [seen, incoming] = [amount(row.seen), amount(row.incoming)];
  const [unswept, onWallet] = [amount(row.unswept), amount(row.wallet)];
  const onChain = units(unswept + onWallet);
  return {
    network: row.network,
    available,
    seen,
    incoming,
    pending: units(seen + incoming),
    reserved,
    fees,
    unswept,
    onWallet,
    onChain,
    balanced: onChain + amount(row.token_fee) === available + reserved + fees + incoming,
  };
}

function amount(text: string): Units {
  return units(BigInt(text));
}

/**
 * Paths are made apart, and compared as they are: behind row-level security an index is asked only by comparisons of
 * plain columns.
 */
function selectMoney(): SQL {
  const networks = sql.join(
    NETWORK_IDS.map((id, at) => sql`(${id}::text, ${sql.raw(String(at))})`),
    sql`, `,
  );
  return sql`
    with networks (network, place) as (values ${networks}), paths as materialized (
      select n.network, k.kind, n.network || '/' || k.kind as path
      from networks n cross join (values ('available'), ('held'), ('fees'), ('token_fee')) k (kind)
      union all
      select a.network, 'wallet', a.network || '/chain/' || a.address::text
      from addresses a where a.merchant_id = bound.id and a.purpose = 'merchant'
    ), balances as materialized (
      select p.network, p.kind, sum(
        coalesce((select b.balance_units from ledger_balances b where b.merchant_id = bound.id and b.path = p.path), 0)
        + coalesce((select sum(d.amount_units) from ledger_deltas d
            where d.merchant_id = bound.id and d.path = p.path), 0)) as units
      from paths p group by 1, 2
    )
    select n.network,
      coalesce((select sum(amount_units) from chain_transfers t
        where t.merchant_id = bound.id and t.network = n.network and t.state = 'seen'), 0)::text as seen,
      coalesce((select sum(received_units - credited_units) from invoices i
        where i.merchant_id = bound.id and i.network = n.network and i.received_units > i.credited_units), 0)::text
        as incoming,
      coalesce((select sum(unswept_units) from addresses a where a.merchant_id = bound.id and a.network = n.network
        and a.unswept_since is not null and a.purpose = 'deposit'), 0)::text as unswept,
      ${balance("available")}, ${balance("held")}, ${balance("fees")}, ${balance("token_fee")}, ${balance("wallet")}
    from networks n order by n.place`;
}

function balance(kind: string): SQL {
  return sql`coalesce((select sum(units) from balances b
    where b.network = n.network and b.kind = '${sql.raw(kind)}'), 0)::text as ${sql.raw(kind)}`;
}

type AttentionRow = {
  readonly pending: number;
  readonly oldest_at: string | null;
  readonly blocked: number;
  readonly failed: number;
  readonly underpaid: number;
  readonly overpaid: number;
  readonly late: number;
  readonly contacts: number;
  readonly paused: number;
};

function toAttention(row: AttentionRow | undefined): Attention {
  const oldest = row?.oldest_at ?? null;
  return {
    pendingWithdrawals: {
      count: row?.pending ?? 0,
      oldestAt: oldest === null ? null : new Date(oldest),
    },
    blockedWithdrawals: row?.blocked ?? 0,
    failedWebhooks: row?.failed ?? 0,
    exceptions: {
      underpaid: row?.underpaid ?? 0,
      overpaid: row?.overpaid ?? 0,
      late: row?.late ?? 0,
    },
    payerContacts: row?.contacts ?? 0,
    pausedWithMoney: row?.paused ?? 0,
  };
}

function selectAttention(since: Date): SQL {
  const week = sql`${since.toISOString()}::timestamptz`;
  return sql`
    select ${counted(sql`withdrawals where merchant_id = bound.id and state = 'pending'`)} as pending,
      (select created_at from withdrawals where merchant_id = bound.id and state = 'pending'
        order by created_at, id limit 1) as oldest_at,
      ${counted(sql`withdrawals where merchant_id = bound.id and type <> 'fee_settlement'
        and network in (${listed(NETWORK_IDS)}) and type in ('withdrawal', 'payout')
        and state in ('approved', 'sent', 'included') and blocked_reason is not null`)} as blocked,
      ${counted(sql`webhook_events where merchant_id = bound.id and delivery_status = 'failed'
        and url is not null`)} as failed,
      ${exceptions("underpaid", week)} as underpaid, ${exceptions("overpaid", week)} as overpaid,
      ${exceptions("late", week)} as late,
      ${counted(sql`payer_contacts where merchant_id = bound.id and created_at >= ${week}`)} as contacts,
      ${counted(sql`(select c.id from customers c where c.merchant_id = bound.id and not c.is_active limit 10000) c
        where exists (select 1 from customer_wallets w join addresses a on a.network = w.network and a.address = w.address
          where w.merchant_id = bound.id and w.customer_id = c.id and a.unswept_units > 0)`)} as paused`;
}

function exceptions(which: string, since: SQL): SQL {
  return counted(sql`invoices where merchant_id = bound.id and exception <> 'none' and created_at >= ${since}
    and exception = '${sql.raw(which)}' and network in (${listed(NETWORK_IDS)})`);
}

/** How many rows there are, up to the most that matters. */
function counted(from: SQL): SQL {
  return sql`(select count(*)::int from (select from ${from} limit ${sql.raw(String(ATTENTION_MOST))}) every)`;
}

function listed(values: readonly string[]): SQL {
  return sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );
}
