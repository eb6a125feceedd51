import type { Database } from "@/lib/db";
import type { Logger } from "@/lib/kit";
import type { Resolve } from "./address-guard";
import { type ClaimedEvent, claimEvents } from "./claim";
import { type DueEvent, FIRST_MERCHANT, findDue } from "./find-due";
import { createLanes, type Lane, type LaneLimits } from "./lanes";
import { createRecorder } from "./recorder";
import { retryWaitMs } from "./retry-wait";
import { type OpenSecret, webhookSecretAad } from "./secrets";
import { type AttemptResult, createSender } from "./send";
import { signWebhook } from "./sign";

export interface DeliveryOptions {
  /** As the worker's role. */
  readonly db: Database;
  readonly log: Logger;
  readonly openSecret: OpenSecret;
  /** Waits between attempts (ms); one more attempt than waits, then the event has failed. */
  readonly scheduleMs: readonly number[];
  readonly sandbox: boolean;
  /** Attempts in flight in this process: 256 by default. */
  readonly maxConcurrency?: number;
  /** Of one merchant: 16 by default. */
  readonly perMerchantConcurrency?: number;
  /** To one host, whoever sends: 128 by default. */
  readonly perHostConcurrency?: number;
  /** One attempt's whole time (ms): 10 s by default. */
  readonly timeoutMs?: number;
  /** A claimed event is another worker's after this (ms): three timeouts by default. */
  readonly leaseMs?: number;
  readonly resolve?: Resolve;
  /** Told of every attempt when it ends, for metrics. */
  readonly onAttempt?: (event: ClaimedEvent, result: AttemptResult) => void;
}

export interface Delivery {
  /** Claims what is due and may be sent, begins to send it and answers how many attempts began. Throws when the database does. */
  tick(): Promise<number>;
  /** When the next tick is worth it: now, as soon as an attempt ends, or when something new may be due. */
  nextTick(): "now" | "on-progress" | "later";
  /** Resolves when the next attempt ends. */
  progress(): Promise<void>;
  /** Resolves when nothing is in flight. */
  settle(): Promise<void>;
  /** Breaks off what is in flight; unanswered attempts are not recorded and made again when their leases end. */
  close(): Promise<void>;
}

const PER_MERCHANT = 16;
// A new event is found at least so often while a backlog is worked off.
const SEARCH_EVERY_MS = 100;

/** Sends webhooks from the outbox, at least once each. Any number of processes may do so together. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { db, log, timeoutMs = 10_000 } = options;
  const leaseMs = options.leaseMs ?? 3 * timeoutMs;
  const lanes = createLanes(laneLimits(options));
  const sender = createSender({ ...options, timeoutMs });
  const recorder = createRecorder(db, log);
  const inFlight = new Set<Promise<void>>();
  // What the last search found and had no room yet; a claim looks again whether it is still due.
  const found: DueEvent[] = [];
  let searchedAt = Number.NEGATIVE_INFINITY;
  let after = FIRST_MERCHANT;
  let more = false;
  let next: ReturnType<Delivery["nextTick"]> = "later";
  const waiting: (() => void)[] = [];
  let closing = false;

  // Attempts that are not recorded yet count: a slow database must slow the claims down.
  const hasRoom = () => lanes.free() > 0 && inFlight.size < 2 * lanes.total;

  const search = async () => {
    if (found.length > 0 && performance.now() - searchedAt < SEARCH_EVERY_MS) return;
    searchedAt = performance.now();
    const busyMerchants = lanes.busyMerchants();
    const perMerchant = options.perMerchantConcurrency ?? PER_MERCHANT;
    const due = await findDue(db, { busyMerchants, perMerchant: 2 * perMerchant, after });
    found.splice(0, found.length, ...due.events);
    ({ after, more } = due);
  };

  const leave = (lane: Lane, answered: boolean | null) => {
    lanes.leave(lane, answered);
    for (const wake of waiting.splice(0)) wake();
  };

  const attempt = async (event: ClaimedEvent, lane: Lane): Promise<void> => {
    const headers = signedHeaders(event, options);
    if (!headers) return leave(lane, null);
    const result = await sender.send({ url: event.url, headers, body: event.body });
    leave(lane, result.statusCode !== null);
    if (closing && result.statusCode === null) return;
    options.onAttempt?.(event, result);
    const waitMs = retryWaitMs(options.scheduleMs, event.attempt, result.retryAfterMs);
    await recorder.record({ event, result, waitMs });
  };

  const begin = (event: ClaimedEvent, lane: Lane) => {
    const running: Promise<void> = attempt(event, lane)
      .catch((error: unknown) => {
        log.error({ error, eventId: event.id }, "a webhook attempt broke off");
      })
      .finally(() => inFlight.delete(running));
    inFlight.add(running);
  };

  return {
    async tick() {
      next = "later";
      if (closing || !hasRoom()) return 0;
      await search();
      const entered = enterLanes(found.splice(0), lanes, found);
      const claimed = await claimOrLeave(db, entered, lanes, leaseMs);
      for (const { event, lane } of claimed) begin(event, lane);
      if (found.length > 0 || lanes.busyMerchants().length > 0) next = "on-progress";
      else if (more) next = "now";
      return claimed.length;
    },
    nextTick: () => (hasRoom() ? next : "on-progress"),
    progress: () => new Promise((resolve) => waiting.push(resolve)),
    settle: async () => {
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
    async close() {
      closing = true;
      await sender.close();
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
  };
}

type Lanes = ReturnType<typeof createLanes>;
interface Entered {
  readonly due: DueEvent;
  readonly lane: Lane;
}

function enterLanes(due: readonly DueEvent[], lanes: Lanes, left: DueEvent[]): Entered[] {
  return due.flatMap((event) => {
    const lane = lanes.enter(event.merchantId, hostOf(event.url));
    if (!lane) left.push(event);
    return lane ? [{ due: event, lane }] : [];
  });
}

async function claimOrLeave(db: Database, entered: Entered[], lanes: Lanes, leaseMs: number) {
  const unclaimed = new Map(entered.map(({ due, lane }) => [due.id, lane]));
  try {
    const events = await claimEvents(
      db,
      entered.map(({ due }) => due),
      leaseMs,
    );
    return events.flatMap((event) => {
      const lane = unclaimed.get(event.id);
      unclaimed.delete(event.id);
      return lane ? [{ event, lane }] : [];
    });
  } finally {
    for (const lane of unclaimed.values()) lanes.leave(lane, null);
  }
}

/** Null when the secret can't be opened: the operator's fault, which costs the merchant no attempt. */
function signedHeaders(event: ClaimedEvent, { openSecret, log }: DeliveryOptions) {
  try {
    return signWebhook({
      eventId: event.id,
      body: event.body,
      secrets: [openSecret(event.sealedSecret, webhookSecretAad(event.merchantId))],
      attempt: event.attempt,
      at: event.claimedAt,
      test: event.type === "test",
    });
  } catch (error) {
    log.error({ error, merchantId: event.merchantId }, "a webhook secret can't be opened");
    return null;
  }
}

function laneLimits(options: DeliveryOptions): LaneLimits {
  return {
    total: options.maxConcurrency ?? 256,
    perMerchant: options.perMerchantConcurrency ?? PER_MERCHANT,
    perHost: options.perHostConcurrency ?? 128,
    perTroubledHost: 2,
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
