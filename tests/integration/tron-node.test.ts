import { createHash } from "node:crypto";
import { TronWeb, type Types } from "tronweb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TronNode } from "@/lib/sandbox/tron";
import {
  type Answer,
  Client,
  faucetKey,
  newKey,
  post,
  startTestNode,
  TRX,
  textOf,
} from "./tron-client";

interface Page {
  readonly data: { readonly value: string }[];
  readonly meta: { readonly fingerprint?: string };
}

let node: TronNode;
let boss: Client;
let usdt: string;

beforeAll(async () => {
  node = await startTestNode();
  boss = new Client(node.url, faucetKey);
  usdt = (await boss.deployUsdt()).address;
});
afterAll(() => node.stop());

async function funded(sun = 100 * TRX): Promise<Client> {
  const client = boss.as(newKey());
  await boss.run(await boss.trx(client.address, sun));
  return client;
}

describe("money", () => {
  it("activates an account with its first TRX, for 1.1 TRX", async () => {
    const fresh = boss.as(newKey());
    expect(await fresh.web.trx.getAccount(fresh.address)).toEqual({});
    const before = await boss.trxBalance();
    const info = await boss.run(await boss.trx(fresh.address, 5 * TRX));
    expect(info).toMatchObject({ fee: 1.1 * TRX, receipt: { net_fee: 100_000 } });
    expect(await fresh.trxBalance()).toBe(5 * TRX);
    expect(await boss.trxBalance()).toBe(before - 6.1 * TRX);
    expect(await fresh.web.trx.getUnconfirmedAccount(fresh.address)).toMatchObject({
      owner_permission: { keys: [{ address: fresh.hex, weight: 1 }] },
      active_permission: [{ id: 2, threshold: 1 }],
    });
  });

  it("deploys USDT where tronweb says, and transfers it at mainnet's price", async () => {
    const deployed = await boss.deployUsdt();
    expect(deployed.info.contract_address).toBe(deployed.unsigned.contract_address);
    expect(deployed.info.receipt.result).toBe("SUCCESS");
    const sender = await funded();
    await boss.run(await boss.usdt(usdt, sender.address, 100));
    const holder = boss.as(newKey());
    const first = await sender.run(await sender.usdt(usdt, holder.address, 7));
    expect(first.receipt).toEqual({
      net_usage: 345,
      energy_usage_total: 28_602,
      energy_fee: 2_860_200,
      result: "SUCCESS",
    });
    expect(first.fee).toBe(2_860_200);
    expect(first.contractResult).toEqual(["0".repeat(64)]);
    expect(first.log).toEqual([
      {
        address: TronWeb.address.toHex(usdt).slice(2),
        topics: [
          "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
          sender.hex.slice(2).padStart(64, "0"),
          holder.hex.slice(2).padStart(64, "0"),
        ],
        data: "7".padStart(64, "0"),
      },
    ]);
    const second = await sender.run(await sender.usdt(usdt, holder.address, 7));
    expect(second.receipt.energy_usage_total).toBe(13_602);
    expect(second.receipt.net_fee).toBe(345_000);
    expect(await boss.usdtBalance(usdt, holder.address)).toBe(14n);
    expect(await sender.web.trx.getAccountResources(sender.address)).toMatchObject({
      freeNetLimit: 600,
    });
  });

  it("multiplies the energy of a contract with a factor", async () => {
    const address = TronWeb.address.toHex(usdt);
    await boss.control("params", { energyFactor: { [address]: 3.4 } });
    const info = await boss.run(await boss.usdt(usdt, boss.as(newKey()).address, 1));
    await boss.control("params", { energyFactor: {} });
    expect(info.receipt.energy_usage_total).toBe(Math.floor(28_602 * 4.4));
    expect(info.receipt.energy_penalty_total).toBe(Math.floor(28_602 * 4.4) - 28_602);
  });

  it("answers constant calls and estimates without a trace", async () => {
    const to = boss.as(newKey()).address;
    const parameters = [
      { type: "address", value: to },
      { type: "uint256", value: "5" },
    ];
    const builder = boss.web.transactionBuilder;
    const method = "transfer(address,uint256)";
    const call = await builder.triggerConstantContract(usdt, method, {}, parameters);
    expect(call).toMatchObject({ result: { result: true }, energy_used: 28_602 });
    const estimate = await builder.estimateEnergy(usdt, method, {}, parameters);
    expect(estimate.energy_required).toBe(28_602);
    const poor = boss.as(newKey());
    await expect(
      builder.triggerConstantContract(usdt, method, {}, parameters, poor.address),
    ).rejects.toThrow("REVERT opcode executed");
    expect(await boss.usdtBalance(usdt, to)).toBe(0n);
    const contract = await boss.web.contract().at(usdt);
    expect(Number(await contract.methods.decimals?.().call())).toBe(6);
  });

  it("tells events by contract and by transaction, page by page", async () => {
    const to = boss.as(newKey()).address;
    const sent: string[] = [];
    for (const units of [1, 2, 3]) sent.push((await boss.run(await boss.usdt(usdt, to, units))).id);
    const byTx = await boss.web.event.getEventsByTransactionID(sent[2] ?? "");
    expect(byTx.data?.[0]?.result).toMatchObject({
      value: "3",
      to: `0x${TronWeb.address.toHex(to).slice(2)}`,
    });
    const query = "only_to=true&order_by=block_timestamp,asc&limit=2";
    const path = `${node.url}/v1/accounts/${to}/transactions/trc20?${query}`;
    const first = (await (await fetch(path)).json()) as Page;
    expect(first.data.map((row) => row.value)).toEqual(["1", "2"]);
    const next = await fetch(`${path}&fingerprint=${first.meta.fingerprint}`);
    const second = (await next.json()) as Page;
    expect(second.data.map((row) => row.value)).toEqual(["3"]);
    expect(second.meta.fingerprint).toBeUndefined();
    const events = await boss.web.event.getEventsByContractAddress(usdt, {
      eventName: "Transfer",
      limit: 1,
    });
    expect(events.data?.[0]?.transaction_id).toBe(sent[2] ?? "");
  });

  it("moves TRC-10 tokens, which leave no log", async () => {
    const to = await funded();
    await boss.control("trc10", { address: boss.address, id: "1002000", amount: 500 });
    const unsigned = await boss.web.transactionBuilder.sendToken(to.address, 20, "1002000");
    const info = await boss.run(unsigned);
    expect(info.log).toBeUndefined();
    expect(await to.web.trx.getUnconfirmedAccount(to.address)).toMatchObject({
      assetV2: [{ key: "1002000", value: 20 }],
    });
  });
});

