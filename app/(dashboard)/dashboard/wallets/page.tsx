import type { Metadata } from "next";
import Link from "next/link";
import { CustomerSearch, CustomerTable, Pager, textsOf } from "@/components/dashboard";
import { buttonClass, EmptyState, Notice, PageHead, Panel } from "@/components/ui";
import { listCustomers } from "@/lib/customers";
import {
  openPage,
  type PageFacts,
  pageLocale,
  queryOf,
  type SearchParams,
  tryInput,
} from "@/lib/http/dashboard";

const PATH = "/dashboard/wallets";
const LIMIT = 25;

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "wallets")("title") };
}

export default async function WalletsPage({ searchParams }: { searchParams: SearchParams }) {
  const facts = await openPage("wallets", "customers:read");
  const say = textsOf(facts.locale, "wallets");
  const query = queryOf(await searchParams);
  const search = query.get("q")?.trim().slice(0, 320) ?? "";
  const paused = query.get("status") === "paused";
  return (
    <>
      <PageHead title={say("title")} about={say("about")} />
      <CustomerSearch say={say} path={PATH} search={search} paused={paused} />
      <Found facts={facts} search={search} paused={paused} cursor={query.get("cursor") || null} />
    </>
  );
}

interface FoundProps {
  readonly facts: PageFacts;
  readonly search: string;
  readonly paused: boolean;
  readonly cursor: string | null;
}

async function Found({ facts, search, paused, cursor }: FoundProps) {
  const { ctx, locale, timeZone } = facts;
  const say = textsOf(locale, "wallets");
  const filter = { search, limit: LIMIT, ...(paused ? { status: "paused" as const } : {}) };
  const { result } = await tryInput(() => listCustomers(ctx, filter, cursor));
  if (result === null) return <Notice tone="bad" role="alert" title={say("wrongPage")} />;
  const { customers, nextCursor } = result;
  if (customers.length === 0 && cursor === null) {
    return <Nobody asked={search !== "" || paused} locale={locale} />;
  }
  const asked = new URLSearchParams({
    ...(search ? { q: search } : {}),
    ...(paused ? { status: "paused" } : {}),
  });
  const older = new URLSearchParams([...asked, ["cursor", nextCursor ?? ""]]);
  return (
    <Panel>
      <div className="overflow-x-auto">
        <CustomerTable locale={locale} timeZone={timeZone} items={customers} />
      </div>
      <Pager
        label={say("caption")}
        first={cursor ? { href: `${PATH}?${asked}`, text: say("newest") } : null}
        older={nextCursor ? { href: `${PATH}?${older}`, text: say("older") } : null}
      />
    </Panel>
  );
}

function Nobody({ asked, locale }: { readonly asked: boolean; readonly locale: string }) {
  const say = textsOf(locale, "wallets");
  const way = asked
    ? { href: PATH, text: say("clear") }
    : { href: "/docs/api", text: say("emptyDocs") };
  return (
    <EmptyState
      title={say(asked ? "noneTitle" : "emptyTitle")}
      action={
        <Link href={way.href} prefetch={false} className={buttonClass("secondary")}>
          {way.text}
        </Link>
      }
    >
      {say(asked ? "noneAbout" : "emptyAbout")}
    </EmptyState>
  );
}
