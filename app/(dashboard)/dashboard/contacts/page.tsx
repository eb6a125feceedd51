import type { Metadata } from "next";
import { ContactTable, Pager, textsOf } from "@/components/dashboard";
import { EmptyState, Notice, PageHead, Panel } from "@/components/ui";
import { openPage, pageLocale, queryOf, type SearchParams, tryInput } from "@/lib/http/dashboard";
import { listPayerContacts } from "@/lib/invoices";

const PATH = "/dashboard/contacts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "contacts")("title") };
}

export default async function ContactsPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, locale, timeZone } = await openPage("contacts", "invoices:read");
  const say = textsOf(locale, "contacts");
  const cursor = queryOf(await searchParams).get("cursor") || null;
  const { result } = await tryInput(() => listPayerContacts(ctx, cursor));
  const empty = result?.contacts.length === 0 && cursor === null;
  return (
    <>
      <PageHead title={say("title")} about={say("about")} />
      {result === null && <Notice tone="bad" role="alert" title={say("wrongPage")} />}
      {empty && <EmptyState title={say("emptyTitle")}>{say("emptyAbout")}</EmptyState>}
      {result && !empty && (
        <>
          <Notice tone="warn" title={say("unchecked")}>
            {say("uncheckedAbout")}
          </Notice>
          <Panel>
            <div className="overflow-x-auto">
              <ContactTable locale={locale} timeZone={timeZone} items={result.contacts} />
            </div>
            <Pager
              label={say("caption")}
              first={cursor ? { href: PATH, text: say("newest") } : null}
              older={
                result.nextCursor
                  ? { href: `${PATH}?cursor=${result.nextCursor}`, text: say("older") }
                  : null
              }
            />
          </Panel>
        </>
      )}
    </>
  );
}
