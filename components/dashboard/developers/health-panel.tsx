import { momentText, When } from "@/components/dashboard/figures";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { Panel } from "@/components/ui";

interface Counts {
  readonly delivered: number;
  readonly givenUp: number;
  readonly waiting: number;
}
export interface PeriodItem extends Counts {
  readonly spans: readonly (Counts & { readonly from: Date })[];
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
}
export interface HealthItem {
  readonly day: PeriodItem;
  readonly week: PeriodItem;
  readonly lastTry: {
    readonly at: Date;
    readonly statusCode: number | null;
    readonly error: string | null;
    readonly durationMs: number;
  } | null;
  readonly nextTryAt: Date | null;
  readonly cut: boolean;
}

interface HealthProps {
  readonly locale: string;
  readonly timeZone: string;
  readonly health: HealthItem;
  /** Deliveries that are looked at, at the most. */
  readonly most: number;
}

/** How deliveries fared: bars, and the same in words. */
export function HealthPanel({ locale, timeZone, health, most }: HealthProps) {
  const say = textsOf(locale, "endpoint");
  const { day, week, lastTry, nextTryAt } = health;
  const answer = lastTry?.statusCode ?? lastTry?.error ?? "—";
  return (
    <Panel id="health" title={say("health")} about={say("healthAbout")}>
      <div className="grid gap-6 md:grid-cols-2">
        {(["day", "week"] as const).map((key) => (
          <Period
            key={key}
            id={`health-${key}`}
            title={say(key)}
            period={key === "day" ? day : week}
            locale={locale}
            say={say}
          />
        ))}
      </div>
      <ul className="mt-4 flex flex-wrap gap-x-5 gap-y-1 text-xs text-soft">
        {LEGEND.map(({ key, text, fill }) => (
          <li key={key} className="inline-flex items-center gap-1.5">
            <svg viewBox="0 0 10 10" className={`size-3 ${text}`} aria-hidden="true">
              <rect width="10" height="10" fill={fill} />
            </svg>
            {say(`legend${key}`)}
          </li>
        ))}
      </ul>
      <dl className="mt-4 grid gap-3 text-sm sm:grid-cols-2">
        <div>
          <dt className="text-soft">{say("lastTry")}</dt>
          <dd>
            {lastTry === null ? (
              "—"
            ) : (
              <>
                <When at={lastTry.at} locale={locale} timeZone={timeZone} seconds />
                {": "}
                {say("lastAnswer", { answer: String(answer), ms: lastTry.durationMs })}
              </>
            )}
          </dd>
        </div>
        <div>
          <dt className="text-soft">{say("nextTry")}</dt>
          <dd>{nextTryAt ? momentText(nextTryAt, locale, timeZone, true) : say("nothing")}</dd>
        </div>
      </dl>
      {health.cut && <p className="mt-3 text-sm text-soft">{say("cut", { count: most })}</p>}
    </Panel>
  );
}

function Period({
  id,
  title,
  period,
  locale,
  say,
}: {
  readonly id: string;
  readonly title: string;
  readonly period: PeriodItem;
  readonly locale: string;
  readonly say: Say;
}) {
  const { delivered, givenUp, waiting, medianMs, p95Ms } = period;
  const ended = delivered + givenUp;
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const ms = (value: number | null) => (value === null ? "—" : say("ms", { ms: value }));
  const summary =
    ended + waiting === 0 ? say("none") : say("summary", { delivered, givenUp, waiting });
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-2">
      <h3 id={id} className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
        <span className="font-medium">{title}</span>
        {ended > 0 && (
          <span className="font-semibold tabular-nums">
            {say("share", { share: share.format(delivered / ended) })}
          </span>
        )}
      </h3>
      <Bars period={period} label={`${title}: ${summary}`} id={id} />
      <p className="text-sm text-soft">{summary}</p>
      <dl className="flex flex-wrap gap-x-6 text-sm">
        {(["median", "p95"] as const).map((key) => (
          <div key={key} className="flex gap-2">
            <dt className="text-soft">{say(key)}</dt>
            <dd className="tabular-nums">{ms(key === "median" ? medianMs : p95Ms)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const STRIPES = "health-stripes";
const LEGEND = [
  { key: "Delivered", text: "text-good", fill: "currentColor" },
  { key: "Waiting", text: "text-soft", fill: "currentColor" },
  { key: "GivenUp", text: "text-bad", fill: `url(#${STRIPES}-health-day)` },
] as const;
const HEIGHT = 48;
const STEP = 12;

/** A bar for each hour or day; what was given up is striped, so that no colour is needed to see it. */
function Bars({
  period,
  label,
  id,
}: {
  readonly period: PeriodItem;
  readonly label: string;
  readonly id: string;
}) {
  const most = Math.max(1, ...period.spans.map(sumOf));
  const width = period.spans.length * STEP;
  const stripes = `${STRIPES}-${id}`;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-14 w-full"
    >
      <defs>
        <pattern id={stripes} width="4" height="4" patternUnits="userSpaceOnUse">
          <rect width="4" height="4" className="fill-bad-tint" />
          <path d="M0 4 4 0" className="stroke-bad" strokeWidth="2" />
        </pattern>
      </defs>
      {period.spans.map((span, place) => {
        const x = place * STEP + 1;
        const size = (count: number) => (count / most) * (HEIGHT - 2);
        const parts = [
          { key: "delivered", height: size(span.delivered), text: "text-good" },
          { key: "waiting", height: size(span.waiting), text: "text-soft" },
          { key: "givenUp", height: size(span.givenUp), text: "text-bad" },
        ];
        let y = HEIGHT - 2;
        return (
          <g key={span.from.getTime()}>
            <rect x={x} y={HEIGHT - 2} width={STEP - 2} height={2} className="fill-line" />
            {parts.map(({ key, height, text }) => {
              y -= height;
              const fill = key === "givenUp" ? `url(#${stripes})` : "currentColor";
              const box = { x, y, height, width: STEP - 2 };
              return height > 0 && <rect key={key} {...box} fill={fill} className={text} />;
            })}
          </g>
        );
      })}
    </svg>
  );
}

function sumOf({ delivered, givenUp, waiting }: Counts): number {
  return delivered + givenUp + waiting;
}
