import type { ReactNode } from "react";
import { When } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import { Badge, DataTable, type Tone } from "@/components/ui";
import { kindKey } from "./order-kind";
import { orderLines } from "./order-lines";
import type { OrderItem, Shown } from "./shapes";

const TONES: Readonly<Record<OrderItem["state"], Tone>> = {
  waiting: "info",
  done: "good",
  failed: "bad",
};

/** Orders, newest first: what each says, who gave it, and how it ended. */
export function OrderTable({
  items,
  merchantOf,
  locale,
  timeZone,
}: Shown & {
  readonly items: readonly OrderItem[];
  /** Whom an order is about; null: no merchant. */
  readonly merchantOf: (item: OrderItem) => ReactNode;
}) {
  const say = textsOf(locale, "opOrders");
  const columns = [
    { key: "order", title: say("order") },
    { key: "what", title: say("what") },
    { key: "by", title: say("by") },
    { key: "at", title: say("at") },
    { key: "state", title: say("state") },
    { key: "ended", title: say("ended") },
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      order: (
        <span className="flex flex-col items-end sm:min-w-40 sm:items-start">
          <span className="font-medium">{say(kindKey(item.kind))}</span>
          {merchantOf(item)}
        </span>
      ),
      what: <What item={item} locale={locale} />,
      by: <bdi>{item.orderedBy}</bdi>,
      at: <When at={item.at} locale={locale} timeZone={timeZone} />,
      state: (
        <span className="flex flex-col items-end gap-1 sm:items-start">
          <Badge tone={TONES[item.state]}>{say(`state_${item.state}`)}</Badge>
          {item.problem && <span className="break-words text-bad">{item.problem}</span>}
        </span>
      ),
      ended: <When at={item.doneAt} locale={locale} timeZone={timeZone} />,
    },
  }));
  return <DataTable caption={say("caption")} columns={columns} rows={rows} />;
}

function What({ item, locale }: { readonly item: OrderItem; readonly locale: string }) {
  const lines = orderLines(item.kind, item.input, locale);
  if (lines.length === 0) return "—";
  return (
    <span className="flex flex-col">
      {lines.map(({ label, value }) => (
        <span key={label} className="break-words">
          <span className="text-soft">{label}:</span> {value}
        </span>
      ))}
    </span>
  );
}
