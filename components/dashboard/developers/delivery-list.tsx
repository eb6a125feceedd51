import Link from "next/link";
import { momentText, When } from "@/components/dashboard/figures";
import { Pager } from "@/components/dashboard/pager";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { Badge, DataTable, EmptyState } from "@/components/ui";

/** An event that is sent to the shop. */
export interface DeliveryItem {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly deliveryStatus: "pending" | "delivered" | "failed";
  readonly attempts: number;
  readonly lastStatusCode: number | null;
  readonly lastError: string | null;
  readonly createdAt: string;
  /** Null with what is pending: it is kept until the address is open again. */
  readonly nextAttemptAt: string | null;
}

const DELIVERY_TONES = { pending: "info", delivered: "good", failed: "bad" } as const;
const STATES = ["all", "pending", "delivered", "failed"] as const;
const PATH = "/dashboard/developers";

interface ListProps {
  readonly locale: string;
  readonly timeZone: string;
  readonly items: readonly DeliveryItem[];
  /** Of STATES. */
  readonly state: string;
  readonly paged: boolean;
  readonly nextCursor: string | null;
}

/** Deliveries, newest first, all or those in one state. */
export function DeliveryList({ locale, timeZone, items, state, paged, nextCursor }: ListProps) {
  const say = textsOf(locale, "developers");
  const here = (cursor: string | null) => {
    const query = new URLSearchParams(state === "all" ? {} : { state });
    if (cursor) query.set("cursor", cursor);
    return query.size > 0 ? `${PATH}?${query}` : PATH;
  };
  const columns = [
    { key: "created", title: say("created") },
    { key: "event", title: say("event") },
    { key: "state", title: say("deliveries") },
    { key: "attempts", title: say("attempts"), numeric: true },
    { key: "answer", title: say("answer") },
    { key: "actions", title: say("actions"), hiddenTitle: true },
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      created: <When at={new Date(item.createdAt)} locale={locale} timeZone={timeZone} seconds />,
      event: <code>{`${item.type} ${item.status}`}</code>,
      state: <DeliveryBadge item={item} locale={locale} />,
      attempts: item.attempts,
      answer: item.lastStatusCode ?? item.lastError ?? say("noAnswer"),
      actions: <Details item={item} say={say} locale={locale} timeZone={timeZone} />,
    },
  }));
  return (
    <>
      <States say={say} state={state} />
      {items.length === 0 ? (
        <EmptyState title={say("deliveriesEmpty")}>{say("deliveriesEmptyAbout")}</EmptyState>
      ) : (
        <div className="overflow-x-auto">
          <DataTable caption={say("deliveriesCaption")} columns={columns} rows={rows} />
        </div>
      )}
      <Pager
        label={say("deliveries")}
        first={paged ? { href: here(null), text: say("newest") } : null}
        older={nextCursor ? { href: here(nextCursor), text: say("older") } : null}
      />
    </>
  );
}

/** What became of a delivery, in a word. */
export function DeliveryBadge({
  item: { deliveryStatus, nextAttemptAt },
  locale,
}: {
  readonly item: Pick<DeliveryItem, "deliveryStatus" | "nextAttemptAt">;
  readonly locale: string;
}) {
  if (deliveryStatus === "pending" && nextAttemptAt === null) {
    return <Badge tone="warn">{textsOf(locale, "endpoint")("held")}</Badge>;
  }
  return (
    <Badge tone={DELIVERY_TONES[deliveryStatus]}>
      {textsOf(locale, "developers")(`delivery_${deliveryStatus}`)}
    </Badge>
  );
}

function States({ say, state }: { readonly say: Say; readonly state: string }) {
  return (
    <nav aria-label={say("filter")} className="mb-3">
      <ul className="flex flex-wrap gap-x-5">
        {STATES.map((one) => (
          <li key={one}>
            <Link
              href={one === "all" ? PATH : `${PATH}?state=${one}`}
              prefetch={false}
              aria-current={one === state ? "true" : undefined}
              className="inline-flex min-h-10 items-center text-accent underline-offset-4 hover:underline aria-[current=true]:font-semibold aria-[current=true]:text-ink aria-[current=true]:underline"
            >
              {say(`delivery_${one}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Details({
  item,
  say,
  locale,
  timeZone,
}: {
  readonly item: DeliveryItem;
  readonly say: Say;
  readonly locale: string;
  readonly timeZone: string;
}) {
  const at = momentText(new Date(item.createdAt), locale, timeZone, true);
  return (
    <Link
      href={`${PATH}/events/${item.id}`}
      prefetch={false}
      aria-label={say("detailsOf", { event: `${item.type} ${item.status}`, at })}
      className="inline-flex min-h-10 items-center text-accent underline underline-offset-4"
    >
      {say("details")}
    </Link>
  );
}
