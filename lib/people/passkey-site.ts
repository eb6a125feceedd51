import { isIP } from "node:net";

/** Whom passkeys of this installation are made for. */
export interface PasskeySite {
  readonly origin: string;
  /** The host's name: what an authenticator knows it by. */
  readonly rpId: string;
}

/** Where passkeys work; null where browsers have none: at a bare address, and without TLS anywhere but on localhost. */
export function passkeySite(at: string): PasskeySite | null {
  const { origin, hostname, protocol } = new URL(at);
  if (hostname.startsWith("[") || isIP(hostname) !== 0) return null;
  const local = hostname === "localhost" || hostname.endsWith(".localhost");
  return local || protocol === "https:" ? { origin, rpId: hostname } : null;
}
