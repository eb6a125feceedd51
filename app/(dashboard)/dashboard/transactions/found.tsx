import Link from "next/link";
import { momentText, Pager, TransactionTable, textsOf } from "@/components/dashboard";
import { buttonClass, EmptyState, Panel } from "@/components/ui";
import type { PageFacts } from "@/lib/http/dashboard";
import type { RecordList } from "@/lib/records";
import { EVERYTHING, filterOf, withCursor } from "./list-address";

/** Counting ends there. */
const COUNTED = 10_000;

/** What a filter let through: a page of it, and how much there is. */
export function Found({
  list,
  query,
  facts: { locale, timeZone },
}: {
  list: RecordList;
  query: URLSearchParams;
  facts: PageFacts;
}) {
  const say = textsOf(locale, "transactions");
  const filter = filterOf(query);
  const older = list.nextCursor && withCursor(query, list.nextCursor);
  const first = query.get("cursor") && withCursor(query, null);
  if (list.docs.length === 0 && !older && !first) {
    return filter !== "" ? (
      <EmptyState
        title={say("noneTitle")}
        action={
          <Link href={EVERYTHING} className={buttonClass("secondary")}>
            {say("clear")}
          </Link>
        }
      >
        {say("noneAbout")}
      </EmptyState>
    ) : (
      <EmptyState title={say("emptyTitle")}>{say("emptyAbout")}</EmptyState>
    );
  }
  return (
    <Panel>
      <p className="pb-2 text-sm text-soft" role="status">
        {list.lookedTo === null &&
          (list.total >= COUNTED
            ? say("totalMost", { count: COUNTED.toLocaleString(locale) })
            : say("total", { count: list.total }))}
      </p>
      <div className="overflow-x-auto">
        <TransactionTable locale={locale} timeZone={timeZone} items={list.docs} />
      </div>
      {list.lookedTo && (
        <p className="pt-3 text-sm text-soft">
          {say("lookedTo", { when: momentText(list.lookedTo, locale, timeZone) })}
        </p>
      )}
      <Pager
        label={say("caption")}
        first={first ? { href: first, text: say("newest") } : null}
        older={older ? { href: older, text: say(list.lookedTo ? "lookOn" : "older") } : null}
      />
    </Panel>
  );
}
