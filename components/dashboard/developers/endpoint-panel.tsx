import type { ReactNode } from "react";
import { momentText } from "@/components/dashboard/figures";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { Badge, Panel, type Tone } from "@/components/ui";

/** How it stands with the webhook address. */
export interface EndpointItem {
  readonly url: string | null;
  readonly state: "active" | "paused" | "disabled";
  readonly stateAt: Date | null;
  readonly pausedBy: string | null;
  readonly reason: "given_up" | "days" | "gone" | null;
  readonly failedTries: number;
  readonly givenUp: number;
  readonly failingSince: Date | null;
  readonly waiting: number;
}

const TONES = { active: "good", failing: "warn", paused: "info", disabled: "bad" } as const;
/** So many failures in a row are more than bad luck. */
const FAILING_FROM = 5;

interface PanelProps {
  readonly locale: string;
  readonly timeZone: string;
  readonly endpoint: EndpointItem;
  /** What can be done about it; null for who may only look. */
  readonly children: ReactNode;
}

/** Whether webhooks are sent; if not: since when, by whom or why, and how many wait. */
export function EndpointPanel({ locale, timeZone, endpoint, children }: PanelProps) {
  const say = textsOf(locale, "endpoint");
  const { state, url } = endpoint;
  const shown = state === "active" && endpoint.failedTries >= FAILING_FROM ? "failing" : state;
  const tone: Tone = TONES[shown];
  return (
    <Panel
      id="state"
      title={say("title")}
      about={say("about")}
      actions={url !== null && <Badge tone={tone}>{say(`state_${shown}`)}</Badge>}
    >
      <div className="flex flex-col gap-3 text-sm">
        {url === null ? (
          <p>{say("nowhere")}</p>
        ) : (
          <>
            <div className="flex max-w-prose flex-col gap-1">
              {linesOf(endpoint, say, locale, timeZone).map((line) => (
                <p key={line}>{line}</p>
              ))}
            </div>
            {children}
          </>
        )}
      </div>
    </Panel>
  );
}

function linesOf(endpoint: EndpointItem, say: Say, locale: string, timeZone: string): string[] {
  const at = (moment: Date | null) => (moment ? momentText(moment, locale, timeZone) : "—");
  const { state, failedTries, givenUp, waiting } = endpoint;
  if (state === "active") {
    if (failedTries === 0) return [say("well")];
    const failing = say("failing", { count: failedTries, at: at(endpoint.failingSince) });
    return givenUp === 0 ? [failing] : [failing, say("givenUp", { count: givenUp })];
  }
  const kept = [say("kept"), say("waiting", { count: waiting })];
  if (state === "paused") {
    const who = endpoint.pausedBy ?? say("somebody");
    return [say("paused", { who, at: at(endpoint.stateAt) }), ...kept];
  }
  const why = endpoint.reason === null ? "" : say(`reason_${endpoint.reason}`);
  return [`${say("disabled", { at: at(endpoint.stateAt) })} ${why}`, ...kept];
}
