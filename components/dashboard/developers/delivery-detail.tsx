import { When } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import { Panel } from "@/components/ui";

/** One try to deliver. */
export interface TryItem {
  readonly attempt: number;
  readonly url: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly sentHeaders: readonly (readonly [string, string])[];
  readonly answerHeaders: string | null;
  readonly answer: string | null;
}

const CODE =
  "overflow-x-auto rounded-lg bg-tint p-3 font-mono text-xs break-all whitespace-pre-wrap";

/** What is sent, byte for byte, and what came back each time. */
export function DeliveryDetail({
  locale,
  timeZone,
  body,
  attempts,
}: {
  readonly locale: string;
  readonly timeZone: string;
  readonly body: string;
  readonly attempts: readonly TryItem[];
}) {
  const say = textsOf(locale, "developers");
  const sayHeaders = textsOf(locale, "endpoint");
  return (
    <>
      <Panel id="tries" title={say("tries")}>
        {attempts.length === 0 && <p className="text-sm text-soft">{say("noTries")}</p>}
        <ol className="flex flex-col gap-4 text-sm">
          {attempts.map((one) => (
            <li key={one.attempt} className="flex flex-col gap-1">
              <span className="flex flex-wrap justify-between gap-x-4">
                <span className="font-medium">
                  {say("tryLine", {
                    attempt: one.attempt,
                    status: one.statusCode ?? one.error ?? say("noAnswer"),
                    ms: one.durationMs,
                  })}
                </span>
                <When at={one.startedAt} locale={locale} timeZone={timeZone} seconds />
              </span>
              <span className="break-all text-soft">{one.url}</span>
              {one.statusCode !== null && one.error && (
                <span className="text-bad">{one.error}</span>
              )}
              <Headers
                title={sayHeaders("headersSent")}
                lines={one.sentHeaders.map(([name, value]) => `${name}: ${value}`).join("\n")}
              />
              {one.answerHeaders && (
                <Headers title={sayHeaders("headersBack")} lines={one.answerHeaders} />
              )}
              {one.answer && (
                <>
                  <span className="text-soft">{say("answered")}</span>
                  <pre className={CODE}>{one.answer}</pre>
                </>
              )}
            </li>
          ))}
        </ol>
      </Panel>
      <Panel id="body" title={say("body")} about={say("bodyAbout")}>
        <pre className={CODE}>{body}</pre>
      </Panel>
    </>
  );
}

function Headers({ title, lines }: { readonly title: string; readonly lines: string }) {
  return (
    <details>
      <summary className="min-h-10 cursor-pointer py-2 text-soft">{title}</summary>
      <pre className={CODE}>{lines}</pre>
    </details>
  );
}
