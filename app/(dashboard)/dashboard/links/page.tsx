import type { Metadata } from "next";
import Link from "next/link";
import {
  CancelLink,
  DashboardProvider,
  LinkForm,
  type LinkItem,
  LinkReady,
  LinkTable,
  Live,
  networkName,
  Pager,
  pickMessages,
  textsOf,
} from "@/components/dashboard";
import { buttonClass, EmptyState, Notice, PageHead, Panel } from "@/components/ui";
import { getRuntime } from "@/lib/http";
import {
  openPage,
  type PageFacts,
  pageLocale,
  queryOf,
  type SearchParams,
  tryInput,
} from "@/lib/http/dashboard";
import { findPaymentLink, listPaymentLinks, type PaymentLink } from "@/lib/invoices";
import { NETWORK_IDS, newId } from "@/lib/kit";
import { cancelLinkAction, createLinkAction } from "./actions";

const PATH = "/dashboard/links";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "links")("title") };
}

export default async function LinksPage({ searchParams }: { searchParams: SearchParams }) {
  const facts = await openPage("links", "invoices:read");
  const { locale, timeZone, ctx } = facts;
  const say = textsOf(locale, "links");
  const query = queryOf(await searchParams);
  const shown = await findPaymentLink(ctx, query.get("shown") ?? "");
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["confirm", "links", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead
        title={say("title")}
        about={say("about")}
        actions={
          <Link href="/dashboard/contacts" prefetch={false} className={buttonClass("secondary")}>
            {say("contacts")}
          </Link>
        }
      />
      <Top facts={facts} shown={shown} />
      <All facts={facts} cursor={query.get("cursor") || null} />
    </DashboardProvider>
  );
}

/** The link that was asked for or just made; else the form for a new one, for whoever may make one. */
function Top({ facts, shown }: { facts: PageFacts; shown: PaymentLink | null }) {
  const { locale, timeZone, person } = facts;
  const say = textsOf(locale, "links");
  if (shown) {
    const link = itemOf(shown);
    return (
      <LinkReady
        key={link.id}
        locale={locale}
        timeZone={timeZone}
        link={link}
        cancel={cancelOf(facts, link)}
      />
    );
  }
  if (!person.permissions.has("invoices:create")) return null;
  return (
    <Panel id="new-link" title={say("newTitle")} about={say("newAbout")}>
      <LinkForm
        create={createLinkAction}
        formKey={newId()}
        networks={NETWORK_IDS.map((id) => ({ id, name: networkName(id) }))}
      />
    </Panel>
  );
}

async function All({ facts, cursor }: { facts: PageFacts; cursor: string | null }) {
  const { locale, timeZone, ctx } = facts;
  const say = textsOf(locale, "links");
  const { result } = await tryInput(() => listPaymentLinks(ctx, cursor));
  if (result === null) return <Notice tone="bad" role="alert" title={say("wrongPage")} />;
  const { links, nextCursor } = result;
  if (links.length === 0 && cursor === null) {
    return <EmptyState title={say("emptyTitle")}>{say("emptyAbout")}</EmptyState>;
  }
  return (
    <Panel id="links" title={say("list")}>
      <Live path={`/api/dashboard/links${cursor ? `?cursor=${cursor}` : ""}`} />
      <div className="overflow-x-auto">
        <LinkTable
          locale={locale}
          timeZone={timeZone}
          items={links.map(itemOf)}
          cancelOf={(item) => cancelOf(facts, item)}
        />
      </div>
      <Pager
        label={say("caption")}
        first={cursor ? { href: PATH, text: say("newest") } : null}
        older={nextCursor ? { href: `${PATH}?cursor=${nextCursor}`, text: say("older") } : null}
      />
    </Panel>
  );
}

function cancelOf({ person }: PageFacts, { id, invoiceNo, status }: LinkItem) {
  if (status !== "initiated" || !person.permissions.has("invoices:cancel")) return null;
  return <CancelLink id={id} invoiceNo={invoiceNo} cancel={cancelLinkAction} />;
}

function itemOf({ code, ...link }: PaymentLink): LinkItem {
  return { ...link, url: `${getRuntime().config.origin}/s/${code}` };
}
