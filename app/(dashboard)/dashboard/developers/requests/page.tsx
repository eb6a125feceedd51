import type { Metadata } from "next";
import Link from "next/link";
import {
  CALL_FIELDS,
  CALLS_PATH,
  CallFilters,
  CallTable,
  DashboardProvider,
  DeveloperHead,
  Live,
  momentText,
  Pager,
  pickMessages,
  textsOf,
} from "@/components/dashboard";
import { buttonClass, EmptyState, Notice, Panel } from "@/components/ui";
import { listApiKeys } from "@/lib/auth";
import {
  type CallList,
  listApiRequests,
  listCallRoutes,
  METHODS,
  readCallFilter,
  STATUS_CLASSES,
} from "@/lib/calls";
import { getRuntime } from "@/lib/http";
import {
  markOf,
  openPage,
  type PageFacts,
  pageLocale,
  queryOf,
  type SearchParams,
  tryInput,
} from "@/lib/http/dashboard";
import { itemOf } from "./who";

const LIMIT = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "calls")("title") };
}

export default async function CallsPage({ searchParams }: { searchParams: SearchParams }) {
  const facts = await openPage("developers/requests", "keys:read");
  const { ctx, person, locale, timeZone } = facts;
  const say = textsOf(locale, "calls");
  const query = queryOf(await searchParams);
  const cursor = query.get("cursor");
  const [{ result, problems }, choices] = await Promise.all([
    tryInput(async () =>
      listApiRequests(ctx, readCallFilter(query, timeZone), {
        limit: LIMIT,
        ...(cursor ? { cursor } : {}),
      }),
    ),
    choicesOf(facts),
  ]);
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <DeveloperHead
        locale={locale}
        here="Calls"
        permissions={person.permissions}
        sandbox={getRuntime().sandbox}
      />
      <CallFilters say={say} path={CALLS_PATH} query={query} choices={choices} />
      {problems && (
        <Notice tone="bad" title={say("wrongFilter")} role="alert">
          <ul>
            {problems.map(({ path }) => (
              <li key={path}>{say(`problem_${path}`)}</li>
            ))}
          </ul>
        </Notice>
      )}
      {result && <Calls list={result} query={query} facts={facts} />}
    </DashboardProvider>
  );
}

async function choicesOf({ ctx, locale }: PageFacts) {
  const say = textsOf(locale, "calls");
  const [keys, routes] = await Promise.all([listApiKeys(ctx), listCallRoutes(ctx)]);
  return {
    status: STATUS_CLASSES.map((one) => ({ value: String(one), name: say(`class_${one}`) })),
    method: METHODS.map((one) => ({ value: one, name: one })),
    route: routes.map((one) => ({ value: one, name: one })),
    key: keys.map(({ id, name, prefix }) => ({ value: id, name: `${name} (${prefix}…)` })),
  };
}

/** A page of the calls that a filter lets through. */
function Calls({
  list,
  query,
  facts: { locale, timeZone },
}: {
  list: CallList;
  query: URLSearchParams;
  facts: PageFacts;
}) {
  const say = textsOf(locale, "calls");
  const given = [...query].filter(([name, value]) => value && CALL_FIELDS.some((f) => f === name));
  const filter = new URLSearchParams(given).toString();
  const cursor = query.get("cursor");
  const mark = markOf({ calls: list.docs.map(({ id }) => id) });
  const live = cursor ? null : <Live path={`/api${CALLS_PATH}?${filter}`} mark={mark} />;
  if (list.docs.length === 0 && list.nextCursor === null && !cursor) {
    return (
      <>
        {live}
        <Nothing locale={locale} filtered={filter !== ""} />
      </>
    );
  }
  return (
    <Panel id="calls" title={say("list")} about={say("about")}>
      {live}
      <div className="overflow-x-auto">
        <CallTable
          say={say}
          locale={locale}
          timeZone={timeZone}
          items={list.docs.map((line) => itemOf(line, say))}
        />
      </div>
      {list.lookedTo && (
        <p className="pt-3 text-sm text-soft">
          {say("lookedTo", { when: momentText(list.lookedTo, locale, timeZone) })}
        </p>
      )}
      <Pager
        label={say("caption")}
        first={cursor ? { href: `${CALLS_PATH}?${filter}`, text: say("newest") } : null}
        older={
          list.nextCursor
            ? {
                href: `${CALLS_PATH}?${filter ? `${filter}&` : ""}cursor=${list.nextCursor}`,
                text: say(list.lookedTo ? "lookOn" : "older"),
              }
            : null
        }
      />
    </Panel>
  );
}

function Nothing({ locale, filtered }: { locale: string; filtered: boolean }) {
  const say = textsOf(locale, "calls");
  const [href, text] = filtered ? [CALLS_PATH, say("clear")] : ["/docs", say("reference")];
  return (
    <EmptyState
      title={say(filtered ? "noneTitle" : "emptyTitle")}
      action={
        <Link href={href} prefetch={false} className={buttonClass("secondary")}>
          {text}
        </Link>
      }
    >
      {say(filtered ? "noneAbout" : "emptyAbout")}
    </EmptyState>
  );
}
