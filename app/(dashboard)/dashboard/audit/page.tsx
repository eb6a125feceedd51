import type { Metadata } from "next";
import Link from "next/link";
import {
  AuditFilters,
  AuditTable,
  momentText,
  Pager,
  PanelBoundary,
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
import { isUuid } from "@/lib/kit";
import { type AuditList, listAudit, listAuditChoices, readAuditFilter } from "@/lib/reports";
import { itemOf, whoText } from "./audit-items";
import { Chain } from "./chain";

const PATH = "/dashboard/audit";
const LIMIT = 50;
const FIELDS = ["actor", "action", "subject", "from", "to"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "audit")("title") };
}

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const facts = await openPage("audit", "audit:read");
  const { locale, timeZone, ctx } = facts;
  const say = textsOf(locale, "audit");
  const query = queryOf(await searchParams);
  const cursor = query.get("cursor");
  const [{ result, problems }, choices] = await Promise.all([
    tryInput(() =>
      listAudit(ctx, readAuditFilter(query, timeZone), {
        limit: LIMIT,
        ...(cursor ? { cursor } : {}),
      }),
    ),
    listAuditChoices(ctx),
  ]);
  return (
    <>
      <PageHead
        title={say("title")}
        about={say("about")}
        actions={
          <a
            href={`/api/dashboard/audit/file?${filterOf(query)}`}
            className={buttonClass("secondary")}
          >
            {say("download")}
          </a>
        }
      />
      <Refused query={query} locale={locale} />
      <PanelBoundary>
        <Chain facts={facts} asked={query.has("verify")} />
      </PanelBoundary>
      <AuditFilters
        say={say}
        path={PATH}
        query={query}
        actors={choices.actors.map(({ text, actor }) => ({
          value: text,
          name: whoText(actor, say),
        }))}
        actions={choices.actions}
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
      {result && <Entries list={result} query={query} facts={facts} />}
    </>
  );
}

/** Why a download came back to this page instead of a file (lib/http/download.ts). */
function Refused({ query, locale }: { query: URLSearchParams; locale: string }) {
  if (!query.get("problem")) return null;
  const say = textsOf(locale, "audit");
  const request = query.get("request") ?? "";
  return (
    <Notice tone="bad" role="alert" title={say("problemTitle")}>
      <p>{say("problemAbout")}</p>
      {isUuid(request) && <p className="font-mono text-xs">{request}</p>}
    </Notice>
  );
}

function Entries({
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

function filterOf(query: URLSearchParams): string {
  const given = [...query].filter(([name, value]) => value !== "" && FIELDS.includes(name));
  return new URLSearchParams(given).toString();
}
