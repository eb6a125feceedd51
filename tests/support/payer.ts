import { TronWeb } from "tronweb";
import { createPublicClient, encodeFunctionData, type Hex, http, keccak256, parseAbi } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import type { SandboxFacts } from "./whole-sandbox";

/** A payment that was signed once; `push` sends the same bytes again, as a wallet does until it is mined. */
export interface Payment {
  readonly txHash: string;
  push(): Promise<void>;
}

const erc20 = parseAbi(["function transfer(address to, uint256 value)"]);

/** Pays from the faucet with an ordinary Ethereum client. */
export async function payEthereum(
  facts: SandboxFacts,
  to: string,
  amount: bigint,
): Promise<Payment> {
  const client = createPublicClient({ chain: foundry, transport: http(facts.ethereum.rpcUrl) });
  const account = privateKeyToAccount(facts.ethereum.faucetPrivateKey as Hex);
  const nonce = await client.getTransactionCount({ address: account.address, blockTag: "pending" });
  const fees = await client.estimateFeesPerGas();
  const raw = await account.signTransaction({
    type: "eip1559",
    chainId: foundry.id,
    nonce,
    to: facts.ethereum.usdt as Hex,
    data: encodeFunctionData({ abi: erc20, functionName: "transfer", args: [to as Hex, amount] }),
    gas: 120_000n,
    maxFeePerGas: fees.maxFeePerGas * 3n,
    maxPriorityFeePerGas: fees.maxPriorityFeePerGas,
  });
  const payment = {
    txHash: keccak256(raw),
    push: async () => {
      await client.sendRawTransaction({ serializedTransaction: raw }).catch(() => undefined);
    },
  };
  await payment.push();
  return payment;
}

/** Pays from the faucet with an unmodified tronweb. */
export async function payTron(facts: SandboxFacts, to: string, amount: bigint): Promise<Payment> {
  const client = new TronWeb({
    fullHost: facts.tron.apiUrl,
    privateKey: facts.tron.faucetPrivateKey,
  });
  const owner = client.defaultAddress.base58;
  if (!owner) throw new Error("the faucet has no address");
  const { transaction } = await client.transactionBuilder.triggerSmartContract(
    facts.tron.usdt,
    "transfer(address,uint256)",
    { feeLimit: 100_000_000 },
    [
      { type: "address", value: to },
      { type: "uint256", value: amount.toString() },
    ],
    owner,
  );
  const signed = await client.trx.sign(transaction);
  const payment = {
    txHash: signed.txID,
    push: async () => {
      await client.trx.sendRawTransaction(signed).catch(() => undefined);
    },
  };
  await payment.push();
  return payment;
}
