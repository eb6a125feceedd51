import { formatAddress, type HexAddress } from "./addresses";
import type { Block } from "./block-index";
import { bytesToHex, bytesToText } from "./bytes";
import { producerAddress, producerSignature } from "./headers";
import {
  type AccountRecord,
  balanceOf,
  type ContractRecord,
  findAccount,
  findContract,
  type Resource,
} from "./ledger";
import { type AbiEntryValue, typeUrl } from "./messages";
import { type ChainParams, readParams } from "./params";
import type { ContractResult } from "./receipts";
import { limitOf, usedAt } from "./resources";
import type { StateReader } from "./store";
import type { Transaction } from "./transaction";

// The shapes of a full node's JSON: what protobuf leaves out is absent, bytes are hex, addresses 41… or (visible) T….

const addressFields = new Set([
  "owner_address",
  "to_address",
  "receiver_address",
  "account_address",
  "contract_address",
  "origin_address",
]);
const entryTypes = ["Unknown", "Constructor", "Function", "Event", "Fallback", "Receive", "Error"];
const mutabilities = ["Unknown", "Pure", "View", "Nonpayable", "Payable"];

export function shownAddress(address: HexAddress | string, visible: boolean): string {
  return visible ? formatAddress(address as HexAddress) : address;
}

function abiEntryJson(entry: AbiEntryValue) {
  const { type, stateMutability, ...rest } = entry;
  return {
    ...rest,
    type: entryTypes[type ?? 0],
    ...(stateMutability ? { stateMutability: mutabilities[stateMutability] } : {}),
  };
}

function bytesJson(name: string, value: Uint8Array, visible: boolean): string {
  if (addressFields.has(name)) return shownAddress(bytesToHex(value), visible);
  return visible && name === "asset_name" ? bytesToText(value) : bytesToHex(value);
}

function fieldJson(name: string, value: unknown, visible: boolean): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Uint8Array) return bytesJson(name, value, visible);
  if (name === "resource") return value === 1 ? "ENERGY" : "BANDWIDTH";
  if (name === "entrys" && Array.isArray(value)) return value.map(abiEntryJson);
  if (typeof value === "object" && value !== null) return messageJson(value, visible);
  return value;
}

function messageJson(value: object, visible: boolean): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries.map(([name, v]) => [name, fieldJson(name, v, visible)]));
}

export function rawDataJson({ raw, contract, permissionId }: Transaction, visible: boolean) {
  const { contract: _contracts, ...rest } = raw;
  const parameter = {
    value: messageJson(contract.value, visible),
    type_url: typeUrl(contract.type),
  };
  const permission = permissionId === 0 ? {} : { Permission_id: permissionId };
  return {
    contract: [{ parameter, type: contract.type, ...permission }],
    ...messageJson(rest, visible),
  };
}

export function transactionJson(tx: Transaction, visible: boolean, result?: ContractResult) {
  return {
    ...(result ? { ret: [{ contractRet: result }] } : {}),
    ...(tx.signatures.length > 0 ? { signature: tx.signatures.map(bytesToHex) } : {}),
    txID: tx.id,
    raw_data: rawDataJson(tx, visible),
    raw_data_hex: bytesToHex(tx.rawBytes),
  };
}

export function blockJson(block: Block, visible: boolean, detail = true) {
  const transactions = block.included.map(({ tx, result }) => transactionJson(tx, visible, result));
  return {
    blockID: block.id,
    block_header: {
      raw_data: {
        number: block.number,
        txTrieRoot: bytesToHex(block.txTrieRoot),
        witness_address: shownAddress(producerAddress(block), visible),
        parentHash: block.parentId,
        version: 31,
        timestamp: block.time,
      },
      witness_signature: producerSignature(block),
    },
    ...(detail && transactions.length > 0 ? { transactions } : {}),
  };
}

/** Leaves out what is zero, as protobuf's JSON does. */
export function withoutZeros(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== 0));
}

function permissions(address: string) {
  const keys = [{ address, weight: 1 }];
  return {
    owner_permission: { permission_name: "owner", threshold: 1, keys },
    active_permission: [
      {
        type: "Active",
        id: 2,
        permission_name: "active",
        threshold: 1,
        operations: "7fff1fc0033efb0f000000000000000000000000000000000000000000000000",
        keys,
      },
    ],
  };
}

