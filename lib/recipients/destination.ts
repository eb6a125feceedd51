import { isGatewayAddress } from "@/lib/addresses";
import { TEXTS } from "@/lib/api";
import {
  type Address,
  formatAddress,
  InvalidAddressError,
  parseAddress,
  ZeroAddressError,
} from "@/lib/chains/spelling";
import type { Tx } from "@/lib/db";
import { AppError, type NetworkId } from "@/lib/kit";

/** The token contracts of this installation, as people write them; null where none is known yet. */
export interface TokenContracts {
  readonly usdtErc20Contract: string | null;
  readonly usdtTrc20Contract: string | null;
}

export interface Destination {
  readonly address: Address;
  readonly display: string;
}

/** Whether a text spells an address of the network; the zero address is one. */
export function isAddress(network: NetworkId, text: string): boolean {
  try {
    parseAddress(network, text);
    return true;
  } catch (error) {
    if (error instanceof ZeroAddressError) return true;
    if (error instanceof InvalidAddressError) return false;
    throw error;
  }
}

/**
 * The address that money may be sent to: no address of the gateway, not the token's contract and not the
 * zero address. Throws validation_failed.
 */
export async function readDestination(
  tx: Tx,
  contracts: TokenContracts,
  network: NetworkId,
  text: string,
): Promise<Destination> {
  const address = spelled(network, text);
  if (address === null || address === contractOf(contracts, network)) throw refused();
  if (await isGatewayAddress(tx, network, address)) throw refused();
  return { address, display: formatAddress(network, address) };
}

/** Null for the zero address. */
function spelled(network: NetworkId, text: string): Address | null {
  try {
    return parseAddress(network, text);
  } catch (error) {
    if (error instanceof ZeroAddressError) return null;
    if (!(error instanceof InvalidAddressError)) throw error;
    throw new AppError("validation_failed", { public: TEXTS.walletAddress, cause: error });
  }
}

function contractOf(contracts: TokenContracts, network: NetworkId): Address | null {
  const text = network === "USDT-ERC20" ? contracts.usdtErc20Contract : contracts.usdtTrc20Contract;
  return text === null ? null : parseAddress(network, text);
}

/** Money is not sent there. */
export function refused(): AppError {
  return new AppError("validation_failed", { public: TEXTS.destinationRefused });
}
