import type { Metadata } from "next";
import Link from "next/link";
import { orderAction } from "@/app/(dashboard)/dashboard/operator/actions";
import { LIMIT, Pages, pageOf } from "@/app/(dashboard)/dashboard/operator/pages";
import {
  CreateMerchant,
  DashboardProvider,
  MerchantSearch,
  MerchantTable,
  pickMessages,
  type Say,
  textsOf,
} from "@/components/dashboard";
import { buttonClass, EmptyState, PageHead, Panel } from "@/components/ui";
import {
  openOperatorPage,
  type PageFacts,
  pageLocale,
  queryOf,
  type SearchParams,
} from "@/lib/http/dashboard";
import { listOperatorMerchants } from "@/lib/operator";

const PATH = "/dashboard/operator/merchants";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "opMerchants")("title") };
}

export default async function MerchantsPage({ searchParams }: { searchParams: SearchParams }) {
  const facts = await openOperatorPage("merchants");
  const { locale, timeZone } = facts;
  const say = textsOf(locale, "opMerchants");
  const query = queryOf(await searchParams);
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["confirm", "opMerchants", "opOrders", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead
        title={say("title")}
        about={say("about")}
        actions={
          <a href="#create" className={buttonClass("secondary")}>
            {say("createTitle")}
          </a>
        }
      />
      <MerchantSearch
        say={say}
        path={PATH}
        search={query.get("q") ?? ""}
        status={statusOf(query) ?? ""}
      />
      <Found facts={facts} query={query} />
      <div id="create" className="scroll-mt-4">
        <Panel id="create" title={say("createTitle")} about={say("createAbout")}>
          <CreateMerchant order={orderAction} />
        </Panel>
      </div>
    </DashboardProvider>
  );
}

function statusOf(query: URLSearchParams): "active" | "suspended" | null {
  const status = query.get("status");
  return status === "active" || status === "suspended" ? status : null;
}

async function Found({
  facts,
  query,
}: {
  readonly facts: PageFacts;
  readonly query: URLSearchParams;
}) {
  const { ctx, locale, timeZone } = facts;
  const say = textsOf(locale, "opMerchants");
  const search = query.get("q")?.trim() ?? "";
  const status = statusOf(query);
  const page = pageOf(query);
  const { total, rows } = await listOperatorMerchants(ctx, {
    search,
    ...(status ? { status } : {}),
    page,
    limit: LIMIT,
  });
  if (rows.length === 0) return <Nobody asked={search !== "" || status !== null} say={say} />;
  return (
    <Panel id="found" title={say("count", { count: total })}>
      <div className="overflow-x-auto">
        <MerchantTable items={rows} locale={locale} timeZone={timeZone} />
      </div>
      <Pages
        label={say("caption")}
        path={PATH}
        query={query}
        page={page}
        total={total}
        texts={{ first: say("newest"), next: say("older") }}
      />
    </Panel>
  );
}

function Nobody({ asked, say }: { readonly asked: boolean; readonly say: Say }) {
  return (
    <EmptyState
      title={say(asked ? "noneTitle" : "emptyTitle")}
      action={
        <Link href={asked ? PATH : "#create"} prefetch={false} className={buttonClass("secondary")}>
          {say(asked ? "clear" : "createTitle")}
        </Link>
      }
    >
      {say(asked ? "noneAbout" : "emptyAbout")}
    </EmptyState>
  );
}
