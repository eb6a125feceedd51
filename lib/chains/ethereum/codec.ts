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
import { bytesToHex, hexToBytes, toAddress, toHash } from "@/lib/chains/hex";
import type { Address, DecodedTx, Intent, TxCodec } from "@/lib/chains/port";
import { decodeTransferCall, encodeTransferCall } from "@/lib/chains/transfers";
import type { FeeTerms } from "./fees";

/**
 * The payload is the sender's 20 bytes and then the unsigned EIP-1559 bytes (0x02 ‖ rlp): the latter don't name the sender,
 * and `attach` insists that the signature is theirs.
 */
const PAYLOAD = /^([0-9a-f]{40})(02[0-9a-f]+)$/;

interface ParsedTx {
  readonly from: Address;
  readonly unsigned: Hex;
  readonly tx: TransactionSerializableEIP1559;
}

/** Writes a transfer as a payload. */
export function encodePayload(
  intent: Intent,
  terms: FeeTerms,
  chain: { readonly chainId: number; readonly token: Address; readonly nonce: number },
): string {
  const { kind, from, to, value } = intent;
  const target =
    kind === "native"
      ? ({ to: `0x${to}`, value } as const)
      : ({ to: `0x${chain.token}`, data: `0x${encodeTransferCall(to, value)}` } as const);
  const { chainId, nonce } = chain;
  const unsigned = serializeTransaction({ type: "eip1559", chainId, nonce, ...terms, ...target });
  return `${from}${unsigned.slice(2)}`;
}

/** The codec of one chain id and one contract. */
export function createEthereumCodec(chainId: number, token: Address): TxCodec {
  return {
    network: "USDT-ERC20",
    addressFromPublicKey,
    decode: (payload) => decode(parsePayload(payload), chainId, token),
    attach(unsigned, signature) {
      const parsed = parsePayload(unsigned.payload);
      const { signingHash, nonce } = decode(parsed, chainId, token);
      if (unsigned.network !== "USDT-ERC20" || unsigned.from !== parsed.from) {
        throw new UnknownPayloadError("the sender differs from the payload's");
      }
      checkSignature(signingHash, signature, parsed.from);
      const raw = serializeTransaction(parsed.tx, {
        r: `0x${bytesToHex(signature.subarray(0, 32))}`,
        s: `0x${bytesToHex(signature.subarray(32, 64))}`,
        yParity: signature[64] === 1 ? 1 : 0,
      });
      const txHash = toHash(keccak256(raw));
      const { network, from } = unsigned;
      return { network, from, txHash, raw: raw.slice(2), nonce, expiresAt: null };
    },
  };
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

function decode({ from, unsigned, tx }: ParsedTx, chainId: number, token: Address): DecodedTx {
  if (tx.chainId !== chainId) throw new UnknownPayloadError(`chain ${tx.chainId}, not ${chainId}`);
  if ((tx.accessList ?? []).length > 0) throw new UnknownPayloadError("it has an access list");
  const intent = readIntent(from, tx, token);
  const { gas = 0n, maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = tx;
  if (gas === 0n || maxFeePerGas === 0n || maxPriorityFeePerGas > maxFeePerGas) {
    throw new UnknownPayloadError("its fees make no sense");
  }
  return {
    intent,
    nonce: tx.nonce ?? 0,
    expiresAt: null,
    chainId,
    maxFee: gas * maxFeePerGas,
    signingHash: keccak_256(hexToBytes(unsigned.slice(2))),
  };
}

function readIntent(from: Address, tx: TransactionSerializableEIP1559, token: Address): Intent {
  const target = tx.to?.slice(2).toLowerCase();
  const data = (tx.data ?? "0x").slice(2).toLowerCase();
  const value = tx.value ?? 0n;
  if (!target) throw new UnknownPayloadError("it creates a contract");
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
