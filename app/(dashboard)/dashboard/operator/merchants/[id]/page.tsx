import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { orderAction } from "@/app/(dashboard)/dashboard/operator/actions";
import {
  DashboardProvider,
  Facts,
  FeeAccountTable,
  InviteOwner,
  networkName,
  pickMessages,
  textsOf,
  When,
  WholeAddress,
} from "@/components/dashboard";
import { Badge, buttonClass, PageHead, Panel } from "@/components/ui";
import { openOperatorPage, type PageFacts, pageLocale } from "@/lib/http/dashboard";
import { AppError } from "@/lib/kit";
import { getOperatorMerchant, type OperatorMerchant } from "@/lib/operator";
import { Decisions } from "./decisions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "opMerchants")("merchant") };
}

export default async function MerchantPage({ params }: { params: Promise<{ id: string }> }) {
  const facts = await openOperatorPage("merchant");
  const { ctx, locale, timeZone } = facts;
  const say = textsOf(locale, "opMerchants");
  const merchant = await getOperatorMerchant(ctx, (await params).id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["confirm", "opMerchants", "opOrders", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead
        title={merchant.name}
        about={`${say("number")} ${merchant.number}`}
        actions={
          <Link
            href="/dashboard/operator/merchants"
            prefetch={false}
            className={buttonClass("secondary")}
          >
            {say("back")}
          </Link>
        }
      />
      <About merchant={merchant} facts={facts} />
      <Decisions merchant={merchant} locale={locale} />
    </DashboardProvider>
  );
}

interface AboutProps {
  readonly merchant: OperatorMerchant;
  readonly facts: PageFacts;
}

function About({ merchant, facts }: AboutProps) {
  const { locale, timeZone } = facts;
  const say = textsOf(locale, "opMerchants");
  const { status, feeAccounts, clientId, createdAt } = merchant;
  return (
    <>
      <Panel
        id="facts"
        title={say("facts")}
        actions={<Badge tone={status === "active" ? "good" : "bad"}>{say(status)}</Badge>}
      >
        <Facts
          items={[
            { name: say("clientId"), value: <code>{clientId}</code> },
            {
              name: say("since"),
              value: <When at={createdAt} locale={locale} timeZone={timeZone} />,
            },
          ]}
        />
      </Panel>
      <div className="grid gap-6 xl:grid-cols-2">
        <Owners merchant={merchant} facts={facts} />
        <Wallets merchant={merchant} facts={facts} />
      </div>
      <Panel id="fee-accounts" title={say("feeAccounts")}>
        {feeAccounts.length === 0 ? (
          <p className="text-soft">{say("noFees")}</p>
        ) : (
          <div className="overflow-x-auto">
            <FeeAccountTable
              items={feeAccounts}
              named={false}
              locale={locale}
              timeZone={timeZone}
            />
          </div>
        )}
      </Panel>
    </>
  );
}

function Owners({ merchant: { id, owners }, facts: { locale } }: AboutProps) {
  const say = textsOf(locale, "opMerchants");
  return (
    <Panel id="owners" title={say("owners")}>
      <div className="flex flex-col gap-4">
        {owners.length === 0 && <p className="text-soft">{say("noOwner")}</p>}
        <ul className="flex flex-col gap-2 text-sm empty:hidden">
          {owners.map(({ email, name, status }) => (
            <li key={email} className="flex flex-wrap items-center gap-2">
              {name && <bdi className="font-medium">{name}</bdi>}
              <span className="break-all">{email}</span>
              <Badge tone={status === "active" ? "good" : "neutral"}>
                {say(`owner_${status}`)}
              </Badge>
            </li>
          ))}
        </ul>
        {owners.every(({ status }) => status === "invited") && (
          <InviteOwner merchantId={id} order={orderAction} />
        )}
      </div>
    </Panel>
  );
}

function Wallets({ merchant: { wallets }, facts: { locale } }: AboutProps) {
  const say = textsOf(locale, "opMerchants");
  return (
    <Panel id="wallets" title={say("wallets")} about={say("walletsAbout")}>
      {wallets.length === 0 && <p className="text-soft">{say("noWallets")}</p>}
      <ul className="flex flex-col gap-3 text-sm">
        {wallets.map(({ network, address }) => (
          <li key={network}>
            <p className="text-soft">{networkName(network)}</p>
            <WholeAddress value={address} words={textsOf(locale, "words")} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
