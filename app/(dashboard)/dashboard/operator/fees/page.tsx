import type { Metadata } from "next";
import { orderAction } from "@/app/(dashboard)/dashboard/operator/actions";
import { LIMIT, Pages, pageOf } from "@/app/(dashboard)/dashboard/operator/pages";
import { walletOf } from "@/app/(dashboard)/dashboard/operator/wallet-of";
import {
  DashboardProvider,
  FeeAccountTable,
  Figure,
  Money,
  networkName,
  OrderButtons,
  pickMessages,
  SettlementTable,
  textsOf,
  WholeAddress,
} from "@/components/dashboard";
import { PageHead, Panel } from "@/components/ui";
import {
  openOperatorPage,
  type PageFacts,
  pageLocale,
  queryOf,
  type SearchParams,
} from "@/lib/http/dashboard";
import { NETWORKS } from "@/lib/kit";
import { type FeesPage, listFees } from "@/lib/operator";

const PATH = "/dashboard/operator/fees";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "opMoney")("feesTitle") };
}

export default async function OperatorFeesPage({ searchParams }: { searchParams: SearchParams }) {
  const facts = await openOperatorPage("fees");
  const { ctx, locale, timeZone } = facts;
  const say = textsOf(locale, "opMoney");
  const query = queryOf(await searchParams);
  const fees = await listFees(ctx, { page: pageOf(query), limit: LIMIT });
  const { collected, settled, underway, due } = fees.sums;
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["confirm", "opMoney", "opOrders", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead title={say("feesTitle")} about={say("feesAbout")} />
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {Object.entries({ due, underway, settled, collected }).map(([name, units]) => (
          <Figure key={name} name={say(name)} value={<Money units={units} locale={locale} />} />
        ))}
      </div>
      <SettleNow locale={locale} />
      <Tables fees={fees} facts={facts} query={query} />
    </DashboardProvider>
  );
}

/** Where fees go, and the order that sends them there now. */
function SettleNow({ locale }: Pick<PageFacts, "locale">) {
  const say = textsOf(locale, "opMoney");
  const words = textsOf(locale, "words");
  const ways = NETWORKS.map(({ id }) => ({ id, wallet: walletOf(id) }));
  const settled = ways.filter(({ wallet }) => wallet !== null);
  return (
    <Panel id="settle" title={say("settleTitle")} about={say("settleAbout")}>
      <div className="flex flex-col gap-4">
        <dl className="flex flex-col gap-2 text-sm">
          {ways.map(({ id, wallet }) => (
            <div key={id}>
              <dt className="text-soft">{say("yourWallet", { network: networkName(id) })}</dt>
              <dd>
                {wallet === null ? say("noWallet") : <WholeAddress value={wallet} words={words} />}
              </dd>
            </div>
          ))}
        </dl>
        <OrderButtons
          ways={[
            ...(settled.length > 1
              ? [
                  {
                    draft: { kind: "fees.settle", network: null } as const,
                    label: say("settleAll"),
                    main: true,
                  },
                ]
              : []),
            ...settled.map(({ id }) => ({
              draft: { kind: "fees.settle", network: id } as const,
              label: say("settleOne", { network: networkName(id) }),
            })),
          ]}
          order={orderAction}
        />
      </div>
    </Panel>
  );
}

function Tables({
  fees,
  facts: { locale, timeZone },
  query,
}: {
  readonly fees: FeesPage;
  readonly facts: PageFacts;
  readonly query: URLSearchParams;
}) {
  const say = textsOf(locale, "opMoney");
  return (
    <>
      <Panel id="accounts" title={say("accounts")}>
        {fees.accounts.length === 0 ? (
          <p className="text-soft">{say("accountsNone")}</p>
        ) : (
          <div className="overflow-x-auto">
            <FeeAccountTable items={fees.accounts} locale={locale} timeZone={timeZone} />
          </div>
        )}
        <Pages
          label={say("accounts")}
          path={PATH}
          query={query}
          page={pageOf(query)}
          total={fees.total}
          texts={{ first: say("newest"), next: say("older") }}
        />
      </Panel>
      <Panel id="settlements" title={say("settlements")} about={say("settlementsAbout")}>
        {fees.settlements.length === 0 ? (
          <p className="text-soft">{say("settlementsNone")}</p>
        ) : (
          <div className="overflow-x-auto">
            <SettlementTable items={fees.settlements} locale={locale} timeZone={timeZone} />
          </div>
        )}
      </Panel>
    </>
  );
}
