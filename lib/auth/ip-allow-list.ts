import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Whether a list lets an address in. Entries are addresses or CIDR ranges, v4 and v6; an empty list lets all in. */
export function isAllowed(address: string, list: readonly string[]): boolean {
  if (list.length === 0) return true;
  const caller = readAddress(address);
  return caller !== null && list.some((entry) => matches(caller, entry));
}

/** Whether a list may hold that entry: an address, or a range of them. */
export function isAllowListEntry(entry: string): boolean {
  return readRange(entry) !== null;
}

function matches(caller: Address, entry: string): boolean {
  const range = readRange(entry);
  if (!range) return false;
  const [network, bits] = range;
  return caller.kind() === network.kind() && caller.match([network, bits] as [Address, number]);
}

// An IPv4 address that came through an IPv6 socket (::ffff:10.0.0.1) is the IPv4 address.
function readAddress(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return text.includes(":") && ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : null;
}

function readRange(entry: string): [Address, number] | null {
  const [text = "", bitsText, ...more] = entry.split("/");
  const network = readAddress(text);
  if (!network || more.length > 0) return null;
  const widest = text.includes(":") ? 128 : 32;
  if (bitsText !== undefined && !/^\d{1,3}$/.test(bitsText)) return null;
  const bits = bitsText === undefined ? widest : Number(bitsText);
  if (bits > widest) return null;
  const mapped = widest === 128 && network.kind() === "ipv4";
  if (mapped && bits < 96) return null;
  return [network, mapped ? bits - 96 : bits];
}
