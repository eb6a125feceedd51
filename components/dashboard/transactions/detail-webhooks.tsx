import { When } from "@/components/dashboard/figures";
import { Badge, Panel } from "@/components/ui";
import type { PartProps } from "./detail-shapes";

const TONES = { pending: "info", delivered: "good", failed: "bad" } as const;

/** What the shop was told, and what it answered. */
export function DetailWebhooks({
  facts: { webhooks },
  look: { locale, timeZone },
  say,
}: PartProps) {
  return (
    <Panel id="webhooks" title={say("webhooks")}>
      {webhooks.length === 0 && <p className="text-sm text-soft">{say("noWebhooks")}</p>}
      <ul className="flex flex-col gap-3 text-sm">
        {webhooks.map((event) => (
          <li key={event.id} className="flex flex-col gap-1">
            <span className="flex flex-wrap items-center gap-2">
              <Delivery event={event} say={say} />
              <code>{event.status}</code>
              <span className="text-soft">{say("attempts", { count: event.attempts.length })}</span>
            </span>
            {event.url && <span className="break-all text-soft">{event.url}</span>}
            {event.lastError && <span className="text-bad">{event.lastError}</span>}
            {event.attempts.length > 0 && (
              <ul className="ml-3 flex flex-col gap-0.5 text-soft">
                {event.attempts.map(({ attempt, startedAt, durationMs, statusCode, error }) => (
                  <li key={attempt} className="flex flex-wrap justify-between gap-x-4">
                    <span>
                      {say("answer", { status: statusCode ?? "none", ms: durationMs })}
                      {error && `: ${error}`}
                    </span>
                    <When at={startedAt} locale={locale} timeZone={timeZone} seconds />
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What had no URL to go to was never tried: nobody gave it up. */
function Delivery({
  event: { deliveryStatus, url },
  say,
}: Pick<PartProps, "say"> & { readonly event: PartProps["facts"]["webhooks"][number] }) {
  if (deliveryStatus === "failed" && url === null) return <Badge>{say("delivery_none")}</Badge>;
  return <Badge tone={TONES[deliveryStatus]}>{say(`delivery_${deliveryStatus}`)}</Badge>;
}
