import { momentText, When } from "@/components/dashboard/figures";
import type { Say } from "@/components/dashboard/texts";
import { DataTable } from "@/components/ui";
import { actionText } from "./action-text";
import { AuditDetails } from "./audit-details";
import { DetailsButton } from "./details-button";

/** An entry of the audit log. */
export interface AuditItem {
  readonly id: string;
  readonly at: Date;
  /** Who it was, in words. */
  readonly who: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly requestId: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly seal: { readonly position: number; readonly hash: string } | null;
}

/** Entries, newest first; each with its details behind a button. */
export function AuditTable({
  say,
  locale,
  timeZone,
  items,
}: {
  readonly say: Say;
  readonly locale: string;
  readonly timeZone: string;
  readonly items: readonly AuditItem[];
}) {
  const columns = [
    { key: "at", title: say("at") },
    { key: "who", title: say("actor") },
    { key: "action", title: say("action") },
    { key: "what", title: say("what") },
    { key: "details", title: say("details"), hiddenTitle: true },
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      at: <When at={item.at} locale={locale} timeZone={timeZone} seconds />,
      who: item.who,
      action: <span title={item.action}>{actionText(locale, item.action)}</span>,
      what: (
        <span title={item.subjectId}>
          {item.subjectKind}{" "}
          <code className="whitespace-nowrap text-soft">…{item.subjectId.slice(-8)}</code>
        </span>
      ),
      details: (
        <DetailsButton
          text={say("details")}
          label={say("detailsOf", {
            action: actionText(locale, item.action),
            when: momentText(item.at, locale, timeZone, true),
          })}
          title={actionText(locale, item.action)}
          closeLabel={say("close")}
        >
          <AuditDetails item={item} say={say} locale={locale} timeZone={timeZone} />
        </DetailsButton>
      ),
    },
  }));
  return <DataTable caption={say("caption")} columns={columns} rows={rows} />;
}
