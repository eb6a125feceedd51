import { sha256 } from "@noble/hashes/sha2.js";
import { type HexAddress, hexAddress } from "./addresses";
import { bytesToHex } from "./bytes";
import {
  CONTRACTS,
  type Contract,
  type ContractType,
  type ContractValue,
  contractTypeOf,
  RawMessage,
  TransactionMessage,
  typeUrl,
} from "./messages";
import { decode, encode, type Message, type Of, type Shape } from "./protobuf";
import { Reject } from "./reject";

export interface Transaction {
  /** sha256 of the raw data, hex. */
  readonly id: string;
  readonly raw: Of<typeof RawMessage>;
  readonly rawBytes: Uint8Array;
  readonly signatures: readonly Uint8Array[];
  readonly contract: Contract;
  readonly permissionId: number;
  readonly owner: HexAddress;
  readonly expiration: number;
  readonly feeLimit: bigint;
  /** The bytes of the whole transaction as serialised. */
  readonly size: number;
}

function decodeContract(type: ContractType, value: Uint8Array): Contract {
  const schema: Message<Shape> = CONTRACTS[type].message;
  return { type, value: decode(schema, value) } as Contract;
}

/** Reads the signed bytes. Throws Reject when they are not a transaction that the sandbox knows. */
export function parseTransaction(rawBytes: Uint8Array, signatures: Uint8Array[]): Transaction {
  const raw = decode(RawMessage, rawBytes);
  const [outer, ...more] = raw.contract ?? [];
  if (!outer?.parameter || more.length > 0) {
    throw new Reject("CONTRACT_VALIDATE_ERROR", "Contract validate error : contract not exist");
  }
  const type = contractTypeOf(outer.type ?? 0);
  if (!type || outer.parameter.type_url !== typeUrl(type)) {
    throw new Reject("OTHER_ERROR", `contract type ${outer.type} is not known to the sandbox`);
  }
  const contract = decodeContract(type, outer.parameter.value ?? new Uint8Array(0));
  return {
    id: bytesToHex(sha256(rawBytes)),
    raw,
    rawBytes,
    signatures,
    contract,
    permissionId: Number(outer.Permission_id ?? 0n),
    owner: hexAddress(contract.value.owner_address),
    expiration: Number(raw.expiration ?? 0n),
    feeLimit: raw.fee_limit ?? 0n,
    size: encode(TransactionMessage, { raw_data: rawBytes, signature: signatures }).length,
  };
}

/** Reads a serialised transaction, signatures included. */
export function parseTransactionBytes(bytes: Uint8Array): Transaction {
  const { raw_data, signature } = decode(TransactionMessage, bytes);
  return parseTransaction(raw_data ?? new Uint8Array(0), signature ?? []);
}

/** The whole transaction as bytes. */
export function serializeTransaction(tx: Transaction): Uint8Array {
  return encode(TransactionMessage, { raw_data: tx.rawBytes, signature: [...tx.signatures] });
}

export interface Envelope {
  readonly ref_block_bytes: Uint8Array;
  readonly ref_block_hash: Uint8Array;
  readonly expiration: bigint;
  readonly timestamp: bigint;
  readonly fee_limit?: bigint;
  readonly data?: Uint8Array;
  readonly permissionId?: number;
}

/** An unsigned transaction, as the node's own building endpoints make it. */
export function buildTransaction<T extends ContractType>(
  type: T,
  value: ContractValue<T>,
  { permissionId, ...raw }: Envelope,
): Transaction {
  const schema: Message<Shape> = CONTRACTS[type].message;
  const parameter = { type_url: typeUrl(type), value: encode(schema, value) };
  const contract = {
    type: CONTRACTS[type].id,
    parameter,
    Permission_id: BigInt(permissionId ?? 0),
  };
  return parseTransaction(encode(RawMessage, { ...raw, contract: [contract] }), []);
}
