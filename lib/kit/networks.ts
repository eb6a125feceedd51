import type { Units } from "./amount";

/** A network of the gateway: a token on a chain, by the name the wire uses for it. */
export type NetworkId = "USDT-ERC20" | "USDT-TRC20";

export type ChainFamily = "ethereum" | "tron";

export interface Network {
  readonly id: NetworkId;
  readonly chain: ChainFamily;
  readonly asset: "USDT";
  /** Decimal places of the token and of its ledger accounts. */
  readonly scale: 6;
  readonly native: { readonly code: "ETH" | "TRX"; readonly scale: number };
  /** How people call the chain, and the token standard on it. */
  readonly chainName: string;
  readonly standard: "ERC20" | "TRC20";
  /** SLIP-44 coin type, the second level of every derivation path. */
  readonly coinType: number;
  /** Smallest fee on a deposit, micro-USDT. */
  readonly minimumDepositFee: Units;
  /** Flat fee of a withdrawal or payout, micro-USDT. */
  readonly withdrawalFee: Units;
  /** Money that is credited already is swept from this sum on, micro-USDT; money that an invoice waits for is swept at once. */
  readonly sweepThreshold: Units;
  /** Seconds between blocks on the public chain, for the estimate a payer is shown. */
  readonly blockSeconds: number;
}

/** Every network, in the order in which lists show them (ERC20 first, as the contract says). */
export const NETWORKS: readonly Network[] = [
  {
    id: "USDT-ERC20",
    chain: "ethereum",
    asset: "USDT",
    scale: 6,
    native: { code: "ETH", scale: 18 },
    chainName: "Ethereum",
    standard: "ERC20",
    coinType: 60,
    minimumDepositFee: 1_500_000n as Units,
    withdrawalFee: 2_500_000n as Units,
    sweepThreshold: 1_500_000n as Units,
    blockSeconds: 12,
  },
  {
    id: "USDT-TRC20",
    chain: "tron",
    asset: "USDT",
    scale: 6,
    native: { code: "TRX", scale: 6 },
    chainName: "TRON",
    standard: "TRC20",
    coinType: 195,
    minimumDepositFee: 1_000_000n as Units,
    withdrawalFee: 2_000_000n as Units,
    sweepThreshold: 1_000_000n as Units,
    blockSeconds: 3,
  },
];

export const NETWORK_IDS = NETWORKS.map((n) => n.id) as [NetworkId, ...NetworkId[]];

const byId = new Map(NETWORKS.map((n) => [n.id, n]));

/** The network of that id, or null when there is none. */
export function findNetwork(id: string): Network | null {
  return byId.get(id as NetworkId) ?? null;
}

/** The network of that id. */
export function getNetwork(id: NetworkId): Network {
  const network = byId.get(id);
  if (!network) throw new Error(`unknown network ${id}`);
  return network;
}

/** A transaction hash as people and explorers write it: 0x… on Ethereum, bare hex on Tron. */
export function displayHash(network: NetworkId, hash: string): string {
  return getNetwork(network).chain === "ethereum" ? `0x${hash}` : hash;
}
