import { keccak_256 } from "@noble/hashes/sha3.js";
import { addressBytes, type HexAddress, hexAddress } from "./addresses";
import { bytesToHex, concatBytes, hexToBytes, textToHex } from "./bytes";
import type { Execution } from "./execute";
import {
  balanceOf,
  changeBalance,
  findContract,
  getAccount,
  newAccount,
  putAccount,
  putContract,
} from "./ledger";
import type { ContractValue } from "./messages";
import type { ContractResult } from "./receipts";
import { demand } from "./reject";
import { leftOf, payEnergy } from "./resources";
import type { Transaction } from "./transaction";
import type { VmFailure } from "./vm";

const failureTexts: Readonly<Record<VmFailure, string>> = {
  REVERT: "REVERT opcode executed",
  OUT_OF_ENERGY: "Not enough energy for operation executing",
  ILLEGAL_OPERATION: "Invalid operation code",
  UNKNOWN: "Unknown Throwable",
};

export function failureText(failure: VmFailure): string {
  return failureTexts[failure];
}

/** Where a contract comes to stand: bound to the transaction that creates it. */
export function createdAddress(tx: Transaction): HexAddress {
  const digest = keccak_256(concatBytes(hexToBytes(tx.id), addressBytes(tx.owner)));
  return `41${bytesToHex(digest).slice(24)}` as HexAddress;
}

/** fee_limit caps all energy, staked or burnt; the balance caps what can be burnt. */
function energyLimit({ view, params, time, tx }: Execution, value: bigint): number {
  const staked = leftOf(getAccount(view, tx.owner), "ENERGY", params, time);
  const burnable = Number((balanceOf(view, tx.owner) - value) / BigInt(params.energyFee));
  const paid = Number(tx.feeLimit / BigInt(params.energyFee));
  return Math.max(0, Math.min(staked + burnable, paid));
}

interface Job {
  readonly to: HexAddress;
  readonly creates: boolean;
  readonly data: Uint8Array;
  readonly value: bigint;
}

async function execute(run: Execution, job: Job): Promise<ContractResult> {
  const { view, vm, params, tx, info, height, time } = run;
  demand(
    tx.feeLimit >= 0n && tx.feeLimit <= BigInt(params.maxFeeLimit),
    `feeLimit must be >= 0 and <= ${params.maxFeeLimit}`,
  );
  demand(balanceOf(view, tx.owner) >= job.value, "balance is not sufficient for the call value.");
  const limit = energyLimit(run, job.value);
  const call = { ...job, height, time, from: tx.owner, energyLimit: limit };
  const result = await vm.run(view, call);
  info.contract_address = job.to;
  info.contractResult = [result.output];
  if (result.logs.length > 0) info.log = result.logs;
  payEnergy(run, tx.owner, result.energy);
  if (result.penalty > 0) info.receipt.energy_penalty_total = result.penalty;
  info.receipt.result = result.failure ?? "SUCCESS";
  if (result.failure) {
    info.result = "FAILED";
    info.resMessage = textToHex(failureTexts[result.failure]);
  }
  return info.receipt.result;
}

export async function createContract(
  run: Execution,
  value: ContractValue<"CreateSmartContract">,
): Promise<ContractResult> {
  const { view, tx, time } = run;
  const contract = value.new_contract ?? {};
  const percent = Number(contract.consume_user_resource_percent ?? 0n);
  demand(
    hexAddress(contract.origin_address) === tx.owner,
    "OwnerAddress is not equals OriginAddress",
  );
  demand(percent >= 0 && percent <= 100, "percent must be >= 0 and <= 100");
  const to = createdAddress(tx);
  const data = contract.bytecode ?? new Uint8Array(0);
  const callValue = contract.call_value ?? 0n;
  const result = await execute(run, { to, creates: true, data, value: callValue });
  if (result !== "SUCCESS") return result;
  if (callValue > 0n) changeBalance(view, tx.owner, -callValue);
  putAccount(view, to, newAccount(time));
  putContract(view, to, {
    origin: tx.owner,
    abi: contract.abi?.entrys ?? [],
    bytecode: bytesToHex(data),
    name: contract.name ?? "",
    userPercent: percent,
    originEnergyLimit: Number(contract.origin_energy_limit ?? 0n),
  });
  return result;
}

export async function triggerContract(
  run: Execution,
  value: ContractValue<"TriggerSmartContract">,
): Promise<ContractResult> {
  const to = hexAddress(value.contract_address);
  demand(findContract(run.view, to) !== undefined, "No contract or not a valid smart contract");
  const data = value.data ?? new Uint8Array(0);
  return execute(run, { to, creates: false, data, value: value.call_value ?? 0n });
}
