import Link from "next/link";
import type { ReactNode } from "react";
import type { Say } from "@/components/dashboard/texts";
import { Badge } from "@/components/ui";

/** A filter that somebody keeps under a name. */
export interface ViewItem {
  readonly id: string;
  readonly name: string;
  /** As a page's address has it. */
  readonly query: string;
  readonly shared: boolean;
  readonly mine: boolean;
  /** Who shares it; null for one's own, or for somebody who has left. */
  readonly owner: string | null;
  readonly isDefault: boolean;
}

/** The saved views of a list: ways to it, the one that is shown marked (D-06). */
export function ViewBar({
  say,
  path,
  everything,
  views,
  shown,
  children,
}: {
  readonly say: Say;
  readonly path: string;
  /** Where the whole list is, whatever opens first. */
  readonly everything: string;
  readonly views: readonly ViewItem[];
  /** The filter that is shown, written as views write theirs. */
  readonly shown: string;
  /** What saves and manages them. */
  readonly children: ReactNode;
}) {
  const ways = [
    { id: "", name: say("everything"), href: everything, here: shown === "", badge: null },
    ...views.map((view) => ({
      id: view.id,
      name: view.name,
      href: `${path}?${view.query === "" ? "view=all" : view.query}`,
      here: view.query !== "" && view.query === shown,
      badge: badgeOf(view, say),
    })),
  ];
  return (
    <div className="flex flex-wrap items-center gap-2">
      {views.length > 0 && (
        <nav aria-label={say("views")}>
          <ul className="flex flex-wrap items-center gap-2">
            {ways.map(({ id, name, href, here, badge }) => (
              <li key={id}>
                <Link
                  href={href}
                  prefetch={false}
                  aria-current={here ? "true" : undefined}
                  className={`inline-flex min-h-10 max-w-72 items-center gap-2 rounded-lg border px-3 text-sm hover:bg-tint ${here ? "border-accent bg-tint font-medium" : "border-line bg-slip"}`}
                >
                  <span className="truncate">{name}</span>
                  {badge && <Badge>{badge}</Badge>}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {children}
    </div>
  );
}

function badgeOf(view: ViewItem, say: Say): string | null {
  if (view.isDefault) return say("opensFirst");
  return view.mine || view.owner === null ? null : say("sharedBy", { name: view.owner });
}
