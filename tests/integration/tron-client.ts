import { randomBytes } from "node:crypto";
import { TronWeb, type Types } from "tronweb";
import { type ContractArtifact, tronUsdt } from "@/lib/sandbox/contracts";
import {
  addressOfPrivateKey,
  startTronNode,
  type TransactionInfo,
  type TronNode,
} from "@/lib/sandbox/tron";

export type Unsigned = Types.Transaction;
export type Signed = Types.SignedTransaction;

/** What a node answers to a transaction; `message` is hex. */
export interface Answer {
  readonly result?: boolean;
  readonly code?: string;
  readonly txid?: string;
  readonly message?: string;
  readonly Error?: string;
}

/** A seed with which an earlier design hung now and then; the time of every chain that is tested by hand. */
export const GENESIS_TIME = 1_795_180_008_000;
export const TRX = 1_000_000;
export const faucetKey = "3f".repeat(32);

export const newKey = (): string => randomBytes(32).toString("hex");

/** A node in memory that makes blocks on command only. */
export function startTestNode(solidDepth = 4): Promise<TronNode> {
  return startTronNode({
    port: 0,
    dataDir: null,
    solidDepth,
    control: true,
    autoMine: false,
    genesis: {
      timestamp: GENESIS_TIME,
      allocations: { [addressOfPrivateKey(faucetKey)]: 10n ** 15n },
    },
  });
}

export async function post<T>(url: string, path: string, body: object = {}): Promise<T> {
  const response = await fetch(`${url}/${path}`, { method: "POST", body: JSON.stringify(body) });
  return (await response.json()) as T;
}

export function textOf(hex: string | undefined): string {
  return Buffer.from(hex ?? "", "hex").toString("utf8");
}

/** An account with an unmodified tronweb, and the node's controls. */
export class Client {
  readonly web: TronWeb;
  readonly address: string;
  readonly hex: string;

  constructor(
    readonly url: string,
    readonly key: string,
  ) {
    this.web = new TronWeb({ fullHost: url, privateKey: key });
    this.address = addressOfPrivateKey(key);
    this.hex = TronWeb.address.toHex(this.address);
  }

  as(key: string): Client {
    return new Client(this.url, key);
  }

  mine(blocks = 1): Promise<unknown> {
    return this.control("mine", { blocks });
  }

  control<T>(operation: string, body: object = {}): Promise<T> {
    return post<T>(this.url, `sandbox/${operation}`, body);
  }

  /** The transaction info at the head; an empty object while there is none. */
  info(txId: string): Promise<TransactionInfo> {
    return post<TransactionInfo>(this.url, "wallet/gettransactioninfobyid", { value: txId });
  }

  broadcast(signed: object): Promise<Answer> {
    return post<Answer>(this.url, "wallet/broadcasttransaction", signed);
  }

  sign(unsigned: Unsigned): Promise<Signed> {
    return this.web.trx.sign(unsigned);
  }

  /** Signs with the own key and sends, both with tronweb. */
  async send(unsigned: Unsigned): Promise<{ id: string; answer: Answer; signed: Signed }> {
    const signed = await this.sign(unsigned);
    const answer: unknown = await this.web.trx.sendRawTransaction(signed);
    return { id: signed.txID, answer: answer as Answer, signed };
  }

  /** Sends, makes a block, and reads the transaction info at the head. */
  async run(unsigned: Unsigned): Promise<TransactionInfo> {
    const { id, answer } = await this.send(unsigned);
    if (!answer.result) throw new Error(`${answer.code}: ${textOf(answer.message)}`);
    await this.mine();
    return this.info(id);
  }

  trx(to: string, sun: number): Promise<Unsigned> {
    return this.web.transactionBuilder.sendTrx(to, sun, this.address);
  }

  async deploy(artifact: ContractArtifact, parameters: unknown[] = [], name = "Contract") {
    const options = {
      abi: JSON.stringify(artifact.abi),
      bytecode: artifact.bytecode.slice(2),
      feeLimit: 15_000 * TRX,
      callValue: 0,
      name,
      parameters,
      userFeePercentage: 100,
      originEnergyLimit: 10_000_000,
    };
    const builder = this.web.transactionBuilder;
    const unsigned = await builder.createSmartContract(options, this.address);
    const info = await this.run(unsigned);
    return { address: TronWeb.address.fromHex(unsigned.contract_address), info, unsigned };
  }

  deployUsdt() {
    return this.deploy(tronUsdt, [String(10n ** 15n)], "USDT");
  }

  async trigger(
    contract: string,
    method: string,
    parameters: { type: string; value: unknown }[],
    feeLimit = 50 * TRX,
  ): Promise<Unsigned> {
    const builder = this.web.transactionBuilder;
    const options = { feeLimit };
    const answer = await builder.triggerSmartContract(
      contract,
      method,
      options,
      parameters,
      this.address,
    );
    return answer.transaction;
  }

  usdt(token: string, to: string, units: bigint | number, feeLimit?: number): Promise<Unsigned> {
    const parameters = [
      { type: "address", value: to },
      { type: "uint256", value: String(units) },
    ];
    return this.trigger(token, "transfer(address,uint256)", parameters, feeLimit);
  }

  trxBalance(): Promise<number> {
    return this.web.trx.getUnconfirmedBalance(this.address);
  }

  async usdtBalance(token: string, of: string): Promise<bigint> {
    const contract = await this.web.contract().at(token);
    const balance: bigint = await contract.methods.balanceOf?.(of).call();
    return BigInt(balance);
  }
}
