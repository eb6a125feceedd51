import { sha256 } from "@noble/hashes/sha2.js";
import { createBase58check } from "@scure/base";
import { getAddress } from "viem";
import type { Address } from "@/lib/chains";
import { getNetwork, type NetworkId } from "@/lib/kit";

const base58check = createBase58check(sha256);
/** The first byte of every Tron account. */
const TRON_PREFIX = "41";

/** An address as people write it: 0x… with the EIP-55 checksum, or T…. No node is asked. */
export function displayAddress(network: NetworkId, address: Address): string {
  if (getNetwork(network).chain === "ethereum") return getAddress(`0x${address}`);
  return base58check.encode(Buffer.from(TRON_PREFIX + address, "hex"));
}
