import { createTxCodec, type Intent, parseAddress, type UnsignedTx } from "@/lib/chains";
import { encodePayload } from "@/lib/chains/ethereum/codec";
import { buildPayload } from "@/lib/chains/tron/build";

// What the tests of custody and signer sign: transactions as the adapters build them, read by the signer's own codecs.
export const CHAIN_ID = 31_337;
export const ERC20 = "0xdAC17F958D2ee523a2206206994597C13D831ec7";
export const TRC20 = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
const TERMS = { gas: 90_000n, maxFeePerGas: 20_000_000_000n, maxPriorityFeePerGas: 1n };
export const MAX_FEE = TERMS.gas * TERMS.maxFeePerGas;
export const TRON_EXPIRY = new Date(1_800_000_060_000);

export const ethereumCodec = createTxCodec("USDT-ERC20", { token: ERC20, chainId: CHAIN_ID });
export const tronCodec = createTxCodec("USDT-TRC20", { token: TRC20 });

export function buildEthereum(intent: Intent, nonce: number, chainId = CHAIN_ID): UnsignedTx {
  const token = parseAddress("USDT-ERC20", ERC20);
  const payload = encodePayload(intent, TERMS, { chainId, token, nonce });
  return { network: "USDT-ERC20", from: intent.from, payload, nonce, expiresAt: null };
}

/** The fee limit of a token transfer is 30 TRX. */
export async function buildTron(intent: Intent): Promise<UnsignedTx> {
  const anchor = {
    refBlockBytes: "0102",
    refBlockHash: "0102030405060708",
    expiration: TRON_EXPIRY.getTime(),
    timestamp: TRON_EXPIRY.getTime() - 60_000,
  };
  const feeLimit = intent.kind === "token" ? 30_000_000n : 0n;
  const payload = await buildPayload(intent, anchor, parseAddress("USDT-TRC20", TRC20), feeLimit);
  const expiresAt = TRON_EXPIRY;
  return { network: "USDT-TRC20", from: intent.from, payload, nonce: null, expiresAt };
}
