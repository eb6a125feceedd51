import { sha256 } from "@noble/hashes/sha2.js";
import { addressFromPublicKey, checkSignature } from "@/lib/chains/accounts";
import { UnknownPayloadError } from "@/lib/chains/errors";
import { bytesToHex, hexToBytes, toHash } from "@/lib/chains/hex";
import type { Address, DecodedTx, Intent, TxCodec } from "@/lib/chains/port";
import { decodeTransferCall } from "@/lib/chains/transfers";
import { demand, readAddress } from "./fields";
import { type Fields, readMessage, writeBytes } from "./protobuf";
import { readStake } from "./stakes";

/** Field numbers of java-tron's core/Tron.proto and core/contract/*.proto. A memo or a permission id is not ours. */
const RAW = {
  refBlockBytes: { id: 1, kind: "bytes" },
  refBlockHash: { id: 4, kind: "bytes" },
  expiration: { id: 8, kind: "int" },
  contract: { id: 11, kind: "bytes" },
  timestamp: { id: 14, kind: "int" },
  feeLimit: { id: 18, kind: "int" },
} as const;
const CONTRACT = { type: { id: 1, kind: "int" }, parameter: { id: 2, kind: "bytes" } } as const;
const ANY = { typeUrl: { id: 1, kind: "bytes" }, value: { id: 2, kind: "bytes" } } as const;
const TRANSFER = {
  owner: { id: 1, kind: "bytes" },
  to: { id: 2, kind: "bytes" },
  amount: { id: 3, kind: "int" },
} as const;
const TRIGGER = {
  owner: { id: 1, kind: "bytes" },
  contract: { id: 2, kind: "bytes" },
  callValue: { id: 3, kind: "int" },
  data: { id: 4, kind: "bytes" },
} as const;
const TRANSFER_TYPE = 1n;
const TRIGGER_TYPE = 31n;
const TYPE_URL = "type.googleapis.com/protocol.";

/** What java-tron adds to a transaction's size before it charges for bandwidth. */
const RESULT_BYTES = 64;
const SIGNATURE_FIELD_BYTES = 67;
/** Price of a byte and of a new account on the public chain, sun. The bytes hold no other bound for them. */
const SUN_PER_BYTE = 1000n;
const ACTIVATION_SUN = 1_100_000n;

/** The codec of one contract. The payload is `raw_data` as it is signed. */
export function createTronCodec(token: Address): TxCodec {
  return {
    network: "USDT-TRC20",
    addressFromPublicKey,
    decode: (payload) => decodePayload(payload, token),
    delegateOf: () => null,
    authorize: () => {
      throw new UnknownPayloadError("Tron has no authorizations");
    },
    attach(unsigned, signature) {
      const { intent, expiresAt, signingHash } = decodePayload(unsigned.payload, token);
      if (unsigned.network !== "USDT-TRC20" || unsigned.from !== intent.from) {
        throw new UnknownPayloadError("the sender differs from the payload's");
      }
      checkSignature(signingHash, signature, intent.from);
      const withV = Uint8Array.from([...signature.subarray(0, 64), 27 + (signature[64] ?? 0)]);
      const raw = [writeBytes(1, hexToBytes(unsigned.payload)), writeBytes(2, withV)];
      return {
        network: unsigned.network,
        from: intent.from,
        txHash: toHash(bytesToHex(signingHash)),
        raw: raw.map(bytesToHex).join(""),
        nonce: null,
        expiresAt,
      };
    },
  };
}

/** Bytes that the chain charges a payload for once it is signed. */
export function bandwidthOf(payload: string): number {
  return writeBytes(1, hexToBytes(payload)).length + SIGNATURE_FIELD_BYTES + RESULT_BYTES;
}

/** Reads a payload without believing anything beside its bytes. Throws UnknownPayloadError. */
export function decodePayload(payload: string, token: Address): DecodedTx {
  if (!/^([0-9a-f]{2}){1,1024}$/.test(payload)) throw new UnknownPayloadError("not hex bytes");
  const bytes = hexToBytes(payload);
  const raw = readMessage(RAW, bytes);
  const feeLimit = raw.feeLimit ?? 0n;
  const expiration = raw.expiration ?? 0n;
  if (raw.refBlockBytes?.length !== 2 || raw.refBlockHash?.length !== 8) {
    throw new UnknownPayloadError("it names no reference block");
  }
  if (expiration <= 0n || expiration > BigInt(Number.MAX_SAFE_INTEGER) || feeLimit < 0n) {
    throw new UnknownPayloadError("its expiry or fee limit makes no sense");
  }
  const intent = readIntent(raw, token);
  if (intent.kind !== "token" && feeLimit !== 0n) {
    throw new UnknownPayloadError("only a contract call has a fee limit");
  }
  const execution = intent.kind === "native" ? ACTIVATION_SUN : feeLimit;
  return {
    intent,
    nonce: null,
    expiresAt: new Date(Number(expiration)),
    chainId: null,
    maxFee: execution + BigInt(bandwidthOf(payload)) * SUN_PER_BYTE,
    signingHash: sha256(bytes),
    authorizations: [],
  };
}

function readIntent(raw: Fields<typeof RAW>, token: Address): Intent {
  const { type, parameter } = readMessage(CONTRACT, demand(raw.contract));
  const any = readMessage(ANY, demand(parameter));
  const url = Buffer.from(demand(any.typeUrl)).toString("latin1");
  const value = demand(any.value);
  const name = url.startsWith(TYPE_URL) ? url.slice(TYPE_URL.length) : null;
  if (type === TRANSFER_TYPE && name === "TransferContract") return readNative(value);
  if (type === TRIGGER_TYPE && name === "TriggerSmartContract") return readToken(value, token);
  const stake = readStake(type, name, value);
  if (stake) return stake;
  throw new UnknownPayloadError(
    "it is no transfer of TRX, no contract call and nothing about stake",
  );
}

function readNative(bytes: Uint8Array): Intent {
  const { owner, to, amount = 0n } = readMessage(TRANSFER, bytes);
  if (amount <= 0n) throw new UnknownPayloadError("it transfers nothing");
  return { kind: "native", from: readAddress(owner), to: readAddress(to), value: amount };
}

function readToken(bytes: Uint8Array, token: Address): Intent {
  const { owner, contract, callValue = 0n, data } = readMessage(TRIGGER, bytes);
  const call = decodeTransferCall(bytesToHex(demand(data)));
  if (readAddress(contract) !== token || callValue !== 0n || !call || call.value === 0n) {
    throw new UnknownPayloadError("not transfer(address,uint256) of the configured contract");
  }
  return { kind: "token", from: readAddress(owner), to: call.to, value: call.value };
}
