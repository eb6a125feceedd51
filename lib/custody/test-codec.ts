import { secp256k1 } from "@noble/curves/secp256k1.js";
import {
  decodeFunctionData,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  hexToBytes,
  keccak256,
  parseTransaction,
  serializeTransaction,
  type TransactionSerializableEIP1559,
  toHex,
} from "viem";
import { publicKeyToAddress } from "viem/accounts";
import type { Address, DecodedTx, Hash, Intent, TxCodec, UnsignedTx } from "@/lib/chains";

export const CHAIN_ID = 31_337;
const TOKEN = "dac17f958d2ee523a2206206994597c13d831ec7";
const GAS = 90_000n;
const MAX_FEE_PER_GAS = 20_000_000_000n;
export const MAX_FEE = GAS * MAX_FEE_PER_GAS;

const bare = (hex: string) => hex.replace(/^0x/, "").toLowerCase();

/** A type-2 transaction for the intent; the payload is the sender's 20 bytes and the unsigned RLP. */
export function buildEthereum(intent: Intent, nonce: number, chainId = CHAIN_ID): UnsignedTx {
  const transaction: TransactionSerializableEIP1559 = {
    type: "eip1559",
    chainId,
    nonce,
    gas: GAS,
    maxFeePerGas: MAX_FEE_PER_GAS,
    maxPriorityFeePerGas: 1n,
    ...(intent.kind === "native"
      ? { to: `0x${intent.to}`, value: intent.value }
      : { to: `0x${TOKEN}`, data: transferData(intent) }),
  };
  const payload = intent.from + bare(serializeTransaction(transaction));
  return { network: "USDT-ERC20", from: intent.from, payload, nonce, expiresAt: null };
}

function transferData({ to, value }: Intent): Hex {
  return encodeFunctionData({
    abi: erc20Abi,
    functionName: "transfer",
    args: [`0x${to}`, value],
  });
}

function readTransaction(payload: string) {
  const transaction = parseTransaction(`0x${payload.slice(40)}`);
  if (transaction.type !== "eip1559" || transaction.chainId !== CHAIN_ID || !transaction.to) {
    throw new Error("not a transaction of this chain");
  }
  return { ...transaction, to: bare(transaction.to) as Address };
}

function readIntent(payload: string): Intent {
  const { to, value = 0n, data } = readTransaction(payload);
  const from = payload.slice(0, 40) as Address;
  if (!data) return { kind: "native", from, to, value };
  const call = decodeFunctionData({ abi: erc20Abi, data });
  if (to !== TOKEN || value !== 0n || call.functionName !== "transfer") {
    throw new Error("not a transfer of the token");
  }
  return { kind: "token", from, to: bare(call.args[0]) as Address, value: call.args[1] };
}

function decode(payload: string): DecodedTx {
  const { nonce = 0, gas = 0n, maxFeePerGas = 0n } = readTransaction(payload);
  return {
    intent: readIntent(payload),
    nonce,
    expiresAt: null,
    chainId: CHAIN_ID,
    maxFee: gas * maxFeePerGas,
    signingHash: hexToBytes(keccak256(`0x${payload.slice(40)}`)),
  };
}

/** A codec of viem's parts, apart from the production one, so that custody is tested by itself. */
export const ethereumCodec: TxCodec = {
  network: "USDT-ERC20",
  decode,
  attach(unsigned, signature) {
    const raw = serializeTransaction(
      parseTransaction(`0x${unsigned.payload.slice(40)}`) as TransactionSerializableEIP1559,
      {
        r: toHex(signature.subarray(0, 32)),
        s: toHex(signature.subarray(32, 64)),
        yParity: signature[64] ?? 0,
      },
    );
    const { network, from, nonce, expiresAt } = unsigned;
    return {
      network,
      from,
      nonce,
      expiresAt,
      raw: bare(raw),
      txHash: bare(keccak256(raw)) as Hash,
    };
  },
  addressFromPublicKey(compressed) {
    const point = secp256k1.Point.fromBytes(compressed).toBytes(false);
    return bare(publicKeyToAddress(toHex(point))) as Address;
  },
};
