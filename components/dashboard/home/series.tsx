import { moneyText } from "@/components/dashboard/figures";
import type { Say } from "@/components/dashboard/texts";
import { Panel } from "@/components/ui";
import { BarChart } from "./bar-chart";

/** One day; amounts in micro-USDT. */
export interface SeriesDay {
  /** "2026-11-22", in the zone of the person. */
  readonly day: string;
  readonly volumeIn: bigint;
  readonly countIn: number;
  readonly volumeOut: bigint;
  readonly countOut: number;
  readonly successPermille: number | null;
  readonly medianSecondsToPay: number | null;
  readonly exceptions: number;
}

interface SeriesProps {
  readonly locale: string;
  readonly timeZone: string;
  readonly say: Say;
  readonly days: readonly SeriesDay[];
}

/** For a picture alone; sums are made of the units. */
const wholeUsdt = (units: bigint) => Number(units / 1_000_000n);

/** What came in and how often, day by day, as pictures with the figures in a table below (D-12). */
export function Series({ locale, timeZone, say, days }: SeriesProps) {
  const dayLabel = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
  const compact = new Intl.NumberFormat(locale, { notation: "compact" });
  const bars = days.map((day) => ({
    ...day,
    label: dayLabel.format(new Date(`${day.day}T00:00:00Z`)),
  }));
  const volume = days.reduce((sum, { volumeIn }) => sum + volumeIn, 0n);
  const count = days.reduce((sum, { countIn }) => sum + countIn, 0);
  return (
    <Panel
      id="series"
      title={say("series", { days: days.length })}
      about={say("seriesZone", { zone: timeZone })}
    >
      <div className="grid gap-6 lg:grid-cols-2">
        <figure className="flex flex-col gap-2">
          <figcaption className="flex items-baseline justify-between gap-3">
            <span className="text-sm text-soft">{say("volumeIn")}</span>
            <span className="font-semibold tabular-nums">{moneyText(volume, locale)} USDT</span>
          </figcaption>
          <BarChart
            axis={(value) => compact.format(value)}
            bars={bars.map(({ day, label, volumeIn }) => ({
              key: day,
              label,
              value: wholeUsdt(volumeIn),
              text: `${moneyText(volumeIn, locale)} USDT`,
            }))}
          />
        </figure>
        <figure className="flex flex-col gap-2">
          <figcaption className="flex items-baseline justify-between gap-3">
            <span className="text-sm text-soft">{say("countIn")}</span>
            <span className="font-semibold tabular-nums">{count.toLocaleString(locale)}</span>
          </figcaption>
          <BarChart
            axis={(value) => compact.format(value)}
            bars={bars.map(({ day, label, countIn }) => ({
              key: day,
              label,
              value: countIn,
              text: countIn.toLocaleString(locale),
            }))}
          />
        </figure>
      </div>
      <details className="mt-4">
        <summary className="cursor-pointer text-sm font-medium text-accent">
          {say("asTable")}
        </summary>
        <SeriesTable locale={locale} say={say} days={bars} />
      </details>
    </Panel>
  );
}

const COLUMNS = [
  "volumeIn",
  "countIn",
  "volumeOut",
  "countOut",
  "success",
  "timeToPay",
  "odd",
] as const;

function SeriesTable({
  locale,
  say,
  days,
}: {
  readonly locale: string;
  readonly say: Say;
  readonly days: readonly (SeriesDay & { readonly label: string })[];
}) {
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const cells = (day: SeriesDay): Record<(typeof COLUMNS)[number], string> => ({
    volumeIn: moneyText(day.volumeIn, locale),
    countIn: day.countIn.toLocaleString(locale),
    volumeOut: moneyText(day.volumeOut, locale),
    countOut: day.countOut.toLocaleString(locale),
    success: day.successPermille === null ? "—" : percent.format(day.successPermille / 1000),
    timeToPay:
      day.medianSecondsToPay === null
        ? "—"
        : say("minutes", { minutes: Math.max(1, Math.round(day.medianSecondsToPay / 60)) }),
    odd: day.exceptions.toLocaleString(locale),
  });
  return (
    <table className="cards mt-3 w-full text-sm">
      <caption className="sr-only">{say("seriesTable")}</caption>
      <thead className="border-b border-line text-soft">
        <tr>
          <th scope="col" className="py-2 text-left font-medium">
            {say("day")}
          </th>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" className="py-2 pl-3 text-right font-medium">
              {say(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => {
          const texts = cells(day);
          return (
            <tr key={day.day} className="border-b border-line last:border-0">
              <th scope="row" className="py-1.5 text-left font-normal">
                {day.label}
              </th>
              {COLUMNS.map((column) => (
                <td key={column} className="py-1.5 pl-3 text-right tabular-nums">
                  <span className="card-label" aria-hidden="true">
                    {say(column)}
                  </span>
                  {texts[column]}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
