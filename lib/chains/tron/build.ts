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

/** Writes a transfer as raw_data, by tronweb, and reads it back by our own codec. */
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
    "tronweb wrote another transfer",
  );
  assert(written.expiresAt?.getTime() === anchor.expiration, "tronweb wrote another expiry");
  return payload;
}

async function write(
  { kind, from, to, value }: Intent,
  anchor: Anchor,
  token: Address,
  fee: bigint,
) {
  builder ??= loadBuilder();
  const transactions = await builder;
  const blockHeader = {
    ref_block_bytes: anchor.refBlockBytes,
    ref_block_hash: anchor.refBlockHash,
    expiration: anchor.expiration,
    timestamp: anchor.timestamp,
  };
  if (kind === "native") {
    return transactions.sendTrx(toWire(to), safe(value), toWire(from), { blockHeader });
  }
  const options = { txLocal: true, feeLimit: safe(fee), callValue: 0, blockHeader };
  const parameters = [
    { type: "address", value: toWire(to) },
    { type: "uint256", value: value.toString() },
  ];
  const call = "transfer(address,uint256)";
  const built = await transactions.triggerSmartContract(
    toWire(token),
    call,
    options,
    parameters,
    toWire(from),
  );
  return built.transaction;
}

/** tronweb takes sun as a JavaScript number. */
function safe(sun: bigint): number {
  assert(sun <= BigInt(Number.MAX_SAFE_INTEGER), "more sun than a double holds exactly");
  return Number(sun);
}
