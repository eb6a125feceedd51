import { type HexAddress, parseAddress } from "./addresses";
import { parseHex } from "./bytes";

/** What a request brought, from its query or its JSON body. */
export type Args = Readonly<Record<string, unknown>>;

/** A text; numbers are taken as their digits. Empty when it is missing. */
export function text(args: Args, name: string): string {
  const value = args[name];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

export function flag(args: Args, name: string): boolean {
  return text(args, name) === "true";
}

/** A whole number as digits. Throws when it is something else; zero when it is missing. */
export function integer(args: Args, name: string): bigint {
  const value = text(args, name);
  if (value !== "" && !/^-?\d+$/.test(value)) throw new RangeError(`${name} is not a number`);
  return BigInt(value || "0");
}

export function count(args: Args, name: string): number {
  return Number(integer(args, name));
}

export function address(args: Args, name: string): HexAddress {
  return parseAddress(text(args, name));
}

export function hex(args: Args, name: string): Uint8Array {
  return parseHex(text(args, name));
}

export function list(args: Args, name: string): readonly unknown[] {
  const value = args[name];
  return Array.isArray(value) ? value : [];
}

export function record(value: unknown): Args {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  return isRecord ? (value as Args) : {};
}
