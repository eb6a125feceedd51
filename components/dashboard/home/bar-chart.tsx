import { scaleBand, scaleLinear } from "d3-scale";

export interface Bar {
  /** Unique, in order. */
  readonly key: string;
  /** What stands below, where there is room. */
  readonly label: string;
  readonly value: number;
  /** The value as it is read. */
  readonly text: string;
}

const [WIDTH, HEIGHT] = [440, 150];
const MARGIN = { top: 14, right: 2, bottom: 20, left: 2 };
/** So many labels fit below without touching. */
const LABELS = 6;

/** Bars drawn on the server; the same figures stand in the table below them, which is what readers of screens get. */
export function BarChart({
  bars,
  axis,
}: {
  readonly bars: readonly Bar[];
  /** A round value as it stands at its line. */
  readonly axis: (value: number) => string;
}) {
  const x = scaleBand<string>()
    .domain(bars.map(({ key }) => key))
    .range([MARGIN.left, WIDTH - MARGIN.right])
    .paddingInner(0.25);
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const y = scaleLinear()
    .domain([0, most])
    .nice(3)
    .range([HEIGHT - MARGIN.bottom, MARGIN.top]);
  const every = Math.ceil(bars.length / LABELS);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="h-auto w-full" aria-hidden="true">
      {y.ticks(3).map((tick) => (
        <g key={tick}>
          <line
            x1={MARGIN.left}
            x2={WIDTH - MARGIN.right}
            y1={y(tick)}
            y2={y(tick)}
            className="stroke-line"
          />
          {tick > 0 && (
            <text x={MARGIN.left} y={y(tick) - 3} className="fill-soft text-[11px]">
              {axis(tick)}
            </text>
          )}
        </g>
      ))}
      {bars.map(({ key, label, value, text }, place) => {
        const left = x(key) ?? 0;
        return (
          <g key={key}>
            <rect
              x={left}
              y={y(value)}
              width={x.bandwidth()}
              height={Math.max(0, y(0) - y(value))}
              rx={2}
              className="fill-accent"
            >
              <title>{`${label}: ${text}`}</title>
            </rect>
            {place % every === 0 && (
              <text
                x={place === 0 ? left : left + x.bandwidth() / 2}
                y={HEIGHT - 6}
                textAnchor={place === 0 ? "start" : "middle"}
                className="fill-soft text-[11px]"
              >
                {label}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
