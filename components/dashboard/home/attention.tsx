import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { Say } from "@/components/dashboard/texts";
import { Panel } from "@/components/ui";

/** Something that waits for somebody: how many, and where it is dealt with. */
export interface AttentionItem {
  readonly key: string;
  readonly count: number;
  readonly href: string;
}

/** What waits for somebody, and nothing else: an empty list is good news. */
export function Attention({
  items,
  say,
}: {
  readonly items: readonly AttentionItem[];
  readonly say: Say;
}) {
  const waiting = items.filter(({ count }) => count > 0);
  return (
    <Panel id="attention" title={say("attention")}>
      {waiting.length === 0 ? (
        <p className="text-soft">{say("attentionNone")}</p>
      ) : (
        <ul className="-mx-2 flex flex-col">
          {waiting.map(({ key, count, href }) => (
            <li key={key}>
              <Link
                href={href}
                prefetch={false}
                className="flex min-h-11 items-center justify-between gap-3 rounded-lg px-2 hover:bg-tint"
              >
                <span>{say(key, { count })}</span>
                <ChevronRight className="size-4 shrink-0 text-soft" aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
