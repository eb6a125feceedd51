import { formatAddress, recoverAddress } from "./addresses";
import { bytesToHex, hexToBytes } from "./bytes";
import { Reject } from "./reject";
import type { Transaction } from "./transaction";

const DAY_MS = 86_400_000;
const MAX_BYTES = 500 * 1024;
/** Permission 0 is the owner's, 2 the first active one; both are the account's own key until they are changed. */
const KNOWN_PERMISSIONS: readonly number[] = [0, 2];

export interface ChainTip {
  readonly height: number;
  /** Time stamp of the newest block. */
  readonly time: number;
  /** Block id by height, 64 hex digits. */
  idOf(height: number): string | undefined;
}

/** The block a transaction refers to must be the newest with those low bits of its number, and be that very block. */
function checkReference(tip: ChainTip, tx: Transaction): void {
  const [high, low] = tx.raw.ref_block_bytes ?? [];
  if (high !== undefined && low !== undefined) {
    const bits = (high << 8) | low;
    const candidate = tip.height - ((tip.height - bits) & 0xffff);
    const id = candidate < 0 ? undefined : tip.idOf(candidate);
    if (id?.slice(16, 32) === bytesToHex(tx.raw.ref_block_hash ?? new Uint8Array(0))) return;
  }
  throw new Reject("TAPOS_ERROR", "Tapos check error.");
}

function checkExpiration(tip: ChainTip, tx: Transaction): void {
  if (tx.expiration > tip.time && tx.expiration <= tip.time + DAY_MS) return;
  throw new Reject("TRANSACTION_EXPIRATION_ERROR", "Transaction expired");
}

/** Reference and expiration, which are looked at again when the transaction goes into a block. Throws Reject. */
export function checkTiming(tip: ChainTip, tx: Transaction): void {
  checkReference(tip, tx);
  checkExpiration(tip, tx);
}

function signatureError(reason: string): Reject {
  return new Reject("SIGERROR", `Validate signature error: ${reason}`);
}

/** Exactly the owner's key under a permission that the account has. Throws Reject. */
export function checkSignature(tx: Transaction): void {
  if (!KNOWN_PERMISSIONS.includes(tx.permissionId)) {
    throw signatureError("permission isn't exit");
  }
  const [signature, ...more] = tx.signatures;
  if (!signature) throw signatureError("miss sig or contract");
  if (more.length > 0) {
    const count = tx.signatures.length;
    throw signatureError(`Signature count is ${count} more than key counts of permission : 1`);
  }
  let signer: ReturnType<typeof recoverAddress>;
  try {
    signer = recoverAddress(hexToBytes(tx.id), signature);
  } catch (error) {
    throw signatureError(error instanceof Error ? error.message : "malformed");
  }
  if (signer === tx.owner) return;
  const name = formatAddress(signer);
  throw signatureError(
    `${bytesToHex(signature)} is signed by ${name} but it is not contained of permission.`,
  );
}

/** Throws Reject when the transaction is larger than a block takes. */
export function checkSize(tx: Transaction): void {
  if (tx.size > MAX_BYTES) throw new Reject("TOO_BIG_TRANSACTION_ERROR", "Too big transaction");
}
