import { guarded, jobContext, retryWaitMs, type Stuck } from "@/lib/command";
import type { Database } from "@/lib/db";
import type { Logger } from "@/lib/kit";
import type { Resolve } from "./address-guard";
import { createBacklog, type Entered } from "./backlog";
import { type ClaimedEvent, claimEvents } from "./claim";
import { createLanes, type Lane, type LaneLimits, type Lanes } from "./lanes";
import { createRecorder } from "./recorder";
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
  /** The page where people see to their webhooks, for mails: none by default. */
  readonly link?: string;
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
  /** What is done about a claim or a record that does not end. */
  readonly stuck?: Stuck;
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

/** Sends webhooks from the outbox, at least once each. Any number of processes may do so together. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { db, log, stuck, timeoutMs = 10_000 } = options;
  const leaseMs = options.leaseMs ?? 3 * timeoutMs;
  const lanes = createLanes(laneLimits(options));
  const sender = createSender({ ...options, timeoutMs });
  const recorder = createRecorder(
    jobContext(db, "webhooks", log),
    { scheduleMs: options.scheduleMs, link: options.link ?? null },
    stuck,
  );
  const backlog = createBacklog(db, lanes, options.perMerchantConcurrency ?? PER_MERCHANT);
  const inFlight = new Set<Promise<void>>();
  let next: ReturnType<Delivery["nextTick"]> = "later";
  const waiting: (() => void)[] = [];
  let closing = false;

  // Attempts that are not recorded yet count: a slow database must slow the claims down.
  const hasRoom = () => lanes.free() > 0 && inFlight.size < 2 * lanes.total;

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

  const tick = async () => {
    next = "later";
    if (closing || !hasRoom()) return 0;
    await backlog.refresh();
    const claimed = await claimOrLeave(db, backlog.enterLanes(), lanes, leaseMs);
    for (const { event, lane } of claimed) begin(event, lane);
    if (backlog.waits() || lanes.busyMerchants().length > 0) next = "on-progress";
    else if (backlog.hasMore()) next = "now";
    return claimed.length;
  };

  return {
    tick: () => guarded("deliver", tick, stuck),
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

async function claimOrLeave(
  db: Database,
  entered: readonly Entered[],
  lanes: Lanes,
  leaseMs: number,
) {
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
  const aad = webhookSecretAad(event.merchantId);
  try {
    return signWebhook({
      eventId: event.id,
      body: event.body,
      secrets: event.sealedSecrets.map((sealed) => openSecret(sealed, aad)),
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