function stakeJson(record: AccountRecord) {
  const amount = (resource: Resource) => withoutZeros({ amount: record.frozen[resource] });
  const unfrozenV2 = record.unfreezing.map((entry) => ({
    ...(entry.resource === "ENERGY" ? { type: "ENERGY" } : {}),
    unfreeze_amount: entry.amount,
    unfreeze_expire_time: entry.expiresAt,
  }));
  return {
    frozenV2: [
      amount("BANDWIDTH"),
      { type: "ENERGY", ...amount("ENERGY") },
      { type: "TRON_POWER" },
    ],
    ...(unfrozenV2.length > 0 ? { unfrozenV2 } : {}),
  };
}

/** `getaccount`: an empty object while the account is not activated. */
export function accountJson(state: StateReader, address: HexAddress, visible: boolean) {
  const record = findAccount(state, address);
  if (!record) return {};
  const shown = shownAddress(address, visible);
  const { delegatedIn, delegatedOut } = record;
  const assets = Object.entries(record.assets).map(([key, value]) => ({
    key,
    value: Number(value),
  }));
  return {
    address: shown,
    ...(findContract(state, address) ? { type: "Contract" } : {}),
    ...withoutZeros({
      balance: Number(balanceOf(state, address)),
      create_time: record.createdAt,
      net_usage: record.net.used,
      free_net_usage: record.freeNet.used,
      acquired_delegated_frozenV2_balance_for_bandwidth: delegatedIn.BANDWIDTH,
      delegated_frozenV2_balance_for_bandwidth: delegatedOut.BANDWIDTH,
    }),
    account_resource: withoutZeros({
      energy_usage: record.energy.used,
      latest_consume_time_for_energy: record.energy.used > 0 ? record.energy.at : 0,
      acquired_delegated_frozenV2_balance_for_energy: delegatedIn.ENERGY,
      delegated_frozenV2_balance_for_energy: delegatedOut.ENERGY,
    }),
    ...permissions(shown),
    ...stakeJson(record),
    ...(assets.length > 0 ? { assetV2: assets } : {}),
    asset_optimized: true,
  };
}

/** `getaccountresource`: an empty object while the account is not activated. */
export function resourceJson(state: StateReader, address: HexAddress, now: number) {
  const record = findAccount(state, address);
  if (!record) return {};
  const params = readParams(state);
  return withoutZeros({
    freeNetUsed: usedAt(record.freeNet, now),
    freeNetLimit: params.freeNetLimit,
    NetUsed: usedAt(record.net, now),
    NetLimit: limitOf(record, "BANDWIDTH", params),
    TotalNetLimit: params.totalNetLimit,
    TotalNetWeight: params.totalNetWeight,
    EnergyUsed: usedAt(record.energy, now),
    EnergyLimit: limitOf(record, "ENERGY", params),
    TotalEnergyLimit: params.totalEnergyLimit,
    TotalEnergyWeight: params.totalEnergyWeight,
  });
}

export function contractJson(address: HexAddress, contract: ContractRecord, visible: boolean) {
  return {
    bytecode: contract.bytecode,
    ...(contract.name ? { name: contract.name } : {}),
    consume_user_resource_percent: contract.userPercent,
    origin_address: shownAddress(contract.origin, visible),
    abi: { entrys: contract.abi.map(abiEntryJson) },
    origin_energy_limit: contract.originEnergyLimit,
    contract_address: shownAddress(address, visible),
  };
}

export function chainParametersJson(params: ChainParams) {
  const parameters: Record<string, number> = {
    getTransactionFee: params.netFee,
    getEnergyFee: params.energyFee,
    getCreateAccountFee: params.createAccountFee,
    getCreateNewAccountFeeInSystemContract: params.createNewAccountFee,
    getCreateNewAccountBandwidthRate: 1,
    getFreeNetLimit: params.freeNetLimit,
    getTotalNetLimit: params.totalNetLimit,
    getTotalEnergyLimit: params.totalEnergyLimit,
    getTotalEnergyCurrentLimit: params.totalEnergyLimit,
    getMaxFeeLimit: params.maxFeeLimit,
    getUnfreezeDelayDays: params.unfreezeDelayDays,
  };
  const chainParameter = Object.entries(parameters).map(([key, value]) => ({ key, value }));
  return { chainParameter };
}
