import { keccak_256 } from "@noble/hashes/sha3.js";
import { fromRlp, type Hex, serializeTransaction, toRlp } from "viem";
import { hashAuthorization } from "viem/utils";
import { checkSignature } from "@/lib/chains/accounts";
import { UnknownPayloadError } from "@/lib/chains/errors";
import { bytesToHex, hexToBytes, toAddress } from "@/lib/chains/hex";
import type { Address, Authorization, BatchMember } from "@/lib/chains/port";
import type { FeeTerms } from "./fees";
import { encodeSweepAll } from "./sweep-delegate";

/**
 * A batch before it is signed: sender ‖ 0x04 ‖ rlp([chain id, nonce, tip, max fee, gas, contract, members]), a member
 * being [address, value, [] or [nonce of its authorization] or [nonce, signature]]. Not the bytes of EIP-7702 itself,
 * for those name neither the accounts that are still to authorize nor the sender. Chain id and contract of each
 * authorization are the transaction's own: no other can be written down.
 */
const PAYLOAD = /^([0-9a-f]{40})04([0-9a-f]+)$/;
/** More would come near a block's gas and a pool's limit of bytes. */
export const MOST_MEMBERS = 50;

export interface BatchTx extends FeeTerms {
  readonly from: Address;
  readonly chainId: number;
  readonly nonce: number;
  readonly delegate: Address;
  readonly members: readonly SignedMember[];
}

export interface SignedMember extends BatchMember {
  /** r ‖ s ‖ v of its authorization, hex; null while it is missing or not needed. */
  readonly signature: string | null;
}

export function isBatchPayload(payload: string): boolean {
  return PAYLOAD.test(payload);
}

export function encodeBatch(tx: BatchTx): string {
  const members = tx.members.map((member) => [
    `0x${member.address}` as Hex,
    toBytes(member.value),
    authorizationOf(member),
  ]);
  const numbers = [tx.chainId, tx.nonce, tx.maxPriorityFeePerGas, tx.maxFeePerGas, tx.gas];
  const fields = [...numbers.map((number) => toBytes(BigInt(number))), `0x${tx.delegate}` as Hex];
  return `${tx.from}04${toRlp([...fields, members]).slice(2)}`;
}

function authorizationOf({ authorizes, signature }: SignedMember): readonly Hex[] {
  if (authorizes === null) return [];
  const nonce = toBytes(BigInt(authorizes));
  return signature === null ? [nonce] : [nonce, `0x${signature}`];
}

/** Reads a batch and nothing that is written in another way. Throws UnknownPayloadError. */
export function parseBatch(payload: string): BatchTx {
  const match = PAYLOAD.exec(payload);
  try {
    const fields = fromRlp(`0x${match?.[2] ?? ""}`);
    if (!match?.[1] || !Array.isArray(fields) || fields.length !== 7) throw new TypeError("fields");
    const [chainId, nonce, tip, maxFee, gas, delegate, members] = fields;
    if (!Array.isArray(members)) throw new TypeError("members");
    const tx: BatchTx = {
      from: toAddress(match[1]),
      chainId: toCount(chainId),
      nonce: toCount(nonce),
      maxPriorityFeePerGas: toNumber(tip),
      maxFeePerGas: toNumber(maxFee),
      gas: toNumber(gas),
      delegate: toAddress(toText(delegate)),
      members: members.map(parseMember),
    };
    if (encodeBatch(tx) === payload) return tx;
  } catch {
    // falls through to the one refusal
  }
  throw new UnknownPayloadError("not a batch of sweeps");
}

type Rlp = ReturnType<typeof fromRlp>;

function parseMember(member: Rlp): SignedMember {
  const [address, value, authorization] = Array.isArray(member) ? member : [];
  if (!Array.isArray(authorization)) throw new TypeError("authorization");
  const [nonce, signature] = authorization;
  return {
    address: toAddress(toText(address)),
    value: toNumber(value),
    authorizes: nonce === undefined ? null : toCount(nonce),
    signature: signature === undefined ? null : toText(signature),
  };
}

