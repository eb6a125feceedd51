import type { VmLog } from "./vm";

export type ContractResult =
  | "SUCCESS"
  | "REVERT"
  | "OUT_OF_ENERGY"
  | "ILLEGAL_OPERATION"
  | "UNKNOWN";

/** `receipt` of a transaction info; a figure that is zero is absent. Fees in sun. */
export interface ResourceReceipt {
  energy_usage?: number;
  energy_fee?: number;
  energy_usage_total?: number;
  energy_penalty_total?: number;
  net_usage?: number;
  net_fee?: number;
  result?: ContractResult;
}

/** What `gettransactioninfobyid` answers, in the names of Tron's HTTP interface. */
export interface TransactionInfo {
  id: string;
  /** Everything burnt, in sun; absent when nothing was. */
  fee?: number;
  blockNumber: number;
  blockTimeStamp: number;
  contractResult: string[];
  contract_address?: string;
  receipt: ResourceReceipt;
  log?: VmLog[];
  result?: "FAILED";
  resMessage?: string;
  unfreeze_amount?: number;
  withdraw_expire_amount?: number;
}

export function addFee(info: TransactionInfo, sun: number): void {
  if (sun > 0) info.fee = (info.fee ?? 0) + sun;
}
