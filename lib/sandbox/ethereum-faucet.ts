import {
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  parseAbi,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { ethereumUsdt } from "@/lib/sandbox/contracts";

/** chain id of the sandbox's Ethereum. */
export const SANDBOX_CHAIN_ID = 31_337;
/** 100 billion USDT, half of it for the faucet that people hold the key of. */
const SUPPLY = 100_000_000_000_000_000n;
/** The accounts of the mnemonic that the worker pays from: the second is for payments that a reorganisation takes back. */
const PAYER = 1;
const REORGANISED_PAYER = 2;
const WEI = 10n ** 18n;
/** The gas wallet is filled up to this from a tenth of it. */
const GAS_FULL = 100n * WEI;

const erc20 = parseAbi([
  "function transfer(address to, uint256 value)",
  "function balanceOf(address) view returns (uint256)",
]);

export interface EthereumFaucetOptions {
  readonly rpcUrl: string;
  readonly mnemonic: string;
}

function clientOf(options: EthereumFaucetOptions) {
  return createPublicClient({
    chain: foundry,
    transport: http(options.rpcUrl, { retryCount: 2 }),
    pollingInterval: 200,
  });
}

/**
 * Deploys the sandbox's USDT unless it stands already, and gives half of it to the account that the worker
 * pays from (the second of the mnemonic; the first is for whoever reads sandbox.json), and some to the one whose
 * payments a reorganisation takes back. Answers its address.
 */
export async function deployEthereumUsdt(
  options: EthereumFaucetOptions,
  known: string | null,
): Promise<string> {
  const client = clientOf(options);
  const deployer = mnemonicToAccount(options.mnemonic, { addressIndex: 0 });
  const wallet = createWalletClient({
    account: deployer,
    chain: foundry,
    transport: http(options.rpcUrl),
  });
  const code = known === null ? undefined : await client.getCode({ address: known as Hex });
  let usdt = known;
  if (usdt === null || code === undefined || code === "0x") {
    const hash = await wallet.deployContract({
      abi: ethereumUsdt.abi,
      bytecode: ethereumUsdt.bytecode,
      args: [SUPPLY],
    });
    usdt = (await client.waitForTransactionReceipt({ hash })).contractAddress ?? null;
  }
  if (usdt === null) throw new Error("the sandbox's USDT was not deployed on Ethereum");
  for (const [addressIndex, share] of [
    [PAYER, SUPPLY / 2n],
    [REORGANISED_PAYER, SUPPLY / 10n],
  ] as const) {
    const payer = mnemonicToAccount(options.mnemonic, { addressIndex });
    const token = { address: usdt as Hex, abi: erc20 } as const;
    const has = await client.readContract({
      ...token,
      functionName: "balanceOf",
      args: [payer.address],
    });
    if (has > 0n) continue;
    const args = [payer.address, share] as const;
    const hash = await wallet.writeContract({ ...token, functionName: "transfer", args });
    await client.waitForTransactionReceipt({ hash });
  }
  return usdt;
}

/** A signed payment of test USDT, not sent yet. */
export async function signEthereumPayment(
  options: EthereumFaucetOptions,
  usdt: string,
  to: string,
  amount: bigint,
  { reorganised = false } = {},
): Promise<{ readonly raw: string; readonly txHash: string }> {
  const data = encodeFunctionData({
    abi: erc20,
    functionName: "transfer",
    args: [to as Hex, amount],
  });
  const call = { to: usdt as Hex, data, value: 0n, gas: 120_000n };
  return sign(options, call, reorganised ? REORGANISED_PAYER : PAYER);
}

async function sign(
  options: EthereumFaucetOptions,
  call: { to: Hex; data?: Hex; value: bigint; gas: bigint },
  addressIndex = PAYER,
): Promise<{ raw: string; txHash: string }> {
  const client = clientOf(options);
  const payer = mnemonicToAccount(options.mnemonic, { addressIndex });
  const nonce = await client.getTransactionCount({ address: payer.address, blockTag: "pending" });
  const fees = await client.estimateFeesPerGas();
  const raw = await payer.signTransaction({
    type: "eip1559",
    chainId: SANDBOX_CHAIN_ID,
    nonce,
    maxFeePerGas: fees.maxFeePerGas * 2n,
    maxPriorityFeePerGas: fees.maxPriorityFeePerGas,
    ...call,
  });
  return { raw, txHash: keccak256(raw).slice(2) };
}

/** Sends stored bytes; sending them again is fine. */
export async function sendEthereumPayment(
  options: EthereumFaucetOptions,
  raw: string,
): Promise<void> {
  try {
    await clientOf(options).sendRawTransaction({ serializedTransaction: raw as Hex });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (!/already known|already imported|nonce too low/i.test(text)) throw error;
  }
}

/** Fills the gas wallet up when it runs low; answers whether it sent. */
export async function fillEthereumGas(
  options: EthereumFaucetOptions,
  wallet: string,
): Promise<boolean> {
  const client = clientOf(options);
  if ((await client.getBalance({ address: wallet as Hex })) >= GAS_FULL / 10n) return false;
  const { raw } = await sign(options, { to: wallet as Hex, value: GAS_FULL, gas: 21_000n });
  await sendEthereumPayment(options, raw);
  return true;
}