/** What a client takes from the head to build a transaction by itself. */
async function headerFields() {
  const { blockID } = await boss.web.trx.getCurrentBlock();
  const timestamp = node.chain.headTime;
  return {
    ref_block_bytes: blockID.slice(12, 16),
    ref_block_hash: blockID.slice(16, 32),
    expiration: timestamp + 30_000,
    timestamp,
  };
}

describe("refusals", () => {
  it("SIGERROR for another's signature, a broken one, two, or an unknown permission", async () => {
    const [alice, mallory] = [await funded(), await funded()];
    const unsigned = await alice.trx(boss.address, 1);
    const forged = await mallory.web.trx.multiSign(unsigned, mallory.key);
    const answer = await alice.broadcast(forged);
    expect(answer.code).toBe("SIGERROR");
    expect(textOf(answer.message)).toContain(mallory.address);
    const signed = await alice.sign(await alice.trx(boss.address, 2));
    const twice = { ...signed, signature: [signed.signature[0], signed.signature[0]] };
    expect((await alice.broadcast(twice)).code).toBe("SIGERROR");
    const broken = { ...signed, signature: ["00".repeat(65)] };
    expect((await alice.broadcast(broken)).code).toBe("SIGERROR");
    const withPermission = async (permissionId: number) =>
      alice.send(
        await alice.web.transactionBuilder.sendTrx(boss.address, 3, alice.address, {
          permissionId,
        }),
      );
    expect((await withPermission(2)).answer.result).toBe(true);
    const unknown = await withPermission(3);
    expect(unknown.answer.code).toBe("SIGERROR");
  });

  it("DUP_TRANSACTION_ERROR while it waits and when it is mined", async () => {
    const alice = await funded();
    const { signed, answer } = await alice.send(await alice.trx(boss.address, 1));
    expect(answer.result).toBe(true);
    const again = () => alice.broadcast(signed);
    expect((await again()).code).toBe("DUP_TRANSACTION_ERROR");
    await boss.mine();
    expect((await again()).code).toBe("DUP_TRANSACTION_ERROR");
  });

  it("TRANSACTION_EXPIRATION_ERROR after its time and more than a day ahead", async () => {
    const alice = await funded();
    const late = await alice.sign(await alice.trx(boss.address, 1));
    await boss.mine(61);
    const answer = await alice.broadcast(late);
    expect(answer.code).toBe("TRANSACTION_EXPIRATION_ERROR");
    const far = await alice.web.transactionBuilder.sendTrx(boss.address, 1, alice.address, {
      blockHeader: { ...(await headerFields()), expiration: node.chain.headTime + 86_400_001 },
    });
    expect((await alice.send(far)).answer.code).toBe("TRANSACTION_EXPIRATION_ERROR");
  });

  it("TAPOS_ERROR for a block that this chain does not have", async () => {
    const alice = await funded();
    const unsigned = await alice.web.transactionBuilder.sendTrx(boss.address, 1, alice.address, {
      blockHeader: { ...(await headerFields()), ref_block_hash: "00".repeat(8) },
    });
    expect((await alice.send(unsigned)).answer.code).toBe("TAPOS_ERROR");
  });

  it("CONTRACT_VALIDATE_ERROR for an unknown sender, and for more than is left after what waits", async () => {
    const nobody = boss.as(newKey());
    const { answer } = await nobody.send(await nobody.usdt(usdt, boss.address, 1));
    expect(answer.code).toBe("CONTRACT_VALIDATE_ERROR");
    expect(textOf(answer.message)).toContain("does not exist");
    const alice = await funded(10 * TRX);
    const [first, second] = [
      await alice.trx(boss.address, 6 * TRX),
      await alice.trx(boss.address, 6 * TRX + 1),
    ];
    expect((await alice.send(first)).answer.result).toBe(true);
    const refused = (await alice.send(second)).answer;
    expect(refused.code).toBe("CONTRACT_VALIDATE_ERROR");
    expect(textOf(refused.message)).toContain("balance is not sufficient");
    await boss.mine();
  });

  it("BANDWITH_ERROR when neither the allowance nor TRX pays for the bytes", async () => {
    const alice = await funded(2);
    expect((await alice.send(await alice.usdt(usdt, boss.address, 1))).answer.result).toBe(true);
    await boss.mine();
    const { answer } = await alice.send(await alice.usdt(usdt, boss.address, 1));
    expect(answer.code).toBe("BANDWITH_ERROR");
  });

  it("a readable form that differs from the signed bytes", async () => {
    const alice = await funded();
    const signed = await alice.sign(await alice.usdt(usdt, boss.address, 1));
    const lying = { ...signed, raw_data: { ...signed.raw_data, fee_limit: 1 } };
    const answer = await alice.broadcast(lying);
    expect(answer.code).toBe("OTHER_ERROR");
  });

  it("building what is not valid", async () => {
    const body = { owner_address: boss.hex, to_address: boss.hex, amount: 1 };
    const answer = await post<Answer>(node.url, "wallet/createtransaction", body);
    expect(answer.Error).toContain("Cannot transfer TRX to yourself.");
    expect(await post(node.url, "wallet/nosuchthing")).toEqual({ Error: "not found" });
  });
});

