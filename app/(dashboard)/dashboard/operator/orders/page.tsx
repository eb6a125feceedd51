import type { Metadata } from "next";
import Link from "next/link";
import { LIMIT, Pages, pageOf } from "@/app/(dashboard)/dashboard/operator/pages";
import { Live, type OrderItem, OrderTable, textsOf } from "@/components/dashboard";
import { buttonClass, EmptyState, PageHead, Panel } from "@/components/ui";
import { openOperatorPage, pageLocale, queryOf, type SearchParams } from "@/lib/http/dashboard";
import { isUuid } from "@/lib/kit";
import { listOrders } from "@/lib/operator";

const PATH = "/dashboard/operator/orders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "opOrders")("title") };
}

export default async function OrdersPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, locale, timeZone } = await openOperatorPage("orders");
  const say = textsOf(locale, "opOrders");
  const query = queryOf(await searchParams);
  const page = pageOf(query);
  const { total, rows } = await listOrders(ctx, { page, limit: LIMIT });
  return (
    <>
      <PageHead title={say("title")} about={say("about")} />
      <Live path="/api/dashboard/operator" />
      {rows.length === 0 ? (
        <Nothing first={page === 1} locale={locale} />
      ) : (
        <Panel>
          <div className="overflow-x-auto">
            <OrderTable
              items={rows}
              locale={locale}
              timeZone={timeZone}
              merchantOf={(item) => <Whom item={item} locale={locale} />}
            />
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
      )}
    </>
  );
}

/** The merchant that an order is about, or that it made. */
function Whom({ item, locale }: { readonly item: OrderItem; readonly locale: string }) {
  const id = item.input.merchantId ?? item.result?.merchantId;
  if (typeof id !== "string" || !isUuid(id)) return null;
  return (
    <Link
      href={`/dashboard/operator/merchants/${id}`}
      prefetch={false}
      className="text-accent underline-offset-4 hover:underline"
    >
      {textsOf(locale, "opOrders")("openMerchant")}
    </Link>
  );
}

function Nothing({ first, locale }: { readonly first: boolean; readonly locale: string }) {
  const say = textsOf(locale, "opOrders");
  const way = first
    ? { href: "/dashboard/operator", text: textsOf(locale, "shell")("opOverview") }
    : { href: PATH, text: say("newest") };
  return (
    <EmptyState
      title={say(first ? "emptyTitle" : "noneTitle")}
      action={
        <Link href={way.href} prefetch={false} className={buttonClass("secondary")}>
          {way.text}
        </Link>
      }
    >
      {first && say("emptyAbout")}
    </EmptyState>
  );
}
