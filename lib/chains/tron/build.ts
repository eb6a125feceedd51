import { UnsupportedIntentError } from "@/lib/chains/errors";
import type { Address, Intent } from "@/lib/chains/port";
import { assert } from "@/lib/kit";
import { toWire } from "./addresses";
import { decodePayload } from "./codec";

/** What binds a transaction to a chain and a time. */
export interface Anchor {
  /** Low two bytes of the reference block's number, hex. */
  readonly refBlockBytes: string;
  /** Bytes 8 to 16 of its id, hex. */
  readonly refBlockHash: string;
  readonly expiration: number;
  readonly timestamp: number;
}

/** tronweb is 40 MB of modules; only what builds loads it, and never the signer. */
async function loadBuilder() {
  const { TronWeb } = await import("tronweb");
  // It demands a URL and never asks it: everything below is local.
  return new TronWeb({ fullHost: "http://127.0.0.1:1" }).transactionBuilder;
}
let builder: ReturnType<typeof loadBuilder> | null = null;

/** Writes an intent as raw_data, by tronweb, and reads it back by our own codec. */
export async function buildPayload(
  intent: Intent,
  anchor: Anchor,
  token: Address,
  feeLimit: bigint,
): Promise<string> {
  const { raw_data_hex: payload } = await write(intent, anchor, token, feeLimit);
  const written = decodePayload(payload, token);
  const { kind, from, to, value } = written.intent;
  assert(
    kind === intent.kind && from === intent.from && to === intent.to && value === intent.value,
    "tronweb wrote another transaction",
  );
  assert(written.expiresAt?.getTime() === anchor.expiration, "tronweb wrote another expiry");
  return payload;
}

async function write(
  intent: Intent,
  anchor: Anchor,
  token: Address,
  feeLimit: bigint,
): Promise<{ readonly raw_data_hex: string }> {
  builder ??= loadBuilder();
  const transactions = await builder;
  const options = {
    blockHeader: {
      ref_block_bytes: anchor.refBlockBytes,
      ref_block_hash: anchor.refBlockHash,
      expiration: anchor.expiration,
      timestamp: anchor.timestamp,
    },
  };
  const sun = safe(intent.value);
  const [from, to] = [toWire(intent.from), toWire(intent.to)];
  switch (intent.kind) {
    case "native":
      return transactions.sendTrx(to, sun, from, options);
    case "stake_energy":
      return transactions.freezeBalanceV2(sun, "ENERGY", from, options);
    case "unstake_energy":
      return transactions.unfreezeBalanceV2(sun, "ENERGY", from, options);
    case "withdraw_unstaked":
      return transactions.withdrawExpireUnfreeze(from, options);
    case "lend_energy":
      // Not locked: it is taken back as soon as it has been used.
      return transactions.delegateResource(sun, to, "ENERGY", from, false, undefined, options);
    case "reclaim_energy":
      return transactions.undelegateResource(sun, to, "ENERGY", from, options);
    case "token":
      return writeToken(transactions, intent, token, { ...options, feeLimit: safe(feeLimit) });
    default:
      throw new UnsupportedIntentError(`Tron has no ${intent.kind}`);
  }
}

async function writeToken(
  transactions: Awaited<ReturnType<typeof loadBuilder>>,
  { from, to, value }: Intent,
  token: Address,
  options: object,
) {
  const parameters = [
    { type: "address", value: toWire(to) },
    { type: "uint256", value: value.toString() },
  ];
  const { transaction } = await transactions.triggerSmartContract(
    toWire(token),
    "transfer(address,uint256)",
    { txLocal: true, callValue: 0, ...options },
    parameters,
    toWire(from),
  );
  return transaction;
}

/** tronweb takes sun as a JavaScript number. */
function safe(sun: bigint): number {
  assert(sun <= BigInt(Number.MAX_SAFE_INTEGER), "more sun than a double holds exactly");
  return Number(sun);
}
