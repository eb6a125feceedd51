import { promises as dns, lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { buildConnector } from "undici";
import { type DestinationPolicy, isRefusedAddress } from "@/lib/api";

/** The addresses of a name. Throws what the resolver throws. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export interface GuardOptions extends DestinationPolicy {
  /** A connection that is not up by then is given up (ms). */
  readonly timeoutMs: number;
  /** Defaults to the system's name servers; in the sandbox to the system's own look-up, hosts file included. */
  readonly resolve?: Resolve;
}

const RESOLVE_MS = 3_000;

/** The destination is in a range that nothing is sent to. */
export class RefusedAddressError extends Error {
  override readonly name = "RefusedAddressError";
  constructor() {
    super("The address is private or reserved");
  }
}

/**
 * Connects to checked addresses only: an address in the URL is checked before, a name's addresses between
 * resolving and connecting (the same answer serves both), and the socket's peer before a byte of HTTP.
 */
export function guardedConnector(options: GuardOptions): buildConnector.connector {
  const connect = buildConnector({
    lookup: guardedLookup(options.resolve ?? defaultResolve(options), options),
    autoSelectFamily: true,
    timeout: options.timeoutMs,
    // Stated, so that NODE_TLS_REJECT_UNAUTHORIZED and --tls-min-* can't weaken them.
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
  });
  return (target, callback) => {
    if (isIP(target.hostname) !== 0 && isRefusedAddress(target.hostname, options)) {
      queueMicrotask(() => callback(new RefusedAddressError(), null));
      return;
    }
    connect(target, (...result) => {
      const [, socket] = result;
      if (socket && isRefusedAddress(socket.remoteAddress ?? "", options)) {
        socket.destroy();
        callback(new RefusedAddressError(), null);
      } else callback(...result);
    });
  };
}

/** A look-up for net.connect that answers with the allowed addresses of a name, or refuses it. */
export function guardedLookup(resolve: Resolve, policy: DestinationPolicy): LookupFunction {
  return (hostname, options, callback) => {
    const answer = async () => {
      const addresses = await resolve(hostname);
      const allowed = addresses
        .filter((address) => !isRefusedAddress(address, policy))
        .map((address) => ({ address, family: isIP(address) }))
        .filter(({ family }) => !options.family || options.family === family);
      if (allowed.length === 0) throw new RefusedAddressError();
      return allowed;
    };
    answer().then(
      (allowed) => {
        const [first] = allowed;
        if (options.all) callback(null, allowed);
        else callback(null, first?.address ?? "", first?.family ?? 4);
      },
      (error: NodeJS.ErrnoException) => callback(error, "", 0),
    );
  };
}

/**
 * Whether a host's addresses are all refused, asked when a URL is set. A name that does not resolve now, or
 * not soon, is let be: every connection is guarded again.
 */
export async function leadsToRefusedAddress(
  url: URL,
  options: DestinationPolicy & { readonly resolve?: Resolve },
): Promise<boolean> {
  if (isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0) return false;
  const resolve = options.resolve ?? defaultResolve(options);
  const asked = resolve(url.hostname).catch(() => []);
  const given = await Promise.race([asked, setTimeout(RESOLVE_MS, [], { ref: false })]);
  return given.length > 0 && given.every((address) => isRefusedAddress(address, options));
}

// getaddrinfo holds one of the process's few threads for as long as a name server is silent: one
// merchant's dead name server would stop everyone. The sandbox takes that for its hosts file.
function defaultResolve(policy: DestinationPolicy): Resolve {
  return policy.sandbox ? resolveBySystem : createDnsResolve();
}

const lookupAll = promisify(systemLookup);

async function resolveBySystem(hostname: string): Promise<readonly string[]> {
  const found = await lookupAll(hostname, { all: true });
  return found.map(({ address }) => address);
}

function createDnsResolve(): Resolve {
  const resolver = new dns.Resolver({ timeout: 2_000, tries: 2 });
  return async (hostname) => {
    const [v4, v6] = await Promise.allSettled([
      resolver.resolve4(hostname),
      resolver.resolve6(hostname),
    ]);
    const found = [v4, v6].flatMap((part) => (part.status === "fulfilled" ? part.value : []));
    if (found.length === 0 && v4.status === "rejected") throw v4.reason;
    return found;
  };
}
