export interface LaneLimits {
  /** Attempts in flight in this process. */
  readonly total: number;
  readonly perMerchant: number;
  readonly perHost: number;
  /** For a host whose last attempt got no answer; all such hosts together get half of `total`. */
  readonly perTroubledHost: number;
}

export interface Lane {
  readonly merchantId: string;
  readonly host: string;
  readonly troubled: boolean;
}

export interface Lanes {
  readonly total: number;
  free(): number;
  /** Merchants that have as many attempts in flight as they may. */
  busyMerchants(): string[];
  /** A place for one more attempt, null when merchant, host or process have no more. */
  enter(merchantId: string, host: string): Lane | null;
  /** Gives the place back. `answered`: the host gave an answer of any kind; null: it was not asked. */
  leave(lane: Lane, answered: boolean | null): void;
}

const MAX_TROUBLED_HOSTS = 10_000;

/**
 * Who may send now: no merchant and no receiver takes the places of the others. A receiver that does not
 * answer holds its places for the whole timeout, so it gets few until it answers again.
 */
export function createLanes(limits: LaneLimits): Lanes {
  const merchants = new Map<string, number>();
  const hosts = new Map<string, number>();
  const troubledHosts = new Set<string>();
  let inFlight = 0;
  let troubledInFlight = 0;

  const hasRoom = (merchantId: string, host: string, troubled: boolean) =>
    inFlight < limits.total &&
    (merchants.get(merchantId) ?? 0) < limits.perMerchant &&
    (hosts.get(host) ?? 0) < (troubled ? limits.perTroubledHost : limits.perHost) &&
    (!troubled || troubledInFlight < Math.max(1, Math.floor(limits.total / 2)));

  return {
    total: limits.total,
    free: () => limits.total - inFlight,
    busyMerchants: () =>
      [...merchants].filter(([, count]) => count >= limits.perMerchant).map(([id]) => id),
    enter(merchantId, host) {
      const troubled = troubledHosts.has(host);
      if (!hasRoom(merchantId, host, troubled)) return null;
      inFlight += 1;
      troubledInFlight += troubled ? 1 : 0;
      add(merchants, merchantId, 1);
      add(hosts, host, 1);
      return { merchantId, host, troubled };
    },
    leave(lane, answered) {
      inFlight -= 1;
      troubledInFlight -= lane.troubled ? 1 : 0;
      add(merchants, lane.merchantId, -1);
      add(hosts, lane.host, -1);
      if (answered === true) troubledHosts.delete(lane.host);
      if (answered === false) troubledHosts.add(lane.host);
      const [oldest] = troubledHosts;
      if (troubledHosts.size > MAX_TROUBLED_HOSTS && oldest) troubledHosts.delete(oldest);
    },
  };
}

function add(counts: Map<string, number>, key: string, change: number): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
