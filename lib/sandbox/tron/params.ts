import type { StateReader } from "./store";

/** What a vote of Tron's producers can change; the sandbox changes it on command. Fees in sun. */
export interface ChainParams {
  readonly energyFee: number;
  readonly netFee: number;
  readonly createAccountFee: number;
  readonly createNewAccountFee: number;
  readonly freeNetLimit: number;
  readonly maxFeeLimit: number;
  readonly totalNetLimit: number;
  readonly totalNetWeight: number;
  readonly totalEnergyLimit: number;
  readonly totalEnergyWeight: number;
  readonly unfreezeDelayDays: number;
  /** Extra energy by contract (41… hex): 3.4 makes it cost 4.4 times as much, as popular contracts do. */
  readonly energyFactor: Readonly<Record<string, number>>;
}

/** Mainnet's figures of 2026, weights rounded. */
export const defaultParams: ChainParams = {
  energyFee: 100,
  netFee: 1000,
  createAccountFee: 100_000,
  createNewAccountFee: 1_000_000,
  freeNetLimit: 600,
  maxFeeLimit: 15_000_000_000,
  totalNetLimit: 43_200_000_000,
  totalNetWeight: 26_000_000_000,
  totalEnergyLimit: 180_000_000_000,
  totalEnergyWeight: 19_000_000_000,
  unfreezeDelayDays: 14,
  energyFactor: {},
};

export const PARAMS_KEY = "params";

export function readParams(state: StateReader): ChainParams {
  const changed = state.get(PARAMS_KEY);
  return changed === undefined ? defaultParams : { ...defaultParams, ...JSON.parse(changed) };
}
