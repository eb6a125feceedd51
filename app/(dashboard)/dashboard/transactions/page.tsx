import type { Metadata } from "next";
import { redirect } from "next/navigation";
import {
  DashboardProvider,
  ExportButton,
  Live,
  networkName,
  pickMessages,
  TransactionFilters,
  textsOf,
} from "@/components/dashboard";
import { Notice, PageHead } from "@/components/ui";
import { AT_ONCE, listViews } from "@/lib/desk";
import { openPage, pageLocale, queryOf, type SearchParams, tryInput } from "@/lib/http/dashboard";
import { NETWORK_IDS } from "@/lib/kit";
import {
  FILTER_EXCEPTIONS,
  FILTER_STATUSES,
  FILTER_TYPES,
  listRecords,
  readListFilter,
} from "@/lib/records";
import { startExportAction } from "./actions";
import { Found } from "./found";
import { EVERYTHING, filterOf, PATH } from "./list-address";
import { Views } from "./views";

const LIMIT = 25;

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "transactions")("title") };
}

export default async function TransactionsPage({ searchParams }: { searchParams: SearchParams }) {
  const facts = await openPage("transactions", "invoices:read");
  const { locale, timeZone, ctx, person } = facts;
  const say = textsOf(locale, "transactions");
  const query = queryOf(await searchParams);
  const views = await listViews(ctx, "transactions");
  // Whoever asks for nothing in particular sees the view that they chose for that.
  const first = query.size === 0 && views.find(({ isDefault }) => isDefault)?.query;
  if (first) redirect(`${PATH}?${first}`);
  const cursor = query.get("cursor");
  const { result, problems } = await tryInput(() =>
    listRecords(ctx, readListFilter(query, timeZone), {
      page: 1,
      limit: LIMIT,
      ...(cursor ? { cursor } : {}),
    }),
  );
  const known = result !== null && result.lookedTo === null && !cursor;
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["confirm", "desk", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead
        title={say("title")}
        about={say("about")}
        actions={
          result &&
          person.permissions.has("exports:create") && (
            <ExportButton
              query={filterOf(query)}
              rows={known ? result.total : null}
              most={AT_ONCE}
              start={startExportAction}
            />
          )
        }
      />
      <Views facts={facts} views={views} query={query} />
      <TransactionFilters
        say={say}
        path={PATH}
        everything={EVERYTHING}
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
      {/* An empty list too: the first record shows up by itself. */}
      {result && !query.get("cursor") && (
        <Live path={`/api/dashboard/transactions?${filterOf(query)}`} />
      )}
      {result && <Found list={result} query={query} facts={facts} />}
    </DashboardProvider>
  );
}
