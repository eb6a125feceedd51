import { randomBytes } from "node:crypto";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { TronWeb } from "tronweb";
import type { Hex } from "viem";
import {
  type Address,
  type ChainConfig,
  createChainAdapter,
  createTxCodec,
  type Hash,
} from "@/lib/chains";
import { silentLogger } from "@/lib/kit";
import { type ContractArtifact, disperser, fakeUsdt, tronUsdt } from "@/lib/sandbox/contracts";
import { formatAddress, parseAddress, startTronNode, type TronNode } from "@/lib/sandbox/tron";
import type { Account, ChainLab } from "./lab";

const CONFIRMATIONS = 4;
const BLOCK_TIME_MS = 3_000;
const SUPPLY = 10n ** 15n;
/** Any account will do for a codec that only derives addresses. */
const SOME_TOKEN = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";

export interface TronLab extends ChainLab {
  /** A fault on command, see lib/sandbox/tron. */
  control(operation: string, body: unknown): Promise<void>;
  /** Freezes sun of the boss's for energy, mined. */
  stakeForEnergy(sun: bigint): Promise<void>;
  /** Puts a contract call into the pool that may burn so many sun. */
  call(from: Account, to: Address, data: Hex, feeLimit?: number): Promise<Hash>;
  /** Sends TRC-10 tokens of that id. */
  sendAsset(to: Address, id: string, amount: number): Promise<Hash>;
}

interface NodeTransaction {
  readonly txID: string;
  readonly raw_data_hex: string;
}

export async function startTronLab(): Promise<TronLab> {
  const probe = createTxCodec("USDT-TRC20", { token: SOME_TOKEN });
  const account = (key: Uint8Array): Account => ({
    key,
    address: probe.addressFromPublicKey(secp256k1.getPublicKey(key)),
  });
  const boss = account(randomBytes(32));
  const node: TronNode = await startTronNode({
    port: 0,
    dataDir: null,
    blockTimeMs: BLOCK_TIME_MS,
    solidDepth: CONFIRMATIONS,
    control: true,
    autoMine: false,
    genesis: { allocations: { [`41${boss.address}`]: 10n ** 15n } },
  });
  const base58 = (address: Address) => formatAddress(parseAddress(address));

  async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
    const headers = { "content-type": "application/json" };
    const request = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(`${node.url}/${path}`, request);
    const answer = (await response.json()) as Record<string, unknown>;
    if (answer.Error !== undefined) throw new Error(`${path}: ${String(answer.Error)}`);
    return answer;
  }
  const control = async (operation: string, body: unknown) =>
    void (await post(`sandbox/${operation}`, body));
  const mine = (blocks = 1) => control("mine", { blocks });

  function client(from: Account): TronWeb {
    const privateKey = Buffer.from(from.key).toString("hex");
    return new TronWeb({ fullHost: node.url, privateKey });
  }

  async function send(from: Account, transaction: NodeTransaction): Promise<Hash> {
    const web = client(from);
    type Unsigned = Parameters<typeof web.trx.sign>[0];
    const signed = await web.trx.sign(transaction as unknown as Unsigned);
    const sent = await web.trx.sendRawTransaction(signed as never);
    if (!sent.result) throw new Error(`not accepted: ${sent.code} ${sent.message}`);
    return transaction.txID as Hash;
  }

  async function call(
    from: Account,
    to: Address,
    data: string,
    feeLimit = 1_000_000_000,
  ): Promise<Hash> {
    const { transaction } = await post("wallet/triggersmartcontract", {
      owner_address: `41${from.address}`,
      contract_address: `41${to}`,
      data: data.slice(2),
      fee_limit: feeLimit,
    });
    return send(from, transaction as NodeTransaction);
  }

  async function deploy(name: string, { abi, bytecode }: ContractArtifact, parameters: unknown[]) {
    const options = {
      abi: abi as never,
      bytecode: bytecode.slice(2),
      feeLimit: 2_000_000_000,
      name,
      parameters,
    };
    const owner = base58(boss.address);
    const built = await client(boss).transactionBuilder.createSmartContract(options, owner);
    await send(boss, built as unknown as NodeTransaction);
    await mine();
    return built.contract_address.slice(2).toLowerCase() as Address;
  }

  const token = await deploy("TronUsdt", tronUsdt, [SUPPLY.toString()]);
  const fake = await deploy("FakeUsdt", fakeUsdt, []);
  const attacker = await deploy("Disperser", disperser, []);
  const config = { token: base58(token), confirmations: CONFIRMATIONS };
  const connect = (overrides: Partial<ChainConfig> = {}) =>
    createChainAdapter("USDT-TRC20", {
      ...config,
      urls: [node.url],
      logger: silentLogger,
      ...overrides,
    });
  const adapter = connect();

  return {
    name: "Tron",
    url: node.url,
    token,
    fake,
    disperser: attacker,
    boss,
    confirmations: CONFIRMATIONS,
    adapter,
    codec: createTxCodec("USDT-TRC20", config),
    connect,
    newAccount: () => account(randomBytes(32)),
    call,
    async fund(to, value) {
      const built = await post("wallet/createtransaction", {
        owner_address: `41${boss.address}`,
        to_address: `41${to}`,
        amount: Number(value),
      });
      await send(boss, built as unknown as NodeTransaction);
      await mine();
    },
    mine,
    moveByReorg: () => control("reorg", { depth: 2, delay: 1 }),
    dropByReorg: (depth, tx) => control("reorg", { depth, drop: [tx] }),
    async broadcastLost(tx) {
      await control("drop", { count: 1 });
      return adapter.broadcast(tx);
    },
    stop: () => node.stop(),
    control,
    async stakeForEnergy(sun) {
      const built = await post("wallet/freezebalancev2", {
        owner_address: `41${boss.address}`,
        frozen_balance: Number(sun),
        resource: "ENERGY",
      });
      await send(boss, built as unknown as NodeTransaction);
      await mine();
    },
    async sendAsset(to, id, amount) {
      await control("trc10", { address: base58(boss.address), id, amount });
      const built = await post("wallet/transferasset", {
        owner_address: `41${boss.address}`,
        to_address: `41${to}`,
        asset_name: Buffer.from(id).toString("hex"),
        amount,
      });
      return send(boss, built as unknown as NodeTransaction);
    },
  };
}
