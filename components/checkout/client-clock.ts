import { offerMoreTime } from "./client-more";
import { announce, isTerminal, main, texts } from "./client-page";
import { countdownText, NEAR_MS } from "./time-text";

const ANNOUNCED_S = [300, 60, 30];
/** The Date header is whole seconds: only more than this is a clock that moved. */
const HEADER_SLACK_MS = 2_000;

/** The server's clock, whatever this device's clock says. */
export class ServerClock {
  #offsetMs: number;

  constructor(now: string) {
    this.#offsetMs = Date.parse(now) - Date.now();
  }

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Sets the clock by an exact time of the server. */
  set(now: string): void {
    const time = Date.parse(now);
    if (!Number.isNaN(time)) this.#offsetMs = time - Date.now();
  }

  /** Sets the clock by a Date header, if it is off by more than the header's own coarseness. */
  setRoughly(date: string | null): void {
    const time = Date.parse(date ?? "");
    if (Math.abs(time - this.now()) > HEADER_SLACK_MS) this.#offsetMs = time - Date.now();
  }
}

/** Runs the countdown in the page and in the tab's title. `timeUp` is called once for each deadline. */
export function startCountdown(clock: ServerClock, timeUp: () => void): () => void {
  let lastSeconds = Number.POSITIVE_INFINITY;
  let deadline = "";
  const tick = () => {
    const page = main();
    const title = page.dataset.title ?? document.title;
    const timer = page.querySelector("[role=timer]");
    if (!timer || isTerminal()) {
      document.title = title;
      return;
    }
    const left = Date.parse(page.dataset.expires ?? "") - clock.now();
    offerMoreTime(left);
    const text = countdownText(left, texts().locale);
    if (timer.textContent !== text) timer.textContent = text;
    document.title = title.replace(/^(\[TEST\] )?/, `$1${text} · `);
    const seconds = Math.max(0, Math.ceil(left / 1000));
    if (deadline !== page.dataset.expires) lastSeconds = Number.POSITIVE_INFINITY;
    deadline = page.dataset.expires ?? "";
    if (lastSeconds !== Number.POSITIVE_INFINITY) {
      const passed = ANNOUNCED_S.find((s) => lastSeconds > s && seconds <= s && seconds > s - 5);
      if (passed) announce(texts().left[passed] ?? "");
    }
    if (seconds === 0 && lastSeconds !== 0) timeUp();
    lastSeconds = seconds;
  };
  setInterval(tick, 1000);
  return tick;
}

/** Writes the times of the page in the reader's own time zone. */
export function localiseTimes(): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
    time.title = `${time.dateTime.slice(0, 16).replace("T", " ")} UTC`;
    const template = time.dataset.local || "{}";
    time.textContent = template.replace("{}", localTime(new Date(time.dateTime)));
  }
}

/** Of a time that is near the hour alone, without `Intl`, which keeps a slow phone busy for longer than all the rest. */
function localTime(at: Date): string {
  if (Math.abs(at.getTime() - Date.now()) < NEAR_MS) return at.toTimeString().slice(0, 5);
  return at.toLocaleString(texts().locale, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}
