import type { Metadata } from "next";
import Link from "next/link";
import { LIMIT, Pages, pageOf } from "@/app/(dashboard)/dashboard/operator/pages";
import { Live, networkName, SweepTable, textsOf } from "@/components/dashboard";
import { buttonClass, EmptyState, PageHead, Panel } from "@/components/ui";
import {
  openOperatorPage,
  type PageFacts,
  pageLocale,
  queryOf,
  type SearchParams,
} from "@/lib/http/dashboard";
import { NETWORKS, type NetworkId } from "@/lib/kit";
import { listStuckSweeps } from "@/lib/operator";

const PATH = "/dashboard/operator/sweeps";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "opSweeps")("title") };
}

export default async function SweepsPage({ searchParams }: { searchParams: SearchParams }) {
  const facts = await openOperatorPage("sweeps");
  const { ctx, locale, timeZone } = facts;
  const say = textsOf(locale, "opSweeps");
  const query = queryOf(await searchParams);
  const network = NETWORKS.find(({ id }) => id === query.get("network"))?.id ?? null;
  const page = pageOf(query);
  const { total, rows } = await listStuckSweeps(ctx, {
    ...(network ? { network } : {}),
    page,
    limit: LIMIT,
  });
  return (
    <>
      <PageHead title={say("title")} about={say("about")} />
      <Live path="/api/dashboard/operator" />
      <Networks chosen={network} locale={locale} />
      {rows.length === 0 ? (
        <EmptyState
          title={say("emptyTitle")}
          action={
            <Link href="/dashboard/operator" prefetch={false} className={buttonClass("secondary")}>
              {say("overview")}
            </Link>
          }
        >
          {say("emptyAbout")}
        </EmptyState>
      ) : (
        <Panel id="found" title={say("count", { count: total })}>
          <div className="overflow-x-auto">
            <SweepTable items={rows} locale={locale} timeZone={timeZone} />
          </div>
          <Pages
            label={say("caption")}
            path={PATH}
            query={query}
            page={page}
            total={total}
            texts={{ first: say("first"), next: say("next") }}
          />
        </Panel>
      )}
    </>
  );
}

/** One network, or all: by the address alone. */
function Networks({
  chosen,
  locale,
}: Pick<PageFacts, "locale"> & { readonly chosen: NetworkId | null }) {
  const say = textsOf(locale, "opSweeps");
  const ways = [
    { id: null, href: PATH, text: textsOf(locale, "words")("allNetworks") },
    ...NETWORKS.map(({ id }) => ({ id, href: `${PATH}?network=${id}`, text: networkName(id) })),
  ];
  return (
    <nav aria-label={say("filter")}>
      <ul className="flex flex-wrap gap-2">
        {ways.map(({ id, href, text }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={id === chosen ? "true" : undefined}
              className={buttonClass(
                "secondary",
                "aria-[current=true]:border-accent aria-[current=true]:text-accent",
              )}
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
