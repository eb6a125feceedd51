import {
  bool,
  bytes,
  enumeration,
  int64,
  manyBytes,
  manyNested,
  message,
  nested,
  type Of,
  string,
} from "./protobuf";

// Field names and numbers are Tron's public wire protocol (core/Tron.proto and core/contract/*.proto).

export const AnyMessage = message("Any", { type_url: string(1), value: bytes(2) });
export const ContractMessage = message("Contract", {
  type: enumeration(1),
  parameter: nested(2, AnyMessage),
  Permission_id: int64(5),
});
export const RawMessage = message("raw", {
  ref_block_bytes: bytes(1),
  ref_block_num: int64(3),
  ref_block_hash: bytes(4),
  expiration: int64(8),
  data: bytes(10),
  contract: manyNested(11, ContractMessage),
  scripts: bytes(12),
  timestamp: int64(14),
  fee_limit: int64(18),
});
export const TransactionMessage = message("Transaction", {
  raw_data: bytes(1),
  signature: manyBytes(2),
});
export const HeaderMessage = message("BlockHeader.raw", {
  timestamp: int64(1),
  txTrieRoot: bytes(2),
  parentHash: bytes(3),
  number: int64(7),
  witness_address: bytes(9),
  version: int64(10),
});

const AbiParam = message("Param", { indexed: bool(1), name: string(2), type: string(3) });
const AbiEntry = message("Entry", {
  anonymous: bool(1),
  constant: bool(2),
  name: string(3),
  inputs: manyNested(4, AbiParam),
  outputs: manyNested(5, AbiParam),
  type: enumeration(6),
  payable: bool(7),
  stateMutability: enumeration(8),
});
export const AbiMessage = message("ABI", { entrys: manyNested(1, AbiEntry) });
export const SmartContractMessage = message("SmartContract", {
  origin_address: bytes(1),
  contract_address: bytes(2),
  abi: nested(3, AbiMessage),
  bytecode: bytes(4),
  call_value: int64(5),
  consume_user_resource_percent: int64(6),
  name: string(7),
  origin_energy_limit: int64(8),
});
export type AbiEntryValue = Of<typeof AbiEntry>;

/** The contract types that the sandbox executes, with their numbers. */
export const CONTRACTS = {
  AccountCreateContract: {
    id: 0,
    message: message("AccountCreateContract", {
      owner_address: bytes(1),
      account_address: bytes(2),
      type: enumeration(3),
    }),
  },
  TransferContract: {
    id: 1,
    message: message("TransferContract", {
      owner_address: bytes(1),
      to_address: bytes(2),
      amount: int64(3),
    }),
  },
  TransferAssetContract: {
    id: 2,
    message: message("TransferAssetContract", {
      asset_name: bytes(1),
      owner_address: bytes(2),
      to_address: bytes(3),
      amount: int64(4),
    }),
  },
  CreateSmartContract: {
    id: 30,
    message: message("CreateSmartContract", {
      owner_address: bytes(1),
      new_contract: nested(2, SmartContractMessage),
      call_token_value: int64(3),
      token_id: int64(4),
    }),
  },
  TriggerSmartContract: {
    id: 31,
    message: message("TriggerSmartContract", {
      owner_address: bytes(1),
      contract_address: bytes(2),
      call_value: int64(3),
      data: bytes(4),
      call_token_value: int64(5),
      token_id: int64(6),
    }),
  },
  FreezeBalanceV2Contract: {
    id: 54,
    message: message("FreezeBalanceV2Contract", {
      owner_address: bytes(1),
      frozen_balance: int64(2),
      resource: enumeration(3),
    }),
  },
  UnfreezeBalanceV2Contract: {
    id: 55,
    message: message("UnfreezeBalanceV2Contract", {
      owner_address: bytes(1),
      unfreeze_balance: int64(2),
      resource: enumeration(3),
    }),
  },
  WithdrawExpireUnfreezeContract: {
    id: 56,
    message: message("WithdrawExpireUnfreezeContract", { owner_address: bytes(1) }),
  },
  DelegateResourceContract: {
    id: 57,
    message: message("DelegateResourceContract", {
      owner_address: bytes(1),
      resource: enumeration(2),
      balance: int64(3),
      receiver_address: bytes(4),
      lock: bool(5),
      lock_period: int64(6),
    }),
  },
  UnDelegateResourceContract: {
    id: 58,
    message: message("UnDelegateResourceContract", {
      owner_address: bytes(1),
      resource: enumeration(2),
      balance: int64(3),
      receiver_address: bytes(4),
    }),
  },
} as const;

export type ContractType = keyof typeof CONTRACTS;
export type ContractValue<T extends ContractType> = Of<(typeof CONTRACTS)[T]["message"]>;
/** A decoded contract, told apart by its type. */
export type Contract = { [T in ContractType]: { type: T; value: ContractValue<T> } }[ContractType];

const byId = new Map<number, ContractType>(
  Object.entries(CONTRACTS).map(([type, { id }]) => [id, type as ContractType]),
);

export function contractTypeOf(id: number): ContractType | undefined {
  return byId.get(id);
}

export function typeUrl(type: ContractType): string {
  return `type.googleapis.com/protocol.${type}`;
}
