import { getNetwork, type NetworkId } from "@/lib/kit";
import * as ethereum from "./ethereum/addresses";
import type { Address } from "./port";
import * as tron from "./tron/addresses";

export { InvalidAddressError, ZeroAddressError } from "./errors";
export type { Address } from "./port";

/**
 * Reads an address as people write it; checksums are enforced. Asks no node. Throws InvalidAddressError, and
 * its kind ZeroAddressError for the address of nobody.
 */
export function parseAddress(network: NetworkId, text: string): Address {
  return spellingOf(network).parseAddress(text);
}

/** An address as people write it: 0x… with the EIP-55 checksum, or T…. Asks no node. */
export function formatAddress(network: NetworkId, address: Address): string {
  return spellingOf(network).formatAddress(address);
}

function spellingOf(network: NetworkId) {
  return getNetwork(network).chain === "ethereum" ? ethereum : tron;
}
