import { Badge, CopyButton, type Tone } from "@/components/ui";
import { formatAmount, getNetwork, type NetworkId } from "@/lib/kit";
import type { Say } from "./texts";

/** An amount as people read it: groups of three, two places at least, never rounded. */
export function moneyText(units: bigint, locale: string): string {
  const [whole = "0", fraction = ""] = formatAmount(units).split(".");
  const separators = new Intl.NumberFormat(locale).formatToParts(11_111.1);
  const point = separators.find(({ type }) => type === "decimal")?.value ?? ".";
  const grouped = new Intl.NumberFormat(locale, { useGrouping: "always" }).format(BigInt(whole));
  const sign = whole === "-0" ? "-" : "";
  return `${sign}${grouped}${point}${fraction.padEnd(2, "0")}`;
}

/** A rate in parts per million as the reader writes percent: 8000 is "0.8 %". */
export function rateText(ppm: number, locale: string): string {
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(ppm / 10_000)} %`;
}

/** An amount of USDT; what is copied or read by a program is the plain decimal. */
export function Money({
  units,
  locale,
  unit = true,
}: {
  readonly units: bigint | null;
  readonly locale: string;
  /** Whether "USDT" stands beside it. */
  readonly unit?: boolean;
}) {
  if (units === null) return "—";
  return (
    <data value={formatAmount(units)} className="tabular-nums whitespace-nowrap">
      {moneyText(units, locale)}
      {unit && <span className="text-soft"> USDT</span>}
    </data>
  );
}

/** A moment in the person's zone, as a part of a sentence. */
export function momentText(at: Date, locale: string, timeZone: string, seconds = false): string {
  const timeStyle = seconds ? "medium" : "short";
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle, timeZone }).format(at);
}

/** A moment in the person's zone; in UTC for who points at it (D-14). */
export function When({
  at,
  locale,
  timeZone,
  seconds = false,
}: {
  readonly at: Date | null;
  readonly locale: string;
  readonly timeZone: string;
  readonly seconds?: boolean;
}) {
  if (at === null) return "—";
  const iso = at.toISOString();
  return (
    <time
      dateTime={iso}
      title={`${iso.slice(0, 19).replace("T", " ")} UTC`}
      className="whitespace-nowrap"
    >
      {momentText(at, locale, timeZone, seconds)}
    </time>
  );
}

/** A long text of a chain: its ends, the whole for who points at it, and a button to copy it. */
export function ShortText({
  value,
  what,
  words,
  keep = 6,
}: {
  readonly value: string | null;
  /** "address": what the button copies. */
  readonly what: string;
  readonly words: Say;
  readonly keep?: number;
}) {
  if (value === null) return "—";
  const short =
    value.length > 2 * keep + 3 ? `${value.slice(0, keep)}…${value.slice(-keep)}` : value;
  return (
    <span className="relative inline-flex max-w-full items-center gap-0.5">
      <span
        // A long piece may break where a phone has no room.
        className={`min-w-0 font-mono text-[0.8125rem] ${keep > 8 ? "break-all" : "whitespace-nowrap"}`}
        title={value}
      >
        <span aria-hidden="true">{short}</span>
        <span className="sr-only">{value}</span>
      </span>
      <CopyButton value={value} label={words("copy", { what })} done={words("copied")} />
    </span>
  );
}

/** A network by the name that people know. */
export function networkName(network: NetworkId): string {
  const { chainName, standard } = getNetwork(network);
  return `${chainName} (${standard})`;
}

const TONES: Readonly<Record<string, Tone>> = {
  confirmed: "good",
  completed: "good",
  pending: "info",
  processing: "info",
  approved: "info",
  failed: "bad",
  rejected: "bad",
  expired: "neutral",
  cancelled: "neutral",
  underpaid: "warn",
  overpaid: "warn",
  late: "warn",
};

/** A status of a record, and what is odd about it. */
export function StatusBadges({
  status,
  exception,
  say,
}: {
  readonly status: string;
  readonly exception: string;
  readonly say: Say;
}) {
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Badge tone={TONES[status] ?? "neutral"}>{say(`status_${status}`)}</Badge>
      {exception !== "none" && <Badge tone="warn">{say(`exception_${exception}`)}</Badge>}
    </span>
  );
}
