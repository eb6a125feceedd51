import { TZDate } from "@date-fns/tz";
import { format, subDays } from "date-fns";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Suspense } from "react";
import {
  Attention,
  Balances,
  Health,
  Live,
  NoMerchant,
  PanelBoundary,
  Series,
  textsOf,
} from "@/components/dashboard";
import { PageHead, Skeleton } from "@/components/ui";
import { checkReadiness, getRuntime } from "@/lib/http";
import { openPage, type PageFacts, pageLocale } from "@/lib/http/dashboard";
import { getHome, getSeries } from "@/lib/reports";
import { getWebhookQueue } from "@/lib/webhooks";
import { chooseMerchantAction } from "./actions";

const DAYS = 30;

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "home")("title") };
}

export default async function HomePage() {
  const facts = await openPage("home", "account");
  const say = textsOf(facts.locale, "home");
  if (facts.person.membership === null) {
    const { isOperator, memberships } = facts.person;
    if (isOperator && memberships.length === 0) redirect("/dashboard/operator");
    const { locale, person } = facts;
    return <NoMerchant locale={locale} others={person.memberships} choose={chooseMerchantAction} />;
  }
  const parts = [
    { part: Money, height: "h-72" },
    { part: Days, height: "h-80" },
    { part: Machinery, height: "h-48" },
  ];
  return (
    <>
      <PageHead title={say("title")} />
      <Live path="/api/dashboard/home" />
      {parts.map(({ part: Part, height }) => (
        <PanelBoundary key={height}>
          <Suspense fallback={<Skeleton className={height} />}>
            <Part {...facts} />
          </Suspense>
        </PanelBoundary>
      ))}
    </>
  );
}

async function Money({ ctx, locale }: PageFacts) {
  const { total, networks, balanced, attention } = await getHome(ctx);
  const say = textsOf(locale, "home");
  const odd = "/dashboard/transactions?exception=";
  const { exceptions } = attention;
  const items = [
    {
      key: "pendingWithdrawals",
      count: attention.pendingWithdrawals.count,
      href: "/dashboard/requests",
    },
    {
      key: "blockedWithdrawals",
      count: attention.blockedWithdrawals,
      href: "/dashboard/transactions?type=withdrawal&status=processing",
    },
    {
      key: "failedWebhooks",
      count: attention.failedWebhooks,
      href: "/dashboard/transactions?webhook=failed",
    },
    { key: "underpaid", count: exceptions.underpaid, href: `${odd}underpaid` },
    { key: "overpaid", count: exceptions.overpaid, href: `${odd}overpaid` },
    { key: "late", count: exceptions.late, href: `${odd}late` },
    { key: "payerContacts", count: attention.payerContacts, href: "/dashboard/contacts" },
    {
      key: "pausedWithMoney",
      count: attention.pausedWithMoney,
      href: "/dashboard/wallets?status=paused",
    },
  ];
  return (
    <>
      <Balances locale={locale} say={say} total={total} networks={networks} balanced={balanced} />
      <Attention items={items} say={say} />
    </>
  );
}

async function Days({ ctx, locale, timeZone }: PageFacts) {
  const today = TZDate.tz(timeZone);
  const days = await getSeries(ctx, {
    from: format(subDays(today, DAYS - 1), "yyyy-MM-dd"),
    to: format(today, "yyyy-MM-dd"),
    timeZone,
  });
  return <Series locale={locale} timeZone={timeZone} say={textsOf(locale, "home")} days={days} />;
}

async function Machinery({ ctx, locale }: PageFacts) {
  const { db, config } = getRuntime();
  const [{ checks }, queue] = await Promise.all([
    checkReadiness(db, config),
    ctx.permissions.has("webhooks:read") ? getWebhookQueue(ctx) : null,
  ]);
  const say = textsOf(locale, "home");
  const items = Object.entries(checks).map(([name, check]) => ({
    name: name === "database" || name === "worker" ? say(name) : name,
    ok: check.ok,
    head: typeof check.head === "number" ? check.head : null,
    lag: typeof check.lag === "number" ? check.lag : null,
  }));
  const webhooks = queue && { name: say("webhooks"), ok: !queue.late, waiting: queue.waiting };
  return <Health items={webhooks ? [...items, webhooks] : items} say={say} locale={locale} />;
}
