import { keccak_256 } from "@noble/hashes/sha3.js";
import {
  type Hex,
  keccak256,
  parseTransaction,
  serializeTransaction,
  type TransactionSerializableEIP1559,
} from "viem";
import { addressFromPublicKey, checkSignature } from "@/lib/chains/accounts";
import { UnknownPayloadError } from "@/lib/chains/errors";
import { hexToBytes, toAddress, toHash } from "@/lib/chains/hex";
import type { Address, DecodedTx, Intent, TxCodec } from "@/lib/chains/port";
import { decodeTransferCall, encodeTransferCall } from "@/lib/chains/transfers";
import {
  addAuthorizations,
  type BatchTx,
  batchSigningHash,
  encodeBatch,
  isBatchPayload,
  MOST_MEMBERS,
  missingAuthorizations,
  parseBatch,
  serializeBatch,
  splitSignature,
} from "./batch-payload";
import type { FeeTerms } from "./fees";
import {
  CREATE2_FACTORY,
  decodeDeployCall,
  delegateAddress,
  encodeDeployCall,
} from "./sweep-delegate";

/**
 * The payload is the sender's 20 bytes and then the unsigned EIP-1559 bytes (0x02 ‖ rlp): the latter don't name the sender,
 * and `attach` insists that the signature is theirs. A batch has a form of its own (./batch-payload).
 */
const PAYLOAD = /^([0-9a-f]{40})(02[0-9a-f]+)$/;

interface ParsedTx {
  readonly from: Address;
  readonly unsigned: Hex;
  readonly tx: TransactionSerializableEIP1559;
}

interface Chain {
  readonly chainId: number;
  readonly token: Address;
}

/** Writes an intent as a payload. */
export function encodePayload(
  intent: Intent,
  terms: FeeTerms,
  chain: Chain & { readonly nonce: number },
): string {
  const { chainId, nonce } = chain;
  if (intent.kind === "sweep_batch") {
    const members = (intent.members ?? []).map((member) => ({ ...member, signature: null }));
    const { from, to: delegate } = intent;
    return encodeBatch({ ...terms, from, chainId, nonce, delegate, members });
  }
  const target = toCall(intent, chain.token);
  const unsigned = serializeTransaction({ type: "eip1559", chainId, nonce, ...terms, ...target });
  return `${intent.from}${unsigned.slice(2)}`;
}

/** What the transaction calls, and with what. */
export function toCall(
  { kind, from, to, value }: Intent,
  token: Address,
): { readonly to: Hex; readonly data?: Hex; readonly value?: bigint } {
  switch (kind) {
    case "native":
      return { to: `0x${to}`, value };
    case "token":
      return { to: `0x${token}`, data: `0x${encodeTransferCall(to, value)}` };
    case "deploy_delegate": {
      const data = encodeDeployCall({ operator: from, treasury: to, token });
      return { to: `0x${CREATE2_FACTORY}`, data: `0x${data}` };
    }
    default:
      throw new TypeError(`Ethereum has no ${kind}`);
  }
}

/** The codec of one chain id and one contract. */
export function createEthereumCodec(chainId: number, token: Address): TxCodec {
  const chain = { chainId, token };
  return {
    network: "USDT-ERC20",
    addressFromPublicKey,
    delegateOf: (operator, treasury) => delegateAddress({ operator, treasury, token }),
    decode: (payload) => decode(payload, chain),
    authorize(unsigned, signatures) {
      const tx = addAuthorizations(parseBatch(unsigned.payload), signatures);
      return { ...unsigned, payload: encodeBatch(tx) };
    },
    attach(unsigned, signature) {
      const { intent, signingHash, nonce } = decode(unsigned.payload, chain);
      if (unsigned.network !== "USDT-ERC20" || unsigned.from !== intent.from) {
        throw new UnknownPayloadError("the sender differs from the payload's");
      }
      checkSignature(signingHash, signature, intent.from);
      const parts = splitSignature(signature);
      const raw = isBatchPayload(unsigned.payload)
        ? serializeBatch(parseBatch(unsigned.payload), parts)
        : serializeTransaction(parsePayload(unsigned.payload).tx, parts);
      const { network, from } = unsigned;
      return {
        network,
        from,
        txHash: toHash(keccak256(raw)),
        raw: raw.slice(2),
        nonce,
        expiresAt: null,
      };
    },
  };
}

