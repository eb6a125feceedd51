import type { ReactNode } from "react";
import { TestStripe } from "@/components/dashboard/auth/auth-page";
import { NAV, type NavItem, OPERATOR_NAV } from "@/components/dashboard/nav";
import type { Place } from "@/components/dashboard/search/palette";
import { SearchButton } from "@/components/dashboard/search/search-button";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { Mark } from "@/components/site";
import { Notice } from "@/components/ui";
import { AccountMenu } from "./account-menu";
import { NavBar, NavSections } from "./nav-list";
import { NavSheet } from "./nav-sheet";

export interface ShellProps {
  readonly locale: string;
  readonly sandbox: boolean;
  readonly person: { readonly name: string; readonly email: string };
  readonly merchant: { readonly name: string; readonly suspended: boolean } | null;
  /** The other merchants that this person works for. */
  readonly others: readonly { readonly merchantId: string; readonly name: string }[];
  readonly choose: (merchantId: string) => Promise<unknown>;
  readonly permissions: ReadonlySet<string>;
  /** Whether they run this installation. */
  readonly operator: boolean;
  /** How many requests wait, live. */
  readonly badge: ReactNode;
  readonly children: ReactNode;
}

/** What stands around every page of the dashboard. */
export function Shell(props: ShellProps) {
  const { locale, sandbox, merchant, permissions, badge, children } = props;
  const say = textsOf(locale, "shell");
  const items = NAV.filter(({ needs }) => permissions.has(needs));
  const operator = props.operator ? OPERATOR_NAV : [];
  // Where a merchant's places fill the bar of a phone, the operator's are behind its last button.
  const bar = (items.length > 0 ? items : operator).filter(({ inBar }) => inBar);
  const column = <NavSections items={items} operator={operator} say={say} badge={badge} />;
  return (
    <>
      <a
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-lg bg-accent px-4 py-2 text-on-accent focus:translate-y-0"
        href="#content"
      >
        {say("skip")}
      </a>
      {sandbox && <TestStripe title={say("sandbox")} about={say("sandboxAbout")} />}
      <div className="mx-auto flex max-w-[90rem] lg:min-h-[calc(100dvh-2rem)]">
        <nav
          aria-label={say("nav")}
          className="sticky top-0 hidden h-dvh w-68 shrink-0 flex-col gap-6 overflow-y-auto border-r border-line px-3 py-5 lg:flex"
        >
          <p className="flex items-center gap-2.5 px-3 font-semibold">
            <Mark />
          </p>
          {column}
        </nav>
        <div className="min-w-0 grow pb-20 lg:pb-10">
          <Head {...props} places={placesOf(items, operator, say)} />
          <main
            id="content"
            tabIndex={-1}
            className="flex flex-col gap-6 px-4 py-6 outline-none sm:px-8"
          >
            {merchant?.suspended && (
              <Notice tone="bad" title={say("suspended")}>
                {say("suspendedAbout")}
              </Notice>
            )}
            {children}
          </main>
        </div>
      </div>
      <nav
        aria-label={say("nav")}
        className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-slip pb-[env(safe-area-inset-bottom)] lg:hidden"
      >
        <NavBar
          items={bar}
          say={say}
          badge={badge}
          more={
            <NavSheet label={say("more")} title={say("menu")} close={say("close")} look="bar">
              {column}
            </NavSheet>
          }
        />
      </nav>
    </>
  );
}

/** What the search goes to by name. */
function placesOf(items: readonly NavItem[], operator: readonly NavItem[], say: Say) {
  return [
    ...items.map(({ key, href }) => ({ key, href, label: say(key) })),
    ...operator.map(({ key, href }) => ({ key, href, label: `${say("operator")}: ${say(key)}` })),
  ];
}

/** Whose dashboard it is, the search, and who is signed in. */
function Head(props: ShellProps & { readonly places: readonly Place[] }) {
  const { merchant, permissions, places } = props;
  return (
    <header className="flex items-center justify-between gap-3 border-b border-line px-4 py-2.5 sm:px-8">
      <p className="min-w-0 truncate font-semibold">{merchant?.name ?? "Tillgate"}</p>
      <div className="flex shrink-0 items-center gap-1 sm:gap-3">
        {places.length > 0 && (
          <SearchButton places={places} records={permissions.has("invoices:read")} />
        )}
        <AccountMenu
          person={props.person}
          merchantName={merchant?.name ?? null}
          others={props.others}
          choose={props.choose}
        />
      </div>
    </header>
  );
}
