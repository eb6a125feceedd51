import type { Metadata } from "next";
import Link from "next/link";
import { Live, TransactionTable, textsOf } from "@/components/dashboard";
import { buttonClass, EmptyState, Notice, PageHead, Panel } from "@/components/ui";
import { openPage, pageLocale, queryOf, type SearchParams, tryInput } from "@/lib/http/dashboard";
import { listRecords } from "@/lib/records";

const PATH = "/dashboard/payouts";
const LIMIT = 25;

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "payouts")("title") };
}

export default async function PayoutsPage({ searchParams }: { searchParams: SearchParams }) {
  const { person, ctx, locale, timeZone } = await openPage("payouts", "withdrawals:read");
  const say = textsOf(locale, "payouts");
  const cursor = queryOf(await searchParams).get("cursor");
  const page = { page: 1, limit: LIMIT, ...(cursor ? { cursor } : {}) };
  const { result, problems } = await tryInput(() => listRecords(ctx, { types: ["payout"] }, page));
  const create = person.permissions.has("payouts:create") && (
    <Link href={`${PATH}/new`} prefetch={false} className={buttonClass()}>
      {say("new")}
    </Link>
  );
  return (
    <>
      <PageHead title={say("title")} about={say("about")} actions={create} />
      {!cursor && <Live path="/api/dashboard/transactions?type=payout" />}
      {problems && <Notice tone="bad">{problems.map(({ message }) => message).join(" ")}</Notice>}
      {result?.docs.length === 0 && !cursor && (
        <EmptyState title={say("emptyTitle")}>{say("emptyAbout")}</EmptyState>
      )}
      {result && result.docs.length > 0 && (
        <Panel>
          <div className="overflow-x-auto">
            <TransactionTable
              locale={locale}
              timeZone={timeZone}
              items={result.docs}
              caption={say("caption")}
            />
          </div>
        </Panel>
      )}
      <nav aria-label={say("caption")} className="flex justify-between gap-2 empty:hidden">
        {cursor && (
          <Link href={PATH} prefetch={false} className={buttonClass("secondary")}>
            {say("newest")}
          </Link>
        )}
        {result?.nextCursor && (
          <Link
            href={`${PATH}?cursor=${encodeURIComponent(result.nextCursor)}`}
            prefetch={false}
            className={buttonClass("secondary", "ml-auto")}
          >
            {say("older")}
          </Link>
        )}
      </nav>
    </>
  );
}