function toText(field: Rlp | undefined): string {
  if (typeof field !== "string") throw new TypeError("not bytes");
  return field.slice(2);
}

function toNumber(field: Rlp | undefined): bigint {
  const text = toText(field);
  return text === "" ? 0n : BigInt(`0x${text}`);
}

function toCount(field: Rlp | undefined): number {
  const value = toNumber(field);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new TypeError("too large");
  return Number(value);
}

function toBytes(value: bigint): Hex {
  if (value === 0n) return "0x";
  const text = value.toString(16);
  return `0x${text.length % 2 === 0 ? text : `0${text}`}`;
}

/** What each member that has not signed yet must sign, in order. */
export function missingAuthorizations(tx: BatchTx): readonly Authorization[] {
  return tx.members.flatMap(({ address, authorizes, signature }) =>
    authorizes === null || signature !== null
      ? []
      : [{ authority: address, hash: authorizationHash(tx, authorizes) }],
  );
}

function authorizationHash(tx: BatchTx, nonce: number): Uint8Array {
  const { chainId, delegate } = tx;
  return hexToBytes(
    hashAuthorization({ chainId, contractAddress: `0x${delegate}`, nonce }).slice(2),
  );
}

/** Adds the signatures that are missing. Throws UnknownPayloadError for one that is not the member's own. */
export function addAuthorizations(tx: BatchTx, signatures: readonly Uint8Array[]): BatchTx {
  const waiting = missingAuthorizations(tx);
  if (signatures.length !== waiting.length) {
    throw new UnknownPayloadError("another number of authorizations is missing");
  }
  const byAuthority = new Map(
    waiting.map(({ authority, hash }, index) => {
      const signature = signatures[index] ?? new Uint8Array();
      checkSignature(hash, signature, authority);
      return [authority, bytesToHex(signature)] as const;
    }),
  );
  const members = tx.members.map((member) => ({
    ...member,
    signature: byAuthority.get(member.address) ?? member.signature,
  }));
  return { ...tx, members };
}

/** The transaction as the chain takes it, with the sender's signature or without: the bytes that are signed. */
export function serializeBatch(tx: BatchTx, signature?: Signature): Hex {
  const { chainId, nonce, gas, maxFeePerGas, maxPriorityFeePerGas, delegate } = tx;
  const call = {
    chainId,
    nonce,
    gas,
    maxFeePerGas,
    maxPriorityFeePerGas,
    to: `0x${delegate}`,
    data: `0x${encodeSweepAll(tx.members)}`,
  } as const;
  const authorizationList = tx.members.flatMap((member) =>
    member.authorizes === null ? [] : [signedAuthorization(tx, member, member.authorizes)],
  );
  // A list of none is no valid transaction of that type, and needs none.
  return authorizationList.length === 0
    ? serializeTransaction({ ...call, type: "eip1559" }, signature)
    : serializeTransaction({ ...call, type: "eip7702", authorizationList }, signature);
}

function signedAuthorization(tx: BatchTx, { signature }: SignedMember, nonce: number) {
  if (signature === null) throw new UnknownPayloadError("an authorization is missing");
  const address = `0x${tx.delegate}` as const;
  return { chainId: tx.chainId, address, nonce, ...splitSignature(hexToBytes(signature)) };
}

export interface Signature {
  readonly r: Hex;
  readonly s: Hex;
  readonly yParity: 0 | 1;
}

/** r ‖ s ‖ v (v 0 or 1) in its parts. */
export function splitSignature(signature: Uint8Array): Signature {
  return {
    r: `0x${bytesToHex(signature.subarray(0, 32))}`,
    s: `0x${bytesToHex(signature.subarray(32, 64))}`,
    yParity: signature[64] === 1 ? 1 : 0,
  };
}

/** The 32 bytes that the sender signs; none while authorizations are missing. */
export function batchSigningHash(tx: BatchTx): Uint8Array {
  if (missingAuthorizations(tx).length > 0) return new Uint8Array();
  return keccak_256(hexToBytes(serializeBatch(tx).slice(2)));
}
