import type { Database } from "@/lib/db";
import { type DueEvent, FIRST_MERCHANT, findDue } from "./find-due";
import { holdEvents } from "./hold-events";
import type { Lane, Lanes } from "./lanes";

/** An event that has a place to be sent from. */
export interface Entered {
  readonly due: DueEvent;
  readonly lane: Lane;
}

/** What searches found and had no room yet; a claim looks again whether it is still due. */
export interface Backlog {
  /** Searches, unless what is left was found a moment ago. Throws when the database does. */
  refresh(): Promise<void>;
  /** Takes out what may be sent now. */
  enterLanes(): Entered[];
  /** Whether something waits for room. */
  waits(): boolean;
  /** Whether merchants are left that the last search did not look at. */
  hasMore(): boolean;
}

// A new event is found at least so often while a backlog is worked off.
const SEARCH_EVERY_MS = 100;

export function createBacklog(db: Database, lanes: Lanes, perMerchant: number): Backlog {
  let found: readonly DueEvent[] = [];
  let searchedAt = Number.NEGATIVE_INFINITY;
  let after = FIRST_MERCHANT;
  let more = false;
  return {
    async refresh() {
      if (found.length > 0 && performance.now() - searchedAt < SEARCH_EVERY_MS) return;
      searchedAt = performance.now();
      const busyMerchants = lanes.busyMerchants();
      const due = await findDue(db, { busyMerchants, perMerchant: 2 * perMerchant, after });
      ({ events: found, after, more } = due);
      if (due.closed.length > 0) await holdEvents(db, due.closed);
    },
    enterLanes() {
      const left: DueEvent[] = [];
      const entered = found.flatMap((due) => {
        const lane = lanes.enter(due.merchantId, hostOf(due.url));
        if (!lane) left.push(due);
        return lane ? [{ due, lane }] : [];
      });
      found = left;
      return entered;
    },
    waits: () => found.length > 0,
    hasMore: () => more,
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