/** What a payload does, on whichever chain. Throws UnknownPayloadError. */
export function readPayloadIntent(payload: string, token: Address): Intent {
  const { chainId } = isBatchPayload(payload) ? parseBatch(payload) : parsePayload(payload).tx;
  return decode(payload, { chainId, token }).intent;
}

function parsePayload(payload: string): ParsedTx {
  const match = PAYLOAD.exec(payload);
  if (!match?.[1] || !match[2]) throw new UnknownPayloadError("not a sender and EIP-1559 bytes");
  const unsigned: Hex = `0x${match[2]}`;
  try {
    const { type, ...tx } = parseTransaction(unsigned as `0x02${string}`);
    const rebuilt = serializeTransaction({ ...tx, type: "eip1559" });
    if (type === "eip1559" && tx.r === undefined && rebuilt === unsigned) {
      return { from: toAddress(match[1]), unsigned, tx: { ...tx, type } };
    }
  } catch {
    // falls through to the one refusal
  }
  throw new UnknownPayloadError("not an unsigned EIP-1559 transaction");
}

function decode(payload: string, chain: Chain): DecodedTx {
  return isBatchPayload(payload)
    ? decodeBatch(parseBatch(payload), chain)
    : decodeTransfer(parsePayload(payload), chain);
}

function decodeTransfer({ from, unsigned, tx }: ParsedTx, { chainId, token }: Chain): DecodedTx {
  checkChain(tx.chainId, chainId);
  if ((tx.accessList ?? []).length > 0) throw new UnknownPayloadError("it has an access list");
  const intent = readIntent(from, tx, token);
  const { gas = 0n, maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = tx;
  checkFees({ gas, maxFeePerGas, maxPriorityFeePerGas });
  return {
    intent,
    nonce: tx.nonce ?? 0,
    expiresAt: null,
    chainId,
    maxFee: gas * maxFeePerGas,
    signingHash: keccak_256(hexToBytes(unsigned.slice(2))),
    authorizations: [],
  };
}

function decodeBatch(tx: BatchTx, { chainId }: Chain): DecodedTx {
  checkChain(tx.chainId, chainId);
  checkFees(tx);
  const members = tx.members.map(({ address, value, authorizes }) => ({
    address,
    value,
    authorizes,
  }));
  const distinct = new Set(members.map(({ address }) => address)).size === members.length;
  const valued = members.every(({ value }) => value > 0n);
  if (members.length === 0 || members.length > MOST_MEMBERS || !distinct || !valued) {
    throw new UnknownPayloadError("its members make no sense");
  }
  const value = members.reduce((sum, member) => sum + member.value, 0n);
  return {
    intent: { kind: "sweep_batch", from: tx.from, to: tx.delegate, value, members },
    nonce: tx.nonce,
    expiresAt: null,
    chainId,
    maxFee: tx.gas * tx.maxFeePerGas,
    signingHash: batchSigningHash(tx),
    authorizations: missingAuthorizations(tx),
  };
}

function checkChain(found: number | undefined, wanted: number): void {
  if (found !== wanted) throw new UnknownPayloadError(`chain ${found}, not ${wanted}`);
}

function checkFees({ gas, maxFeePerGas, maxPriorityFeePerGas }: FeeTerms): void {
  if (gas === 0n || maxFeePerGas === 0n || maxPriorityFeePerGas > maxFeePerGas) {
    throw new UnknownPayloadError("its fees make no sense");
  }
}

function readIntent(from: Address, tx: TransactionSerializableEIP1559, token: Address): Intent {
  const target = tx.to?.slice(2).toLowerCase();
  const data = (tx.data ?? "0x").slice(2).toLowerCase();
  const value = tx.value ?? 0n;
  if (!target) throw new UnknownPayloadError("it creates a contract");
  if (target === CREATE2_FACTORY && data !== "") return readDeployment(from, data, value, token);
  if (target !== token) {
    if (data !== "") throw new UnknownPayloadError("it calls another contract");
    return { kind: "native", from, to: toAddress(target), value };
  }
  const call = decodeTransferCall(data);
  if (!call || value !== 0n || call.value === 0n) {
    throw new UnknownPayloadError("not transfer(address,uint256) of the configured contract");
  }
  return { kind: "token", from, to: call.to, value: call.value };
}

function readDeployment(from: Address, data: string, value: bigint, token: Address): Intent {
  const binding = decodeDeployCall(data);
  if (binding?.operator !== from || binding.token !== token || value !== 0n) {
    throw new UnknownPayloadError("not the creation of the sender's own contract for sweeps");
  }
  return { kind: "deploy_delegate", from, to: binding.treasury, value };
}
