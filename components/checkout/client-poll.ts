import type { ServerClock } from "./client-clock";
import {
  forgetFailure,
  isTerminal,
  main,
  type PageHooks,
  type PollData,
  showFailure,
  showNews,
  texts,
} from "./client-page";

const POLL_MS = 5_000;
const FAILED_MS = 5_000;
const HIDDEN_MS = 30_000;
const LONGEST_MS = 60_000;
const TIMEOUT_MS = 15_000;
/** After test money was asked for, so that it is seen as it arrives. */
const EAGER_MS = 1_000;
const EAGER_POLLS = 30;

export interface PollPace {
  readonly visible: boolean;
  readonly failures: number;
  /** What the server asked for, seconds; 0 when it did not. */
  readonly retryAfter: number;
  readonly eager: boolean;
  /** 0 to 1. */
  readonly random: number;
}

/** Milliseconds until the next poll: 5 s, hidden 30 s, after failures doubling with jitter up to a minute. */
export function pollDelay(pace: PollPace): number {
  const calm = pace.visible ? POLL_MS : HIDDEN_MS;
  if (pace.failures === 0) return pace.eager ? EAGER_MS : calm;
  const backOff = FAILED_MS * 2 ** Math.min(pace.failures - 1, 8) * (0.75 + pace.random / 2);
  const asked = pace.retryAfter * 1000 * (1 + pace.random / 10);
  return Math.min(LONGEST_MS, Math.max(backOff, asked, pace.visible ? 0 : calm));
}

/** Polls until the page is terminal, and again when somebody comes back to a page that may yet change. */
export class Poller {
  readonly #clock: ServerClock;
  readonly #hooks: PageHooks;
  #timer = 0;
  #failures = 0;
  #retryAfter = 0;
  #etag = "";
  #eagerPolls = 0;
  #busy = false;
  #again = false;

  constructor(clock: ServerClock, hooks: PageHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
    const returned = () => {
      if (!document.hidden && !/paid$/.test(main().dataset.state ?? "")) this.now();
    };
    document.addEventListener("visibilitychange", returned);
    addEventListener("online", returned);
    addEventListener("offline", () => this.#offline());
    addEventListener("pageshow", returned);
  }

  /** Polls at once; a poll that is under way is followed by another. */
  now(): void {
    void this.#poll();
  }

  #offline(): void {
    if (isTerminal()) return;
    // The next answer takes the notice away; one that is on its way already may be from before.
    this.#failures ||= 1;
    this.#again = this.#busy;
    showFailure(this.#clock.now(), texts().offline);
  }

  /** Draws the page anew, whatever the poll says. */
  reload(): void {
    delete main().dataset.seen;
    this.#etag = "";
    this.now();
  }

  /** Polls each second for a while. */
  hurry(): void {
    this.#eagerPolls = EAGER_POLLS;
    this.now();
  }

  async #poll(): Promise<void> {
    clearTimeout(this.#timer);
    this.#again = this.#busy;
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#ask();
      forgetFailure();
      this.#failures = 0;
    } catch {
      this.#failures += 1;
      const { offline, unreachable } = texts();
      const away = this.#failures > 1 ? unreachable : null;
      showFailure(this.#clock.now(), navigator.onLine ? away : offline);
    }
    this.#busy = false;
    // The answer may be from before what was told meanwhile.
    if (this.#again) return this.#poll();
    // After a scene of the sandbox an end need not be the last word: money may yet come late.
    if (!isTerminal() || this.#eagerPolls > 0) this.#schedule();
  }

  async #ask(): Promise<void> {
    const { poll = "", seen } = main().dataset;
    const response = await fetch(poll, {
      // What is shown without a mark is no page of the server's: "unchanged" would leave it so.
      headers: this.#etag && seen ? { "if-none-match": this.#etag } : {},
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    this.#retryAfter = Number(response.headers.get("retry-after")) || 0;
    this.#clock.setRoughly(response.headers.get("date"));
    if (response.status === 304) return;
    if (!response.ok) throw new Error(`poll ${response.status}`);
    const { data } = (await response.json()) as { data: PollData };
    this.#clock.set(data.now);
    await showNews(data, this.#hooks);
    // Only after the page shows it: else a failed reload would be hidden behind 304s.
    this.#etag = response.headers.get("etag") ?? "";
  }

  #schedule(): void {
    const delay = pollDelay({
      visible: !document.hidden,
      failures: this.#failures,
      retryAfter: this.#retryAfter,
      eager: this.#eagerPolls > 0,
      random: Math.random(),
    });
    this.#eagerPolls = Math.max(0, this.#eagerPolls - 1);
    this.#timer = window.setTimeout(() => this.now(), delay);
  }
}
