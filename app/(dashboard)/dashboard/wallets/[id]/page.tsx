import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import {
  AdjustFigure,
  CustomerFigures,
  DashboardProvider,
  MovementTable,
  networkName,
  Pager,
  PauseButton,
  pickMessages,
  TransactionTable,
  textsOf,
  WalletCards,
} from "@/components/dashboard";
import { Notice, PageHead, Panel } from "@/components/ui";
import { type CustomerDetail, getCustomer, listMovements } from "@/lib/customers";
import {
  openPage,
  type PageFacts,
  pageLocale,
  queryOf,
  type SearchParams,
  tryInput,
} from "@/lib/http/dashboard";
import { AppError } from "@/lib/kit";
import { listRecords } from "@/lib/records";
import { adjustFigureAction, setCreditingAction } from "./actions";

const DEPOSITS = 10;
const MOVEMENTS = 25;

interface WalletPageProps {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "wallets")("title") };
}

export default async function WalletPage({ params, searchParams }: WalletPageProps) {
  const facts = await openPage("wallet", "customers:read");
  const { locale, timeZone } = facts;
  const customer = await findCustomer(facts, userIdOf((await params).id));
  const say = textsOf(locale, "wallets");
  const cursor = queryOf(await searchParams).get("cursor") || null;
  const names = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["confirm", "wallets", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <Link href="/dashboard/wallets" prefetch={false} className="text-accent underline">
        {say("back")}
      </Link>
      <PageHead
        title={<span className="break-all">{customer.userId}</span>}
        about={[names, customer.email, customer.phone].filter(Boolean).join(" · ")}
        actions={<Deeds facts={facts} customer={customer} />}
      />
      {!customer.active && (
        <Notice tone="warn" title={say("pausedNotice")}>
          {say("pausedAbout")}
        </Notice>
      )}
      <CustomerFigures locale={locale} customer={customer} />
      <WalletCards locale={locale} timeZone={timeZone} wallets={customer.wallets} />
      <Deposits facts={facts} userId={customer.userId} />
      <Movements facts={facts} userId={customer.userId} cursor={cursor} />
    </DashboardProvider>
  );
}

function Deeds({ facts, customer }: { facts: PageFacts; customer: CustomerDetail }) {
  const { permissions } = facts.person;
  const { userId, active, wallets } = customer;
  return (
    <>
      {permissions.has("customers:write") && (
        <PauseButton userId={userId} active={active} act={setCreditingAction} />
      )}
      {permissions.has("figures:adjust") && (
        <AdjustFigure
          userId={userId}
          networks={wallets.map(({ network: id }) => ({ id, name: networkName(id) }))}
          act={adjustFigureAction}
        />
      )}
    </>
  );
}

async function Deposits({ facts, userId }: { facts: PageFacts; userId: string }) {
  const { ctx, locale, timeZone, person } = facts;
  if (!person.permissions.has("invoices:read")) return null;
  const say = textsOf(locale, "wallets");
  const filter = { types: ["deposit"], userId } as const;
  const { docs } = await listRecords(ctx, filter, { page: 1, limit: DEPOSITS });
  const all = new URLSearchParams({ type: "deposit", userId });
  return (
    <Panel
      id="deposits"
      title={say("recent")}
      actions={
        <Link
          href={`/dashboard/transactions?${all}`}
          prefetch={false}
          className="text-sm text-accent underline"
        >
          {say("allDeposits")}
        </Link>
      }
    >
      {docs.length === 0 ? (
        <p className="text-soft">{say("noDeposits")}</p>
      ) : (
        <div className="overflow-x-auto">
          <TransactionTable
            locale={locale}
            timeZone={timeZone}
            items={docs}
            caption={say("recent")}
          />
        </div>
      )}
    </Panel>
  );
}

async function Movements(props: { facts: PageFacts; userId: string; cursor: string | null }) {
  const { userId, cursor } = props;
  const { ctx, locale, timeZone } = props.facts;
  const say = textsOf(locale, "wallets");
  const asked = { userId, limit: MOVEMENTS };
  const { result } = await tryInput(() => listMovements(ctx, asked, cursor));
  if (result === null) return <Notice tone="bad" role="alert" title={say("wrongPage")} />;
  const { movements, nextCursor } = result;
  const path = `/dashboard/wallets/${encodeURIComponent(userId)}`;
  return (
    <Panel id="movements" title={say("movements")} about={say("movementsAbout")}>
      {movements.length === 0 && <p className="text-soft">{say("noMovements")}</p>}
      {movements.length > 0 && (
        <div className="overflow-x-auto">
          <MovementTable locale={locale} timeZone={timeZone} items={movements} />
        </div>
      )}
      <Pager
        label={say("movements")}
        first={cursor ? { href: path, text: say("newest") } : null}
        older={
          nextCursor ? { href: `${path}?cursor=${nextCursor}#movements`, text: say("older") } : null
        }
      />
    </Panel>
  );
}

async function findCustomer({ ctx }: PageFacts, userId: string): Promise<CustomerDetail> {
  try {
    return await getCustomer(ctx, { userId });
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}

function userIdOf(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    notFound();
  }
}
