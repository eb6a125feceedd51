import type { Metadata } from "next";
import Link from "next/link";
import {
  Live,
  momentText,
  networkName,
  TransactionFilters,
  TransactionTable,
  textsOf,
} from "@/components/dashboard";
import { buttonClass, EmptyState, Notice, PageHead, Panel } from "@/components/ui";
import {
  openPage,
  type PageFacts,
  pageLocale,
  queryOf,
  type SearchParams,
  tryInput,
} from "@/lib/http/dashboard";
import { NETWORK_IDS } from "@/lib/kit";
import {
  FILTER_EXCEPTIONS,
  FILTER_STATUSES,
  FILTER_TYPES,
  listRecords,
  type RecordList,
  readListFilter,
} from "@/lib/records";

const PATH = "/dashboard/transactions";
const LIMIT = 25;
/** Counting ends there. */
const COUNTED = 10_000;

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "transactions")("title") };
}

export default async function TransactionsPage({ searchParams }: { searchParams: SearchParams }) {
  const facts = await openPage("transactions", "invoices:read");
  const { locale, timeZone, ctx } = facts;
  const say = textsOf(locale, "transactions");
  const query = queryOf(await searchParams);
  const cursor = query.get("cursor");
  const { result, problems } = await tryInput(() =>
    listRecords(ctx, readListFilter(query, timeZone), {
      page: 1,
      limit: LIMIT,
      ...(cursor ? { cursor } : {}),
    }),
  );
  return (
    <>
      <PageHead title={say("title")} about={say("about")} />
      <TransactionFilters
        say={say}
        path={PATH}
        query={query}
        types={FILTER_TYPES}
        statuses={FILTER_STATUSES}
        exceptions={FILTER_EXCEPTIONS}
        networks={NETWORK_IDS.map((id) => ({ id, name: networkName(id) }))}
      />
      {problems && (
        <Notice tone="bad" title={say("wrongFilter")} role="alert">
          <ul>
            {problems.map(({ path, message }) => (
              <li key={path}>{`${path}: ${message}`}</li>
            ))}
          </ul>
        </Notice>
      )}
      {result && <Found list={result} query={query} facts={facts} />}
    </>
  );
}

function Found({
  list,
  query,
  facts: { locale, timeZone },
}: {
  list: RecordList;
  query: URLSearchParams;
  facts: PageFacts;
}) {
  const say = textsOf(locale, "transactions");
  const asked = [...query].some(([name, value]) => name !== "cursor" && value !== "");
  const older = list.nextCursor && `${PATH}?${withCursor(query, list.nextCursor)}`;
  const first = query.get("cursor") && `${PATH}?${withCursor(query, null)}`;
  if (list.docs.length === 0 && !older && !first) {
    return asked ? (
      <EmptyState
        title={say("noneTitle")}
        action={
          <Link href={PATH} className={buttonClass("secondary")}>
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
      {!query.get("cursor") && <Live path={`/api/dashboard/transactions?${query}`} />}
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
      <nav aria-label={say("caption")} className="flex justify-between gap-2 pt-4">
        {first ? (
          <Link href={first} prefetch={false} className={buttonClass("secondary")}>
            {say("newest")}
          </Link>
        ) : (
          <span />
        )}
        {older && (
          <Link href={older} prefetch={false} className={buttonClass("secondary")}>
            {say(list.lookedTo ? "lookOn" : "older")}
          </Link>
        )}
      </nav>
    </Panel>
  );
}

function withCursor(query: URLSearchParams, cursor: string | null): URLSearchParams {
  const kept = [...query].filter(([name, value]) => name !== "cursor" && value !== "");
  const next = new URLSearchParams(kept);
  if (cursor !== null) next.set("cursor", cursor);
  return next;
}
