import type { ReactNode } from "react";
import type { NavItem } from "@/components/dashboard/nav";
import type { Say } from "@/components/dashboard/texts";
import { NavLink } from "./nav-link";

const SIDE =
  "flex min-h-10 items-center gap-3 rounded-lg px-3 text-sm text-soft hover:bg-tint hover:text-ink aria-[current=page]:bg-tint aria-[current=page]:font-semibold aria-[current=page]:text-accent";

/** The places as a column: at the side of a desk, in the sheet of a phone. */
function NavColumn({
  items,
  say,
  badge,
}: {
  readonly items: readonly NavItem[];
  readonly say: Say;
  readonly badge: ReactNode;
}) {
  return (
    <ul className="flex flex-col gap-0.5">
      {items.map(({ key, href, icon: Icon, counts }) => (
        <li key={key}>
          <NavLink href={href} className={SIDE}>
            <Icon className="size-4.5 shrink-0" aria-hidden />
            <span className="grow">{say(key)}</span>
            {counts && badge}
          </NavLink>
        </li>
      ))}
    </ul>
  );
}

/** Every place: those of the merchant, and under a title those of who runs the installation. */
export function NavSections({
  items,
  operator,
  say,
  badge,
}: {
  readonly items: readonly NavItem[];
  readonly operator: readonly NavItem[];
  readonly say: Say;
  readonly badge: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-5">
      {items.length > 0 && <NavColumn items={items} say={say} badge={badge} />}
      {operator.length > 0 && (
        <div>
          <p className="px-3 pb-1.5 text-xs font-semibold tracking-wide text-soft uppercase">
            {say("operator")}
          </p>
          <NavColumn items={operator} say={say} badge={null} />
        </div>
      )}
    </div>
  );
}

const BAR =
  "flex min-h-14 flex-col items-center justify-center gap-0.5 px-1 text-[0.6875rem] text-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent";

/** The places that are reached with a thumb. */
export function NavBar({
  items,
  say,
  badge,
  more,
}: {
  readonly items: readonly NavItem[];
  readonly say: Say;
  readonly badge: ReactNode;
  readonly more: ReactNode;
}) {
  return (
    <ul className="grid auto-cols-fr grid-flow-col">
      {items.map(({ key, href, icon: Icon, counts }) => (
        <li key={key}>
          <NavLink href={href} className={BAR}>
            <span className="relative">
              <Icon className="size-5" aria-hidden />
              {counts && <span className="absolute -top-1.5 left-3">{badge}</span>}
            </span>
            {say(counts ? `${key}Short` : key)}
          </NavLink>
        </li>
      ))}
      <li className="grid">{more}</li>
    </ul>
  );
}
