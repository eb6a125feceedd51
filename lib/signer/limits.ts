import type { NetworkId } from "@/lib/kit";

/** What the signer signs at most, whatever is asked of it; in wei or sun. */
export interface SigningLimits {
  /** Native coin that one sweep's gas transaction carries. */
  readonly gasValue: bigint;
  /** Native coin that one transaction carries to a merchant's wallet, for many withdrawals. */
  readonly walletGasValue: bigint;
  /** Network fee of one transaction. */
  readonly fee: bigint;
  /** Network fee of one transaction that stands for many: a batch of sweeps, the contract for them. */
  readonly batchFee: bigint;
  /** Stake that is lent to one address. */
  readonly loan: bigint;
  /** Coin that one order stakes. */
  readonly stake: bigint;
}

const ETHER = 10n ** 18n;
const TRX = 10n ** 6n;

export const SIGNING_LIMITS: Readonly<Record<NetworkId, SigningLimits>> = {
  "USDT-ERC20": {
    gasValue: ETHER / 20n,
    walletGasValue: ETHER,
    fee: ETHER / 20n,
    batchFee: ETHER / 2n,
    loan: 0n,
    stake: 0n,
  },
  "USDT-TRC20": {
    gasValue: 200n * TRX,
    walletGasValue: 2_500n * TRX,
    fee: 200n * TRX,
    batchFee: 0n,
    loan: 100_000n * TRX,
    stake: 10_000_000n * TRX,
  },
};
