import type { Metadata } from "next";
import Link from "next/link";
import {
  DashboardProvider,
  Live,
  networkName,
  pickMessages,
  RequestCard,
  RequestFilters,
  RequestQueue,
  requestLabel,
  textsOf,
} from "@/components/dashboard";
import { buttonClass, EmptyState, Notice, PageHead } from "@/components/ui";
import {
  openPage,
  type PageFacts,
  pageLocale,
  queryOf,
  type SearchParams,
  tryInput,
} from "@/lib/http/dashboard";
import { NETWORK_IDS } from "@/lib/kit";
import { listRequests, type RequestQueue as Queue, readRequestFilter } from "@/lib/payouts";
import { approveManyAction, approveRequestAction, rejectRequestAction } from "./actions";

const PATH = "/dashboard/requests";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "requests")("title") };
}

export default async function RequestsPage({ searchParams }: { searchParams: SearchParams }) {
  const facts = await openPage("requests", "withdrawals:read");
  const { ctx, locale, timeZone } = facts;
  const say = textsOf(locale, "requests");
  const query = queryOf(await searchParams);
  const { result, problems } = await tryInput(() =>
    listRequests(ctx, readRequestFilter(query), query.get("cursor") || null),
  );
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["requests", "words", "confirm"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead title={say("title")} about={say("about")} />
      <Live path={`/api/dashboard/requests?${query}`} />
      <RequestFilters
        say={say}
        path={PATH}
        query={query}
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
      {result && <Found queue={result} query={query} facts={facts} />}
    </DashboardProvider>
  );
}

function Found({
  queue,
  query,
  facts: { person, locale, timeZone },
}: {
  queue: Queue;
  query: URLSearchParams;
  facts: PageFacts;
}) {
  const say = textsOf(locale, "requests");
  const asked = [...query].some(([name, value]) => name !== "cursor" && value !== "");
  const older = new URLSearchParams(query);
  if (queue.nextCursor) older.set("cursor", queue.nextCursor);
  const first = new URLSearchParams(query);
  first.delete("cursor");
  return (
    <>
      <RequestQueue
        mayDecide={person.permissions.has("withdrawals:approve")}
        approve={approveRequestAction}
        reject={rejectRequestAction}
        approveMany={approveManyAction}
        empty={
          <EmptyState title={say(asked ? "noneTitle" : "emptyTitle")}>
            {asked ? (
              <Link href={PATH} className={buttonClass("secondary")}>
                {say("clear")}
              </Link>
            ) : (
              say("emptyAbout")
            )}
          </EmptyState>
        }
        entries={queue.requests.map((item) => ({
          id: item.id,
          label: requestLabel(item, locale),
          mine: item.approvals.some(({ userId }) => userId === person.userId),
          body: <RequestCard item={item} locale={locale} timeZone={timeZone} />,
        }))}
      />
      <nav aria-label={say("title")} className="flex justify-between gap-2">
        {query.get("cursor") ? (
          <Link href={`${PATH}?${first}`} prefetch={false} className={buttonClass("secondary")}>
            {say("first")}
          </Link>
        ) : (
          <span />
        )}
        {queue.nextCursor && (
          <Link href={`${PATH}?${older}`} prefetch={false} className={buttonClass("secondary")}>
            {say("more")}
          </Link>
        )}
      </nav>
    </>
  );
}
