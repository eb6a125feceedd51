import { momentText, When } from "@/components/dashboard/figures";
import type { Say } from "@/components/dashboard/texts";
import { Badge, buttonClass, DataTable, type Tone } from "@/components/ui";

/** A file that was asked for, and how far it is. */
export interface ExportItem {
  readonly id: string;
  readonly format: "csv" | "xlsx";
  readonly state: "queued" | "running" | "done" | "failed" | "expired";
  /** Its filter in words; none: everything. */
  readonly filter: readonly string[];
  readonly timeZone: string;
  readonly rowsDone: number;
  readonly rowsExpected: number;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

interface Look {
  readonly say: Say;
  readonly locale: string;
  readonly timeZone: string;
}

const TONES: Readonly<Record<ExportItem["state"], Tone>> = {
  queued: "info",
  running: "info",
  done: "good",
  failed: "bad",
  expired: "neutral",
};

/** Exports, newest first: how far each is, and the file where there is one. */
export function ExportTable({ items, ...look }: Look & { readonly items: readonly ExportItem[] }) {
  const { say, locale, timeZone } = look;
  const columns = [
    { key: "asked", title: say("asked") },
    { key: "format", title: say("format") },
    { key: "content", title: say("content") },
    { key: "state", title: say("state") },
    { key: "rows", title: say("rows"), numeric: true },
    { key: "until", title: say("until") },
    { key: "actions", title: say("actions"), hiddenTitle: true },
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      asked: <When at={item.createdAt} locale={locale} timeZone={timeZone} />,
      format: item.format.toUpperCase(),
      content: <Content item={item} say={say} />,
      state: <State item={item} say={say} locale={locale} />,
      rows: item.state === "failed" ? "—" : item.rowsDone.toLocaleString(locale),
      until: item.state === "done" && (
        <When at={item.expiresAt} locale={locale} timeZone={timeZone} />
      ),
      actions: item.state === "done" && <Ways item={item} {...look} />,
    },
  }));
  return <DataTable caption={say("caption")} columns={columns} rows={rows} />;
}

function Content({ item, say }: { readonly item: ExportItem; readonly say: Say }) {
  return (
    <span className="inline-flex max-w-72 flex-col">
      <span className="break-words">
        {item.filter.length === 0 ? say("all") : item.filter.join(" · ")}
      </span>
      <span className="text-soft">{say("zone", { zone: item.timeZone })}</span>
    </span>
  );
}

function State({
  item,
  say,
  locale,
}: {
  readonly item: ExportItem;
  readonly say: Say;
  readonly locale: string;
}) {
  const { state, rowsDone, rowsExpected, error } = item;
  // What was expected is an estimate: there may be more.
  const all = Math.max(rowsExpected, rowsDone);
  const [done, about] = [rowsDone, all].map((count) => count.toLocaleString(locale));
  return (
    <span className="inline-flex flex-col items-end gap-1 sm:items-start">
      <Badge tone={TONES[state]}>{say(`state_${state}`)}</Badge>
      {state === "running" && (
        <>
          <progress
            className="h-2 w-32 accent-accent"
            aria-label={say("progressOf")}
            value={rowsDone}
            max={Math.max(all, 1)}
          />
          <span className="text-soft">
            {say("progress", { done: done ?? "", all: about ?? "" })}
          </span>
        </>
      )}
      {error && <span className="max-w-64 text-bad">{error}</span>}
    </span>
  );
}

function Ways({ item, say, locale, timeZone }: Look & { readonly item: ExportItem }) {
  const when = momentText(item.createdAt, locale, timeZone);
  return (
    <a
      href={`/api/dashboard/exports/${item.id}/file`}
      aria-label={say("downloadOf", { format: item.format.toUpperCase(), when })}
      className={buttonClass("secondary")}
    >
      {say("download")}
    </a>
  );
}
