import type { BatchMember, DecodedTx, Intent, SignedTx, TxCodec, UnsignedTx } from "@/lib/chains";
import { deriveAddress } from "./derive-address";
import { type SigningRefusal, SigningRefusedError } from "./errors";
import type { KeyRing } from "./key-ring";
import { type KeyPath, pathText } from "./paths";

/** What was approved. `maxFee` is the most that the transaction may cost in wei or sun. */
export interface ExpectedTx extends Intent {
  readonly nonce: number | null;
  readonly maxFee: bigint;
}

export interface SigningRequest {
  readonly keyRing: KeyRing;
  readonly codec: TxCodec;
  readonly path: KeyPath;
  readonly unsigned: UnsignedTx;
  readonly expected: ExpectedTx;
}

/**
 * Signs a transaction after reading back from its bytes that it does what was approved and nothing else.
 * Throws SigningRefusedError with the part that differs, InvalidKeyPathError and KeyCheckError.
 */
export function signTransaction(request: SigningRequest): SignedTx {
  const { keyRing, codec, path, unsigned } = request;
  const decoded = readApproved(request);
  demand(decoded.authorizations.length === 0, "members", "authorizations are missing");

  const sender = deriveAddress(keyRing, codec, path);
  demand(sender === decoded.intent.from, "sender", `${pathText(path)} is ${sender}`);

  return codec.attach(unsigned, keyRing.sign(path, decoded.signingHash));
}

/** What the bytes say, if that is what was approved. Throws SigningRefusedError. */
export function readApproved({ codec, path, unsigned, expected }: SigningRequest): DecodedTx {
  demand(codec.network === path.network, "network", "the path is of another network");
  demand(unsigned.network === path.network, "network", "the transaction is of another network");
  const decoded = decode(codec, unsigned.payload);
  checkIntent(decoded, expected);
  checkEnvelope(decoded, unsigned);
  return decoded;
}

function decode(codec: TxCodec, payload: string): DecodedTx {
  try {
    return codec.decode(payload);
  } catch (cause) {
    throw new SigningRefusedError("payload", "the bytes are no transfer of ours", { cause });
  }
}

function checkIntent({ intent, nonce, maxFee }: DecodedTx, expected: ExpectedTx): void {
  same("kind", intent.kind, expected.kind);
  same("from", intent.from, expected.from);
  same("to", intent.to, expected.to);
  same("value", intent.value, expected.value);
  checkMembers(intent.members ?? [], expected.members ?? []);
  same("nonce", nonce, expected.nonce);
  demand(maxFee <= expected.maxFee, "fee", `${maxFee} is above the limit of ${expected.maxFee}`);
}

function checkMembers(found: readonly BatchMember[], wanted: readonly BatchMember[]): void {
  demand(found.length === wanted.length, "members", `${found.length} instead of ${wanted.length}`);
  for (const [index, member] of found.entries()) {
    same("members", member.address, wanted[index]?.address ?? null);
    same("members", member.value, wanted[index]?.value ?? null);
    same("members", member.authorizes, wanted[index]?.authorizes ?? null);
  }
}

/** The fields beside the payload decide later whether a payment may be made again: they must not lie. */
function checkEnvelope({ intent, nonce, expiresAt }: DecodedTx, unsigned: UnsignedTx): void {
  same("from", unsigned.from, intent.from);
  same("nonce", unsigned.nonce, nonce);
  same("expiry", unsigned.expiresAt?.getTime() ?? null, expiresAt?.getTime() ?? null);
}

type Comparable = string | bigint | number | null;

function same(part: SigningRefusal, found: Comparable, wanted: Comparable): void {
  demand(found === wanted, part, `${found} instead of ${wanted}`);
}

function demand(holds: boolean, reason: SigningRefusal, detail: string): void {
  if (!holds) throw new SigningRefusedError(reason, detail);
}
