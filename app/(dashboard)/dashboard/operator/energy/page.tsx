import type { Metadata } from "next";
import { orderAction } from "@/app/(dashboard)/dashboard/operator/actions";
import {
  DashboardProvider,
  Figure,
  Live,
  LoanTable,
  OrderButtons,
  pickMessages,
  StakeForm,
  StakeOrderTable,
  textsOf,
  trxText,
} from "@/components/dashboard";
import { PageHead, Panel } from "@/components/ui";
import { openOperatorPage, type PageFacts, pageLocale } from "@/lib/http/dashboard";
import { type EnergyReport, readEnergy } from "@/lib/operator";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "opMoney")("energyTitle") };
}

export default async function EnergyPage() {
  const facts = await openOperatorPage("energy");
  const { ctx, locale, timeZone } = facts;
  const say = textsOf(locale, "opMoney");
  const report = await readEnergy(ctx);
  const { staked, lent, reclaimed, failed } = report;
  const figures = [
    ["staked", trxText(staked, locale)],
    ["lent", trxText(lent, locale)],
    ["reclaimed", reclaimed.toLocaleString(locale)],
    ["loansFailed", failed.toLocaleString(locale)],
  ] as const;
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["confirm", "opMoney", "opOrders", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead title={say("energyTitle")} about={say("energyAbout")} />
      <Live path="/api/dashboard/operator" />
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {figures.map(([name, value]) => (
          <Figure key={name} name={say(name)} value={value} />
        ))}
      </div>
      <div className="grid gap-6 xl:grid-cols-2">
        <Panel id="stake" title={say("stakeTitle")} about={say("stakeAbout")}>
          <StakeForm kind="stake" order={orderAction} />
        </Panel>
        <Panel id="unstake" title={say("unstakeTitle")} about={say("unstakeAbout")}>
          <div className="flex flex-col gap-5">
            <StakeForm kind="unstake" order={orderAction} />
            <OrderButtons
              ways={[{ draft: { kind: "energy.withdraw" }, label: say("withdraw") }]}
              order={orderAction}
            />
          </div>
        </Panel>
      </div>
      <Tables report={report} locale={locale} timeZone={timeZone} />
    </DashboardProvider>
  );
}

function Tables({
  report,
  locale,
  timeZone,
}: Pick<PageFacts, "locale" | "timeZone"> & { readonly report: EnergyReport }) {
  const say = textsOf(locale, "opMoney");
  return (
    <>
      <Panel id="stake-orders" title={say("stakeOrders")}>
        {report.orders.length === 0 ? (
          <p className="text-soft">{say("stakeOrdersNone")}</p>
        ) : (
          <div className="overflow-x-auto">
            <StakeOrderTable items={report.orders} locale={locale} timeZone={timeZone} />
          </div>
        )}
      </Panel>
      <Panel id="loans" title={say("loans")}>
        {report.loans.length === 0 ? (
          <p className="text-soft">{say("loansNone")}</p>
        ) : (
          <div className="overflow-x-auto">
            <LoanTable items={report.loans} locale={locale} timeZone={timeZone} />
          </div>
        )}
      </Panel>
    </>
  );
}
