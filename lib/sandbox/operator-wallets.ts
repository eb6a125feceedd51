import { createHash } from "node:crypto";
import { privateKeyToAccount } from "viem/accounts";
import { formatAddress, parseAddress } from "@/lib/chains";
import type { NetworkId } from "@/lib/kit";

/**
 * Where a sandbox settles its operator's fees: the account of a key that follows from the sandbox's own secret, so
 * that it is the same at each start.
 */
export function sandboxOperatorWallets(secret: string): Readonly<Record<NetworkId, string>> {
  const key = createHash("sha256").update(`tillgate operator wallet ${secret}`).digest("hex");
  const address = parseAddress("USDT-ERC20", privateKeyToAccount(`0x${key}`).address);
  return {
    "USDT-ERC20": formatAddress("USDT-ERC20", address),
    "USDT-TRC20": formatAddress("USDT-TRC20", address),
  };
}
