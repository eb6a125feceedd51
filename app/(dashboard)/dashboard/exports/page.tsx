import type { Metadata } from "next";
import Link from "next/link";
import { ExportTable, Live, textsOf } from "@/components/dashboard";
import { buttonClass, EmptyState, PageHead, Panel } from "@/components/ui";
import { listExports } from "@/lib/desk";
import { openPage, pageLocale, queryOf, type SearchParams } from "@/lib/http/dashboard";
import { DownloadProblem } from "./download-problem";
import { filterText } from "./filter-text";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "desk")("title") };
}

export default async function ExportsPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, locale, timeZone } = await openPage("exports", "exports:create");
  const say = textsOf(locale, "desk");
  const query = queryOf(await searchParams);
  const items = (await listExports(ctx)).map((one) => ({
    ...one,
    filter: filterText(one.filter, locale, one.timeZone),
  }));
  const back = (
    <Link href="/dashboard/transactions" prefetch={false} className={buttonClass("secondary")}>
      {say("toTransactions")}
    </Link>
  );
  return (
    <>
      <Live path="/api/dashboard/exports" />
      <PageHead
        title={say("title")}
        about={say("about")}
        actions={items.length > 0 ? back : undefined}
      />
      <DownloadProblem locale={locale} query={query} />
      {items.length === 0 ? (
        <EmptyState title={say("emptyTitle")} action={back}>
          {say("emptyAbout")}
        </EmptyState>
      ) : (
        <Panel>
          <div className="overflow-x-auto">
            <ExportTable say={say} locale={locale} timeZone={timeZone} items={items} />
          </div>
        </Panel>
      )}
    </>
  );
}
