import Link from "next/link";
import { AUDIT_FIELDS, AuditTable, momentText, Pager, textsOf } from "@/components/dashboard";
import { buttonClass, EmptyState, Panel } from "@/components/ui";
import type { PageFacts } from "@/lib/http/dashboard";
import type { AuditList } from "@/lib/reports";
import { itemOf } from "./audit-items";

export const PATH = "/dashboard/audit";

/** The filter of an address, without where one is in the list. */
export function filterOf(query: URLSearchParams): string {
  const given = [...query].filter(([name, value]) => value !== "" && AUDIT_FIELDS.includes(name));
  return new URLSearchParams(given).toString();
}

/** A page of the entries that a filter lets through. */
export function Entries({
  list,
  query,
  facts: { locale, timeZone },
}: {
  list: AuditList;
  query: URLSearchParams;
  facts: PageFacts;
}) {
  const say = textsOf(locale, "audit");
  const [filter, cursor] = [filterOf(query), query.get("cursor")];
  if (list.docs.length === 0 && list.nextCursor === null && !cursor) {
    const [title, about] =
      filter === "" ? ["emptyTitle", "emptyAbout"] : ["noneTitle", "noneAbout"];
    return (
      <EmptyState
        title={say(title)}
        action={
          filter !== "" && (
            <Link href={PATH} prefetch={false} className={buttonClass("secondary")}>
              {say("clear")}
            </Link>
          )
        }
      >
        {say(about)}
      </EmptyState>
    );
  }
  const items = list.docs.map((line) => itemOf(line, say));
  return (
    <Panel>
      <div className="overflow-x-auto">
        <AuditTable say={say} locale={locale} timeZone={timeZone} items={items} />
      </div>
      {list.lookedTo && (
        <p className="pt-3 text-sm text-soft">
          {say("lookedTo", { when: momentText(list.lookedTo, locale, timeZone) })}
        </p>
      )}
      <Pager
        label={say("caption")}
        first={cursor ? { href: `${PATH}?${filter}`, text: say("newest") } : null}
        older={
          list.nextCursor
            ? {
                href: `${PATH}?${filter ? `${filter}&` : ""}cursor=${encodeURIComponent(list.nextCursor)}`,
                text: say(list.lookedTo ? "lookOn" : "older"),
              }
            : null
        }
      />
    </Panel>
  );
}
