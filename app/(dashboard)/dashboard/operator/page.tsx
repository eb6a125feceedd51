import type { Metadata } from "next";
import {
  DashboardProvider,
  Figure,
  Live,
  Money,
  NeedsHand,
  NetworkPanel,
  NetworkResume,
  networkName,
  PanelBoundary,
  ProcessPanel,
  pickMessages,
  textsOf,
} from "@/components/dashboard";
import { PageHead } from "@/components/ui";
import { openOperatorPage, type PageFacts, pageLocale } from "@/lib/http/dashboard";
import { getOperatorHome, type OperatorHome } from "@/lib/operator";
import { orderAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "operator")("title") };
}

export default async function OperatorPage() {
  const facts = await openOperatorPage("home");
  const { ctx, locale, timeZone } = facts;
  const say = textsOf(locale, "operator");
  const home = await getOperatorHome(ctx);
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["confirm", "opOrders", "operator", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead title={say("title")} about={say("about")} />
      <Live path="/api/dashboard/operator" />
      <Figures home={home} locale={locale} />
      <NeedsHand networks={home.networks} processes={home.processes} locale={locale} />
      <div className="grid gap-6 2xl:grid-cols-2">
        {home.networks.map((item) => (
          <PanelBoundary key={item.network}>
            <NetworkPanel
              item={item}
              locale={locale}
              timeZone={timeZone}
              resume={
                <NetworkResume
                  network={item.network}
                  name={networkName(item.network)}
                  order={orderAction}
                />
              }
            />
          </PanelBoundary>
        ))}
      </div>
      <ProcessPanel items={home.processes} locale={locale} timeZone={timeZone} />
    </DashboardProvider>
  );
}

function Figures({ home, locale }: { readonly home: OperatorHome } & Pick<PageFacts, "locale">) {
  const say = textsOf(locale, "operator");
  const { merchants, feesDue, outboxWaiting, mailsWaiting, ordersWaiting } = home;
  const number = (count: number) => count.toLocaleString(locale);
  return (
    <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
      <Figure
        name={say("merchants")}
        value={number(merchants.active + merchants.suspended)}
        beside={say("merchantsBeside", { suspended: merchants.suspended })}
      />
      <Figure
        name={say("feesDue")}
        value={<Money units={feesDue} locale={locale} />}
        beside={say("feesBeside")}
      />
      <Figure
        name={say("queues")}
        value={number(outboxWaiting + mailsWaiting)}
        beside={say("queuesBeside", { webhooks: outboxWaiting, mails: mailsWaiting })}
      />
      <Figure name={say("orders")} value={number(ordersWaiting)} beside={say("ordersBeside")} />
    </div>
  );
}
