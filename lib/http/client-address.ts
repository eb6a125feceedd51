import { isIP } from "node:net";

/** Where server.ts tells the routes who is calling; what a client sends under this name is dropped. */
export const ADDRESS_HEADER = "x-tillgate-address";

const FORWARDED = /^(forwarded|x-real-ip|x-forwarded-.*)$/;

/**
 * The caller's address: the socket's, unless that many proxies before us are to be believed. Each of them
 * appends the address it was called from, so the caller stands `hops` entries from the end.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  hops: number,
): string {
  const own = plainAddress(socketAddress ?? "") ?? "0.0.0.0";
  if (hops === 0 || forwardedFor === undefined) return own;
  const entries = forwardedFor.split(",");
  return plainAddress(entries[Math.max(0, entries.length - hops)] ?? "") ?? own;
}

/** The address that limits count by: an IPv6 caller owns a /64, an IPv4 caller one address. */
export function limitedAddress(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail = ""] = address.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === "" ? [] : tail.split(":");
  const gap = address.includes("::") ? Math.max(0, 8 - front.length - back.length) : 0;
  const groups = [...front, ...Array<string>(gap).fill("0"), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** Whether a request header speaks for an earlier hop, and is only believed from a trusted proxy. */
export function isForwardedHeader(name: string): boolean {
  return FORWARDED.test(name);
}

// "10.0.0.1:443", "[2001:db8::1]:443", "::ffff:10.0.0.1" and a zone ("fe80::1%eth0") are seen in the wild.
function plainAddress(text: string): string | null {
  const trimmed = text.trim();
  const bare =
    /^\[([^\]]+)\](:\d+)?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed;
  const address = bare.replace(/%.*$/, "");
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined && isIP(mapped) === 4) return mapped;
  return isIP(address) === 0 ? null : address.toLowerCase();
}