describe("failures inside a contract", () => {
  it("REVERT burns what was used and leaves no log", async () => {
    const alice = await funded();
    const info = await alice.run(await alice.usdt(usdt, boss.address, 999));
    expect(info).toMatchObject({ result: "FAILED", receipt: { result: "REVERT" } });
    expect(textOf(info.resMessage)).toBe("REVERT opcode executed");
    expect(info.log).toBeUndefined();
    expect(info.fee).toBe((info.receipt.energy_usage_total ?? 0) * 100);
    expect(info.fee).toBeLessThan(500_000);
    const tx = await alice.web.trx.getTransaction(info.id);
    expect(tx.ret).toEqual([{ contractRet: "REVERT" }]);
  });

  it("OUT_OF_ENERGY burns the fee limit and not more", async () => {
    const alice = await funded();
    await boss.run(await boss.usdt(usdt, alice.address, 50));
    const before = await alice.trxBalance();
    const to = boss.as(newKey()).address;
    const info = await alice.run(await alice.usdt(usdt, to, 5, 1 * TRX));
    expect(info.receipt.result).toBe("OUT_OF_ENERGY");
    expect(info.fee).toBe(1 * TRX);
    expect(await alice.trxBalance()).toBe(before - 1 * TRX);
    expect(await alice.usdtBalance(usdt, alice.address)).toBe(50n);
  });
});

