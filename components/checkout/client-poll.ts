import type { ServerClock } from "./client-clock";
import {
  isTerminal,
  isWithdrawn,
  main,
  notice,
  type PageHooks,
  type PollData,
  showNews,
} from "./client-page";

const VISIBLE_MS = 5_000;
const HIDDEN_MS = 30_000;
const LONGEST_MS = 60_000;
const TIMEOUT_MS = 15_000;
/** After test money was asked for, so that it is seen as it arrives. */
const EAGER_MS = 1_000;

const UNREACHABLE =
  "We cannot refresh right now. If you have already paid, it will be found. If not, please wait.";

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
  const calm = pace.visible ? VISIBLE_MS : HIDDEN_MS;
  if (pace.failures === 0) return pace.eager ? EAGER_MS : calm;
  const backOff = VISIBLE_MS * 2 ** Math.min(pace.failures - 1, 8) * (0.75 + pace.random / 2);
  const asked = pace.retryAfter * 1000 * (1 + pace.random / 10);
  return Math.min(LONGEST_MS, Math.max(backOff, asked, pace.visible ? 0 : calm));
}

export interface Poller {
  /** Polls at once; a poll that is under way is followed by another. */
  now(): void;
  /** Polls each second for a while. */
  hurry(): void;
}

/** Polls until the page is terminal, and again when somebody comes back to a page that may yet change. */
export function startPolling(clock: ServerClock, hooks: PageHooks): Poller {
  let timer = 0;
  let failures = 0;
  let retryAfter = 0;
  let etag = "";
  let eagerPolls = 0;
  let busy = false;
  let again = false;

  const ask = async () => {
    const response = await fetch(main().dataset.poll ?? "", {
      headers: etag ? { "if-none-match": etag } : {},
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    retryAfter = Number(response.headers.get("retry-after")) || 0;
    clock.setRoughly(response.headers.get("date"));
    if (response.status === 304) return;
    if (!response.ok) throw new Error(`poll ${response.status}`);
    const { data } = (await response.json()) as { data: PollData };
    clock.set(data.now);
    await showNews(data, hooks);
    // Only after the page shows it: else a failed reload would be hidden behind 304s.
    etag = response.headers.get("etag") ?? "";
  };

  const poll = async () => {
    clearTimeout(timer);
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    try {
      await ask();
      if (failures > 0) notice(null);
      failures = 0;
    } catch {
      failures += 1;
      if (!isWithdrawn() && (failures > 1 || !navigator.onLine)) notice(UNREACHABLE);
    }
    busy = false;
    if (isTerminal()) return;
    if (eagerPolls > 0) eagerPolls -= 1;
    const delay = pollDelay({
      visible: !document.hidden,
      failures,
      retryAfter,
      eager: eagerPolls > 0,
      random: Math.random(),
    });
    timer = window.setTimeout(poll, again ? 0 : delay);
  };

  const now = () => void poll();
  const returned = () => {
    if (!document.hidden && !/paid$/.test(main().dataset.state ?? "")) now();
  };
  document.addEventListener("visibilitychange", returned);
  addEventListener("online", returned);
  addEventListener("pageshow", returned);
  return {
    now,
    hurry() {
      eagerPolls = 30;
      now();
    },
  };
}
