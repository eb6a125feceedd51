import Link from "next/link";
import { momentText, When } from "@/components/dashboard/figures";
import type { Say } from "@/components/dashboard/texts";
import { Badge, DataTable, type Tone } from "@/components/ui";

/** A call of the API. */
export interface CallItem {
  /** The request id. */
  readonly id: string;
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly error: string | null;
  readonly durationMs: number;
  /** The key or the person, in words. */
  readonly who: string;
}

const TONES: Readonly<Record<string, Tone>> = { 2: "good", 3: "neutral", 4: "warn", 5: "bad" };
export const CALLS_PATH = "/dashboard/developers/requests";
/** Every path begins with it. */
const COMMON = /^\/api\/v1(?=\/)/;

/** What a call is known by: "POST /transaction/create". */
export function callText({ method, path }: Pick<CallItem, "method" | "path">): string {
  return `${method} ${path.replace(COMMON, "")}`;
}

/** A status as a number in the colour of its class. */
export function StatusBadge({ status }: { readonly status: number }) {
  return <Badge tone={TONES[String(status)[0] ?? ""] ?? "neutral"}>{status}</Badge>;
}

/** Calls, newest first; each leads to all that is known of it. */
export function CallTable({
  say,
  locale,
  timeZone,
  items,
}: {
  readonly say: Say;
  readonly locale: string;
  readonly timeZone: string;
  readonly items: readonly CallItem[];
}) {
  const columns = [
    { key: "at", title: say("at") },
    { key: "call", title: say("call") },
    { key: "status", title: say("status") },
    { key: "ms", title: say("ms"), numeric: true },
    { key: "who", title: say("by") },
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      at: <When at={item.at} locale={locale} timeZone={timeZone} seconds />,
      call: <CallLink item={item} say={say} when={momentText(item.at, locale, timeZone, true)} />,
      status: (
        <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
          <StatusBadge status={item.status} />
          {item.error && <code className="text-xs text-soft">{item.error}</code>}
        </span>
      ),
      ms: say("msOf", { ms: item.durationMs.toLocaleString(locale) }),
      who: <span className="break-words">{item.who}</span>,
    },
  }));
  return <DataTable caption={say("caption")} columns={columns} rows={rows} />;
}

function CallLink({
  item,
  say,
  when,
}: {
  readonly item: CallItem;
  readonly say: Say;
  readonly when: string;
}) {
  const call = callText(item);
  return (
    <Link
      href={`${CALLS_PATH}/${item.id}`}
      prefetch={false}
      aria-label={say("openOf", { call, status: item.status, when })}
      className="inline-flex min-h-10 items-center font-mono text-[0.8125rem] break-all text-accent underline-offset-4 hover:underline"
    >
      {call}
    </Link>
  );
}
