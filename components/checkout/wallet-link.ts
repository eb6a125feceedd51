import { parseAmount } from "@/lib/kit";

export interface WalletRequest {
  /** The USDT contract as people write it. */
  readonly token: string;
  readonly chainId: number;
  readonly to: string;
  /** A plain decimal of USDT. */
  readonly amount: string;
}

/** The public chain, the only one that wallet apps know by these links. */
const MAINNET = 1;

/**
 * The payment as an ERC-681 link (EIP-681): the contract is the target, `address` the payee, the amount in micro-USDT
 * without a point or exponent; the chain id always, since without one a wallet takes the chain that it is on.
 */
export function paymentLink({ token, chainId, to, amount }: WalletRequest): string {
  const units = parseAmount(amount);
  if (units === null) throw new Error(`not an amount: ${amount}`);
  return `ethereum:${token}@${chainId}/transfer?address=${to}&uint256=${units}`;
}

/** Trust Wallet's link (its UAI: coin 60, token by contract; decimal amount); null off the public chain. */
export function trustLink({ token, chainId, to, amount }: WalletRequest): string | null {
  if (chainId !== MAINNET) return null;
  const query = new URLSearchParams({ asset: `c60_t${token}`, address: to, amount });
  return `https://link.trustwallet.com/send?${query}`;
}
