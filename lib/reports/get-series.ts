import { type SQL, sql } from "drizzle-orm";
import { invalidFields, readTimeZone } from "@/lib/api";
import { type Context, readAlone, requirePermission } from "@/lib/command";
import { type NetworkId, type Units, units } from "@/lib/kit";

export interface SeriesInput {
  /** First and last day, "2026-11-22", in the zone; at most 366 of them. */
  readonly from: string;
  readonly to: string;
  /** IANA: where days begin. */
  readonly timeZone: string;
  readonly network?: NetworkId;
}

/** One day of a merchant; amounts in micro-USDT. */
export interface SeriesDay {
  readonly day: string;
  /** The moment at which it begins. */
  readonly startsAt: Date;
  /** Confirmed invoices and users' deposits: what came, and how many. */
  readonly volumeIn: Units;
  readonly countIn: number;
  /** Completed withdrawals and payouts: what their recipients got, and how many. */
  readonly volumeOut: Units;
  readonly countOut: number;
  /** Invoices that ended on that day, and how many of them were paid. */
  readonly ended: number;
  readonly paid: number;
  /** Per thousand of those that ended; null when none did. */
  readonly successPermille: number | null;
  /** Half of the day's paid invoices were seen on chain within so many seconds of their creation; null without any. */
  readonly medianSecondsToPay: number | null;
  /** Invoices that ended on that day underpaid, overpaid or late. */
  readonly exceptions: number;
}

const MOST_DAYS = 366;
const DAY_MS = 86_400_000;

/**
 * A merchant's days, each from midnight to midnight of the zone, however long it is. Each day is a range of a few
 * indexes that hold all that is asked, so the tables are not read. Throws scope_missing, validation_failed.
 */
export async function getSeries(ctx: Context, input: SeriesInput): Promise<readonly SeriesDay[]> {
  requirePermission(ctx, "home:read");
  const zone = readTimeZone(input.timeZone);
  const [from, to] = [readDay("from", input.from), readDay("to", input.to)];
  const days = (to.getTime() - from.getTime()) / DAY_MS + 1;
  if (days < 1 || days > MOST_DAYS) {
    throw invalidFields([{ path: "to", message: `must be at most ${MOST_DAYS} days after from` }]);
  }
  const rows = await readAlone<DayRow>(ctx, selectDays(input, zone)).catch((error) => {
    // A name that only one of the two time zone databases knows.
    if (error?.code !== "22023") throw error;
    throw invalidFields([{ path: "timeZone", message: "must be an IANA time zone" }]);
  });
  return rows.map(toDay);
}

function readDay(path: string, text: string): Date {
  const day = new Date(`${text}T00:00:00.000Z`);
  const valid = /^\d{4}-\d\d-\d\d$/.test(text) && day.toJSON()?.slice(0, 10) === text;
  if (!valid || text < "1900") throw invalidFields([{ path, message: "must be a day" }]);
  return day;
}

type DayRow = {
  readonly day: string;
  readonly starts_at: string;
  readonly invoiced: string;
  readonly deposited: string;
  readonly invoices: number;
  readonly deposits: number;
  readonly sent: string;
  readonly sendings: number;
  readonly unpaid: number;
  readonly odd: number;
  readonly odd_unpaid: number;
  readonly median: number | null;
};

function toDay(row: DayRow): SeriesDay {
  const ended = row.invoices + row.unpaid;
  return {
    day: row.day,
    startsAt: new Date(row.starts_at),
    volumeIn: units(BigInt(row.invoiced) + BigInt(row.deposited)),
    countIn: row.invoices + row.deposits,
    volumeOut: units(BigInt(row.sent)),
    countOut: row.sendings,
    ended,
    paid: row.invoices,
    successPermille: ended === 0 ? null : Math.round((row.invoices * 1_000) / ended),
    medianSecondsToPay: row.median === null ? null : Math.round(row.median),
    exceptions: row.odd + row.odd_unpaid,
  };
}

/**
 * Each row is looked at once, by an index-only scan of its day: no arithmetic of time zones by row, no sort but of one
 * day's payments for their median.
 */
function selectDays({ from, to, network }: SeriesInput, zone: string): SQL {
  const begins = (day: SQL) => sql`((${day})::timestamp at time zone ${zone}::text)`;
  const within = (column: string) => {
    const at = sql.raw(column);
    const only = network === undefined ? sql`` : sql` and network = ${network}`;
    return sql`merchant_id = bound.id and ${at} is not null and ${at} >= d.starts_at and ${at} < d.ends_at${only}`;
  };
  const unpaid = (column: string) => sql`
    select count(*)::int as unpaid, count(*) filter (where exception <> 'none')::int as odd
    from invoices where ${within(column)} and confirmed_at is null`;
  return sql`
    select d.day::text, d.starts_at, paid.units::text as invoiced, paid.count as invoices, paid.odd, paid.median,
      came.units::text as deposited, came.count as deposits, went.units::text as sent, went.count as sendings,
      failed.unpaid + cancelled.unpaid as unpaid, failed.odd + cancelled.odd as odd_unpaid
    from (
      select day::date as day, ${begins(sql`day::date`)} as starts_at, ${begins(sql`day::date + 1`)} as ends_at
      from generate_series(${from}::date::timestamp, ${to}::date::timestamp, interval '1 day') day offset 0
    ) d cross join lateral (
      select coalesce(sum(received_units), 0) as units, count(*)::int as count,
        count(*) filter (where exception <> 'none')::int as odd,
        percentile_cont(0.5) within group (order by extract(epoch from detected_at - created_at))
          filter (where detected_at is not null) as median
      from invoices where ${within("confirmed_at")}
    ) paid cross join lateral (${unpaid("failed_at")}) failed cross join lateral (${unpaid("cancelled_at")}) cancelled
    cross join lateral (
      select coalesce(sum(amount_units), 0) as units, count(*)::int as count
      from deposits where ${within("confirmed_at")} and kind = 'user'
    ) came cross join lateral (
      select coalesce(sum(net_units), 0) as units, count(*)::int as count
      from withdrawals where ${within("completed_at")} and type <> 'fee_settlement'
    ) went order by d.day`;
}