describe("blocks", () => {
  const header = (block: Types.Block) => block.block_header.raw_data;

  it("are linked, numbered in their ids and signed by rotating producers", async () => {
    await boss.mine(2);
    const head = await boss.web.trx.getCurrentBlock();
    const parent = await boss.web.trx.getBlock(header(head).number - 1);
    expect(header(head).parentHash).toBe(parent.blockID);
    expect(head.blockID.slice(0, 16)).toBe(header(head).number.toString(16).padStart(16, "0"));
    expect(header(head).witness_address).not.toBe(header(parent).witness_address);
    expect(header(head).timestamp).toBe(header(parent).timestamp + 1_000);
    expect(head.block_header.witness_signature).toHaveLength(130);
    expect(head.transactions).toBeUndefined();
    const byId = await boss.web.trx.getBlockByHash(parent.blockID);
    expect(byId).toEqual(parent);
    const range = await boss.web.trx.getBlockRange(1, 3);
    expect(range.map((block) => header(block).number)).toEqual([1, 2, 3]);
  });

  it("hold transactions whose id is the hash of what was signed", async () => {
    const info = await boss.run(await boss.usdt(usdt, boss.as(newKey()).address, 1));
    const block = await boss.web.trx.getBlock(info.blockNumber);
    const tx = block.transactions?.[0];
    const digest = createHash("sha256")
      .update(Buffer.from(tx?.raw_data_hex ?? "", "hex"))
      .digest("hex");
    expect(tx?.txID).toBe(digest);
    expect(digest).toBe(info.id);
    expect(header(block).txTrieRoot).not.toBe("0".repeat(64));
    const infos = await post(node.url, "wallet/gettransactioninfobyblocknum", {
      num: info.blockNumber,
    });
    expect(infos).toEqual([info]);
  });

  it("show the solid view with its own state, three blocks behind", async () => {
    const to = await funded();
    const info = await boss.run(await boss.usdt(usdt, to.address, 41));
    const balanceAt = async (root: string) => {
      const call = await post<{ constant_result: string[] }>(
        node.url,
        `${root}/triggerconstantcontract`,
        {
          owner_address: boss.hex,
          contract_address: TronWeb.address.toHex(usdt),
          function_selector: "balanceOf(address)",
          parameter: to.hex.slice(2).padStart(64, "0"),
        },
      );
      return BigInt(`0x${call.constant_result[0]}`);
    };
    expect(await balanceAt("wallet")).toBe(41n);
    expect(await balanceAt("walletsolidity")).toBe(0n);
    expect(await to.web.trx.getTransactionInfo(info.id)).toEqual({});
    const num = info.blockNumber;
    expect(await post(node.url, "walletsolidity/getblockbynum", { num })).toEqual({});
    expect(await post(node.url, "walletsolidity/gettransactioninfobyblocknum", { num })).toEqual(
      [],
    );
    expect(await post(node.url, "walletsolidity/getaccount", { address: to.hex })).toEqual({});
    await boss.mine(2);
    expect(await balanceAt("walletsolidity")).toBe(0n);
    expect(await post(node.url, "walletsolidity/getaccount", { address: to.hex })).toMatchObject({
      balance: 100 * TRX,
    });
    await boss.mine(1);
    expect(await balanceAt("walletsolidity")).toBe(41n);
    expect((await to.web.trx.getTransactionInfo(info.id)).id).toBe(info.id);
    const solid = await boss.web.trx.getConfirmedCurrentBlock();
    expect(header(solid).number).toBe(node.chain.head - 3);
    expect(await post(node.url, "walletsolidity/broadcasthex")).toEqual({ Error: "not found" });
  });

  it("speak base58 when asked to", async () => {
    const seen = await post<{ address: string }>(node.url, "wallet/getaccount", {
      address: boss.address,
      visible: true,
    });
    expect(seen.address).toBe(boss.address);
    const contract = await post(node.url, "wallet/getcontract", { value: usdt, visible: true });
    expect(contract).toMatchObject({ contract_address: usdt, origin_address: boss.address });
  });
});
