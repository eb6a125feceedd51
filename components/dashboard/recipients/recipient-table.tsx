import type { ReactNode } from "react";
import { momentText, networkName, When } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import { Badge, CopyButton, DataTable } from "@/components/ui";
import type { RecipientItem } from "./shapes";

/** The address book, each entry with its address in full and from when on it may be paid. */
export function RecipientTable({
  items,
  locale,
  timeZone,
  actionsOf,
}: {
  readonly items: readonly RecipientItem[];
  readonly locale: string;
  readonly timeZone: string;
  /** What the person may do with one; null: nothing. */
  readonly actionsOf: ((item: RecipientItem) => ReactNode) | null;
}) {
  const say = textsOf(locale, "recipients");
  const words = textsOf(locale, "words");
  const columns = [
    { key: "label", title: say("label") },
    { key: "network", title: words("network") },
    { key: "address", title: words("address") },
    { key: "usable", title: say("usable") },
    { key: "added", title: say("added") },
    ...(actionsOf ? [{ key: "actions", title: say("actions"), hiddenTitle: true }] : []),
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      label: (
        <span className="flex flex-col items-end sm:items-start">
          <span className="font-medium break-words">{item.label}</span>
          {item.note && <span className="max-w-60 text-soft">{item.note}</span>}
        </span>
      ),
      network: networkName(item.network),
      address: (
        <span className="inline-flex min-w-0 items-center">
          <span className="min-w-40 font-mono text-[0.8125rem] break-all">{item.address}</span>
          <CopyButton
            value={item.address}
            label={words("copy", { what: say("addressOf", { label: item.label }) })}
            done={words("copied")}
          />
        </span>
      ),
      usable: item.usable ? (
        <Badge tone="good">{say("usableNow")}</Badge>
      ) : (
        <Badge tone="warn">
          {say("usableFrom", { when: momentText(item.usableAt, locale, timeZone) })}
        </Badge>
      ),
      added: (
        <span className="flex flex-col items-end sm:items-start">
          <When at={item.addedAt} locale={locale} timeZone={timeZone} />
          <span className="text-soft">{item.addedBy.name ?? say("formerColleague")}</span>
        </span>
      ),
      ...(actionsOf ? { actions: actionsOf(item) } : {}),
    },
  }));
  return <DataTable caption={say("caption")} columns={columns} rows={rows} />;
}
