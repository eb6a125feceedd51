import { Money, ShortText, When } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import { Panel } from "@/components/ui";
import { actorText, type PartProps } from "./detail-shapes";

const DOTS: Readonly<Record<string, string>> = {
  confirmed: "bg-good",
  completed: "bg-good",
  settled: "bg-good",
  swept: "bg-good",
  failed: "bg-bad",
  rejected: "bg-bad",
  unwound: "bg-bad",
  blocked: "bg-warn",
};

/** What happened, the oldest first; what is still to come stands last (D-10). */
export function DetailTimeline({
  facts: { timeline },
  look: { locale, timeZone },
  say,
}: PartProps) {
  const words = textsOf(locale, "words");
  const list = textsOf(locale, "transactions");
  return (
    <Panel id="timeline" title={say("timeline")}>
      <ol className="flex flex-col">
        {timeline.map((entry) => {
          const who = actorText(entry.actor, say);
          return (
            <li
              key={JSON.stringify([
                entry.kind,
                entry.at,
                entry.txHash,
                entry.text,
                entry.durationMs,
              ])}
              className="relative flex gap-3 border-l border-line pb-4 pl-5 last:pb-0"
            >
              <span
                aria-hidden="true"
                className={`absolute top-1.5 -left-[5px] size-2.5 rounded-full ${DOTS[entry.kind] ?? "bg-accent"}`}
              />
              <div className="flex min-w-0 grow flex-wrap justify-between gap-x-4 text-sm">
                <div className="min-w-0">
                  <p className="font-medium">{say(`event_${entry.kind}`)}</p>
                  <p className="flex flex-wrap items-center gap-x-3 text-soft">
                    {entry.amount !== null && <Money units={entry.amount} locale={locale} />}
                    {entry.confirmations && (
                      <span>{confirmationsText(entry.confirmations, say)}</span>
                    )}
                    {entry.txHash && (
                      <ShortText value={entry.txHash} what={list("hashWhat")} words={words} />
                    )}
                    {entry.kind === "webhook_attempt" && (
                      <span>
                        {say("answer", {
                          status: entry.statusCode ?? "none",
                          ms: entry.durationMs ?? 0,
                        })}
                      </span>
                    )}
                    {entry.text && <span className="break-words">{entry.text}</span>}
                    {who && <span>{say("by", { who })}</span>}
                  </p>
                </div>
                <span className="text-soft">
                  <When at={entry.at} locale={locale} timeZone={timeZone} seconds />
                </span>
              </div>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

function confirmationsText(
  { have, required }: { readonly have: number; readonly required: number | null },
  say: PartProps["say"],
): string {
  return required === null
    ? say("someConfirmations", { have })
    : say("ofConfirmations", { have: Math.min(have, required), required });
}
