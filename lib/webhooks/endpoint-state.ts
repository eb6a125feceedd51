import type { DisabledReason, EndpointState } from "@/lib/db";

/** How it stands with a merchant's own webhook URL. */
export interface Endpoint {
  readonly state: EndpointState;
  readonly stateAt: Date | null;
  readonly pausedBy: string | null;
  readonly reason: DisabledReason | null;
  /** Tries that failed, and webhooks that were given up, since the last success. */
  readonly failedTries: number;
  readonly givenUp: number;
  readonly failingSince: Date | null;
  /** The largest number of failed tries that people were told of. */
  readonly told: number;
  readonly toldAt: Date | null;
}

/** A try to deliver to that URL that is on record. */
export interface CountedTry {
  readonly delivered: boolean;
  /** It was the last one that the schedule had. */
  readonly givenUp: boolean;
  /** The receiver answered 410. */
  readonly gone: boolean;
  readonly at: Date;
}

export interface Judgement {
  readonly next: Endpoint;
  /** People are to be told that it fails. */
  readonly tell: boolean;
  /** It is disabled now. */
  readonly disabled: boolean;
}

/** Nothing ever happened to it. */
export const UNTOUCHED: Endpoint = {
  state: "active",
  stateAt: null,
  pausedBy: null,
  reason: null,
  failedTries: 0,
  givenUp: 0,
  failingSince: null,
  told: 0,
  toldAt: null,
};

/** Failed tries in a row that people are told of, once each. */
export const TOLD_AT = [5, 10, 15] as const;
/** Webhooks given up in a row that disable. */
export const MOST_GIVEN_UP = 20;
/** With so many of them, days of nothing but failures disable too. */
const SOME_GIVEN_UP = 3;
const DAYS_MS = 3 * 86_400_000;
/** An address that comes and goes is not told of again and again. */
const QUIET_MS = 3_600_000;

/**
 * What tries, in the order in which they ended, make of an endpoint. A success ends a row of failures. What disables is
 * reckoned in webhooks that the whole schedule gave up, and in days no shorter than that schedule: whatever still has a
 * try to come by the contract gets it.
 */
export function afterTries(
  before: Endpoint,
  tries: readonly CountedTry[],
  now: Date,
  scheduleMs: readonly number[],
): Judgement {
  const daysMs = Math.max(
    DAYS_MS,
    scheduleMs.reduce((sum, wait) => sum + wait, 0),
  );
  let next = before;
  for (const one of tries) next = afterTry(next, one, now, daysMs);
  const disabled = before.state !== "disabled" && next.state === "disabled";
  const level = TOLD_AT.findLast((count) => next.failedTries >= count) ?? 0;
  if (level <= next.told) return { next, tell: false, disabled };
  const tell = next.state === "active";
  return { next: { ...next, told: level, toldAt: now }, tell, disabled };
}

function afterTry(endpoint: Endpoint, one: CountedTry, now: Date, daysMs: number): Endpoint {
  if (one.delivered) return { ...endpoint, failedTries: 0, givenUp: 0, failingSince: null };
  const quiet = endpoint.toldAt !== null && now.getTime() - endpoint.toldAt.getTime() < QUIET_MS;
  const next = {
    ...endpoint,
    failedTries: endpoint.failedTries + 1,
    givenUp: endpoint.givenUp + (one.givenUp ? 1 : 0),
    failingSince: endpoint.failingSince ?? one.at,
    told: endpoint.failedTries === 0 && !quiet ? 0 : endpoint.told,
  };
  const reason = next.state === "active" ? whyDisable(next, one, now, daysMs) : null;
  return reason === null ? next : { ...next, state: "disabled", stateAt: now, reason };
}

function whyDisable(
  { givenUp, failingSince }: Endpoint,
  one: CountedTry,
  now: Date,
  daysMs: number,
): DisabledReason | null {
  if (one.gone) return "gone";
  if (givenUp >= MOST_GIVEN_UP) return "given_up";
  const days = failingSince !== null && now.getTime() - failingSince.getTime() >= daysMs;
  return one.givenUp && days && givenUp >= SOME_GIVEN_UP ? "days" : null;
}
