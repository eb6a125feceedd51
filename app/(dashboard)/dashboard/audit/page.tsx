import type { Metadata } from "next";
import { AuditFilters, PanelBoundary, textsOf } from "@/components/dashboard";
import { buttonClass, Notice, PageHead } from "@/components/ui";
import { openPage, pageLocale, queryOf, type SearchParams, tryInput } from "@/lib/http/dashboard";
import { isUuid } from "@/lib/kit";
import { listAudit, listAuditChoices, readAuditFilter } from "@/lib/reports";
import { whoText } from "./audit-items";
import { Chain } from "./chain";
import { Entries, filterOf, PATH } from "./entries";

const LIMIT = 50;

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
        locale={locale}
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
