import { stringify } from "csv-stringify/sync";
import { formatAmount, isoTime, type Units } from "@/lib/kit";
import type { RecordItem } from "@/lib/records";

/** Stands in the last cell of the header row: it changes when columns do. */
export const TRANSACTIONS_VERSION = "tillgate-transactions-v1";

export type Cell = string | null;

/** The columns of a file of transactions, with what each says of one. */
const COLUMNS: readonly (readonly [string, (item: RecordItem, zone: ZoneClock) => Cell])[] = [
  ["id", (item) => item.id],
  ["type", (item) => item.type],
  ["kind", (item) => item.kind],
  ["status", (item) => item.status],
  ["exception", (item) => item.exception],
  ["network", (item) => item.network],
  ["amount_usdt", (item) => fixed(item.amount)],
  ["received_usdt", (item) => fixed(item.received)],
  ["fee_usdt", (item) => fixed(item.fee)],
  ["fee_payer", (item) => item.feePayer],
  ["net_usdt", (item) => fixed(item.net)],
  ["wallet_address", (item) => item.walletAddress],
  ["invoice_no", (item) => item.invoiceNo],
  ["reference_id", (item) => item.referenceId],
  ["user_id", (item) => item.userId],
  ["description", (item) => item.description],
  ["tx_hash", (item) => item.txHash],
  ["reason", (item) => item.reason],
  ["created_at_utc", (item) => isoTime(item.createdAt)],
  ["created_at_local", (item, zone) => zone(item.createdAt)],
  ["detected_at_utc", (item) => item.detectedAt && isoTime(item.detectedAt)],
  ["confirmed_at_utc", (item) => item.confirmedAt && isoTime(item.confirmedAt)],
  ["confirmed_at_local", (item, zone) => item.confirmedAt && zone(item.confirmedAt)],
];

/** Writes moments as a zone's clocks show them, with the zone's distance from UTC: "2026-11-22T14:05:06.000+01:00". */
export type ZoneClock = (moment: Date) => string;

export function zoneClock(timeZone: string): ZoneClock {
  const format = new Intl.DateTimeFormat("en", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    timeZoneName: "longOffset",
  });
  return (moment) => {
    const parts = format.formatToParts(moment).map(({ type, value }) => [type, value] as const);
    const p = Object.fromEntries(parts);
    const offset = (p.timeZoneName ?? "").replace("GMT", "") || "+00:00";
    return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:${p.second}.${p.fractionalSecond}${offset}`;
  };
}

export function headerRow(): readonly Cell[] {
  return [...COLUMNS.map(([name]) => name), TRANSACTIONS_VERSION];
}

export function rowOf(item: RecordItem, zone: ZoneClock): readonly Cell[] {
  return [...COLUMNS.map(([, cell]) => cell(item, zone)), null];
}

/** Rows as CSV. What a spreadsheet would take for a formula is marked as text. */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return stringify([...rows], {
    escape_formulas: true,
    record_delimiter: "\r\n",
    // A lone carriage return ends a line for some readers.
    quoted_match: /[\r\n]/,
  });
}

/** Always six places: a column of money reads as one. */
function fixed(amount: Units | null): Cell {
  if (amount === null) return null;
  const [whole = "0", fraction = ""] = formatAmount(amount).split(".");
  return `${whole}.${fraction.padEnd(6, "0")}`;
}
