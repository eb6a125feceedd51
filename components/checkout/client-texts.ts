import type { Texts } from "./texts";

/** What the script says by itself; everything else it says is in the markup of the part that it is about. */
export interface ClientTexts {
  readonly locale: string;
  readonly copied: string;
  readonly copyFailed: string;
  readonly byHand: string;
  /** By the seconds that are left. */
  readonly left: Readonly<Record<string, string>>;
  readonly offline: string;
  readonly unreachable: string;
  readonly changed: string;
  readonly over: string;
  readonly vanished: string;
  readonly sending: string;
  readonly sent: string;
  readonly notSent: string;
}

/** The script's texts in the page's language. */
export function clientTexts(texts: Texts): ClientTexts {
  return {
    locale: texts.locale,
    copied: texts.say("copy.copied"),
    copyFailed: texts.say("copy.failed"),
    byHand: texts.say("copy.byHand"),
    left: {
      300: texts.say("timer.minutesLeft", { minutes: 5 }),
      60: texts.say("timer.minutesLeft", { minutes: 1 }),
      30: texts.say("timer.secondsLeft", { seconds: 30 }),
    },
    offline: texts.say("page.offline"),
    unreachable: texts.say("page.unreachable"),
    changed: texts.say("page.changed"),
    over: texts.say("state.checking.text"),
    vanished: texts.say("page.vanished"),
    sending: texts.say("play.sending"),
    sent: texts.say("play.sent"),
    notSent: texts.say("play.failed"),
  };
}
