import { formatAddress } from "./addresses";
import { delegate, freeze, undelegate, unfreeze, withdrawUnfrozen } from "./contracts-staking";
import { createAccount, receiverOf, transferAsset, transferTrx } from "./contracts-transfer";
import { createContract, triggerContract } from "./contracts-vm";
import { findAccount } from "./ledger";
import { type ChainParams, readParams } from "./params";
import type { ContractResult, TransactionInfo } from "./receipts";
import { invalid } from "./reject";
import { payBandwidth } from "./resources";
import type { Transaction } from "./transaction";
import { StateView } from "./view";
import type { Vm } from "./vm";

export interface Execution {
  readonly view: StateView;
  readonly vm: Vm;
  readonly params: ChainParams;
  readonly height: number;
  readonly time: number;
  readonly tx: Transaction;
  readonly info: TransactionInfo;
}

export interface Executed {
  readonly result: ContractResult;
  readonly info: TransactionInfo;
}

async function runContract(run: Execution): Promise<ContractResult> {
  const { type, value } = run.tx.contract;
  switch (type) {
    case "CreateSmartContract":
      return createContract(run, value);
    case "TriggerSmartContract":
      return triggerContract(run, value);
    case "AccountCreateContract":
      createAccount(run, value);
      break;
    case "TransferContract":
      transferTrx(run, value);
      break;
    case "TransferAssetContract":
      transferAsset(run, value);
      break;
    case "FreezeBalanceV2Contract":
      freeze(run, value);
      break;
    case "UnfreezeBalanceV2Contract":
      unfreeze(run, value);
      break;
    case "WithdrawExpireUnfreezeContract":
      withdrawUnfrozen(run);
      break;
    case "DelegateResourceContract":
      delegate(run, value);
      break;
    case "UnDelegateResourceContract":
      undelegate(run, value);
      break;
  }
  return "SUCCESS";
}

/** What a full node asks before it builds a transaction: would the contract be valid now? Throws Reject. */
export async function checkContract(
  parent: StateView,
  vm: Vm,
  at: { readonly height: number; readonly time: number },
  tx: Transaction,
): Promise<void> {
  const view = new StateView(parent);
  if (!findAccount(view, tx.owner)) {
    invalid(`account [${formatAddress(tx.owner)}] does not exist`);
  }
  await runContract({ view, vm, params: readParams(parent), tx, info: blankInfo(tx, at), ...at });
}

function blankInfo(tx: Transaction, at: { height: number; time: number }): TransactionInfo {
  return {
    id: tx.id,
    blockNumber: at.height,
    blockTimeStamp: at.time,
    contractResult: [""],
    receipt: {},
  };
}

/**
 * Executes a transaction on the view. One that fails inside a contract is executed too (it pays); one that is invalid
 * throws Reject and changes nothing.
 */
export async function executeTransaction(
  parent: StateView,
  vm: Vm,
  at: { readonly height: number; readonly time: number },
  tx: Transaction,
): Promise<Executed> {
  const view = new StateView(parent);
  const info = blankInfo(tx, at);
  const run: Execution = { view, vm, params: readParams(parent), tx, info, ...at };
  if (!findAccount(view, tx.owner)) {
    invalid(`account [${formatAddress(tx.owner)}] does not exist`);
  }
  payBandwidth(run, tx.owner, tx.size, receiverOf(run));
  const result = await runContract(run);
  parent.merge(view.diff());
  return { result, info };
}
