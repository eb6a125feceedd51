import type { Say } from "@/components/dashboard/texts";
import { Badge, Panel } from "@/components/ui";

/** One part of the machinery, as `ready` sees it. */
export interface HealthItem {
  readonly name: string;
  readonly ok: boolean;
  /** Of a chain: blocks. */
  readonly head?: number | null;
  readonly lag?: number | null;
  /** Of a queue: how many wait. */
  readonly waiting?: number;
}

/** Whether chains are read and jobs are done, in a line each (D-35). */
export function Health({
  items,
  say,
  locale,
}: {
  readonly items: readonly HealthItem[];
  readonly say: Say;
  readonly locale: string;
}) {
  return (
    <Panel id="health" title={say("health")}>
      <ul className="flex flex-col gap-2.5">
        {items.map(({ name, ok, head, lag, waiting }) => (
          <li key={name} className="flex flex-wrap items-center justify-between gap-2 text-sm">
            <span className="font-medium">{name}</span>
            <span className="flex items-center gap-3">
              {head != null && (
                <span className="text-soft tabular-nums">
                  {say("block", { head: head.toLocaleString(locale), lag: lag ?? 0 })}
                </span>
              )}
              {waiting !== undefined && (
                <span className="text-soft tabular-nums">{say("queued", { count: waiting })}</span>
              )}
              <Badge tone={ok ? "good" : "bad"}>{say(ok ? "works" : "fails")}</Badge>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
