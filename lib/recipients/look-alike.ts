/** Characters that a hurried eye compares at either end. */
const SEEN = 4;

/**
 * What a hurried eye sees of an address as people write it: the first four characters after the prefix (0x or T) and
 * the last four. Hex digits look the same in either case. The database keeps the same of every row (`look`).
 */
export function lookOf(address: string): string {
  const hex = address.startsWith("0x");
  const text = hex ? address.slice(2).toLowerCase() : address.slice(1);
  return text.slice(0, SEEN) + text.slice(-SEEN);
}

/** Whether two addresses are not the same and could be taken for each other. */
export function looksAlike(a: string, b: string): boolean {
  const hex = a.startsWith("0x");
  if (hex !== b.startsWith("0x")) return false;
  const same = hex ? a.toLowerCase() === b.toLowerCase() : a === b;
  return !same && lookOf(a) === lookOf(b);
}
