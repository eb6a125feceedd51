import { TronWeb, type Types } from "tronweb";
import { tronUsdt } from "@/lib/sandbox/contracts";

/** 100 billion USDT. */
const SUPPLY = "100000000000000000";
const SUN = 1_000_000;
/** The gas wallet is filled up to this from a tenth of it. */
const GAS_FULL = 1_000_000 * SUN;
const FEE_LIMIT = 5_000 * SUN;
const WAIT_MS = 200;
const DEPLOY_TIMEOUT_MS = 60_000;

export interface TronFaucetOptions {
  readonly apiUrl: string;
  /** 32 bytes as hex. */
  readonly privateKey: string;
}

function clientOf(options: TronFaucetOptions): TronWeb {
  return new TronWeb({ fullHost: options.apiUrl, privateKey: options.privateKey });
}

function ownerOf(client: TronWeb): string {
  const address = client.defaultAddress.base58;
  if (!address) throw new Error("the Tron faucet has no address");
  return address;
}

/** Deploys the sandbox's USDT on Tron unless it stands already; answers its T-address. */
export async function deployTronUsdt(
  options: TronFaucetOptions,
  known: string | null,
): Promise<string> {
  const client = clientOf(options);
  if (known !== null && (await isContract(client, known))) return known;
  const transaction = await client.transactionBuilder.createSmartContract(
    {
      abi: [...tronUsdt.abi],
      bytecode: tronUsdt.bytecode.slice(2),
      parameters: [SUPPLY],
      name: "SandboxUSDT",
      feeLimit: FEE_LIMIT,
      callValue: 0,
      userFeePercentage: 100,
      originEnergyLimit: 10_000_000,
    } as never,
    ownerOf(client),
  );
  const signed = await client.trx.sign(transaction);
  await broadcast(client, signed);
  const usdt = client.address.fromHex(transaction.contract_address);
  const end = Date.now() + DEPLOY_TIMEOUT_MS;
  while (!(await isContract(client, usdt))) {
    if (Date.now() > end) throw new Error("the sandbox's USDT was not deployed on Tron");
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  return usdt;
}

async function isContract(client: TronWeb, address: string): Promise<boolean> {
  try {
    return Boolean((await client.trx.getContract(address)).bytecode);
  } catch {
    return false;
  }
}

/** A signed payment of test USDT, not sent yet; `raw` is tronweb's JSON of it. */
export async function signTronPayment(
  options: TronFaucetOptions,
  usdt: string,
  to: string,
  amount: bigint,
): Promise<{ readonly raw: string; readonly txHash: string }> {
  const client = clientOf(options);
  const { transaction } = await client.transactionBuilder.triggerSmartContract(
    usdt,
    "transfer(address,uint256)",
    { feeLimit: FEE_LIMIT },
    [
      { type: "address", value: to },
      { type: "uint256", value: amount.toString() },
    ],
    ownerOf(client),
  );
  const signed = await client.trx.sign(transaction);
  return { raw: JSON.stringify(signed), txHash: signed.txID };
}

/** Sends stored bytes; sending them again is fine. */
export async function sendTronPayment(options: TronFaucetOptions, raw: string): Promise<void> {
  await broadcast(clientOf(options), JSON.parse(raw) as Types.SignedTransaction);
}

async function broadcast(client: TronWeb, signed: Types.SignedTransaction): Promise<void> {
  const answer = await client.trx.sendRawTransaction(signed);
  if (answer.result || String(answer.code) === "DUP_TRANSACTION_ERROR") return;
  throw new Error(`the Tron node refused: ${answer.code} ${client.toUtf8(answer.message)}`);
}

/** What an account owns in the newest block, sun. */
export async function tronBalance(options: TronFaucetOptions, wallet: string): Promise<bigint> {
  return BigInt(await clientOf(options).trx.getUnconfirmedBalance(wallet));
}

/** Fills the gas wallet up when it runs low; answers whether it sent. */
export async function fillTronGas(options: TronFaucetOptions, wallet: string): Promise<boolean> {
  const client = clientOf(options);
  if ((await client.trx.getUnconfirmedBalance(wallet)) >= GAS_FULL / 10) return false;
  const transaction = await client.transactionBuilder.sendTrx(wallet, GAS_FULL, ownerOf(client));
  await broadcast(client, await client.trx.sign(transaction));
  return true;
}
