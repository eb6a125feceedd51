import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { disperser, fakeUsdt } from "@/lib/sandbox/contracts";
import { addressOfPrivateKey, startTronNode, type TronNode } from "@/lib/sandbox/tron";
import { Client, faucetKey, newKey, post, type Signed, startTestNode, TRX } from "./tron-client";

let node: TronNode;
let boss: Client;
let usdt: string;

beforeEach(async () => {
  node = await startTestNode();
  boss = new Client(node.url, faucetKey);
  usdt = (await boss.deployUsdt()).address;
  await boss.mine(4);
});
afterEach(() => node.stop());

function rawHex({ raw_data_hex, signature }: Signed): string {
  const field = (tag: string, hex: string) => {
    const size = hex.length / 2;
    const low = (size & 0x7f) | (size > 0x7f ? 0x80 : 0);
    const length = size > 0x7f ? [low, size >> 7] : [low];
    return tag + Buffer.from(length).toString("hex") + hex;
  };
  return field("0a", raw_data_hex) + signature.map((one) => field("12", one)).join("");
}

describe("on command", () => {
  it("a reorganisation moves a transaction to another block", async () => {
    const to = boss.as(newKey()).address;
    const before = await boss.run(await boss.usdt(usdt, to, 5));
    const oldId = node.chain.idOf(before.blockNumber);
    const solidId = node.chain.idOf(node.chain.solid);
    const moved = await boss.control("reorg", { depth: 1, delay: 1 });
    expect(moved).toEqual({ removed: 1, dropped: 0 });
    const after = await boss.info(before.id);
    expect(after.blockNumber).toBe(before.blockNumber + 1);
    expect(node.chain.idOf(before.blockNumber)).not.toBe(oldId);
    expect(node.chain.idOf(node.chain.head - 4)).toBe(solidId);
    expect(await boss.usdtBalance(usdt, to)).toBe(5n);
    const block = await boss.web.trx.getBlock(after.blockNumber);
    expect(block.block_header.raw_data.parentHash).toBe(node.chain.idOf(after.blockNumber - 1));
  });

  it("a reorganisation drops a transaction, which may come again", async () => {
    const to = boss.as(newKey()).address;
    const { signed, id } = await boss.send(await boss.usdt(usdt, to, 5));
    await boss.mine(2);
    const root = node.chain.stateRoot;
    await boss.control("reorg", { depth: 2, drop: [id] });
    expect(await boss.info(id)).toEqual({});
    expect(await boss.usdtBalance(usdt, to)).toBe(0n);
    expect(node.chain.stateRoot).not.toBe(root);
    expect((await boss.broadcast(signed)).result).toBe(true);
    await boss.mine();
    expect(await boss.usdtBalance(usdt, to)).toBe(5n);
  });

  it("a reorganisation shifts an index in the block, and lets another spend first", async () => {
    const alice = boss.as(newKey());
    await boss.run(await boss.trx(alice.address, 200 * TRX));
    await boss.run(await boss.usdt(usdt, alice.address, 10));
    const rival = await alice.sign(await alice.usdt(usdt, boss.address, 10));
    const to = boss.as(newKey()).address;
    const paid = await alice.run(await alice.usdt(usdt, to, 10));
    expect(paid.receipt.result).toBe("SUCCESS");
    await boss.control("reorg", { depth: 1, include: [rawHex(rival)] });
    expect((await boss.info(rival.txID)).receipt.result).toBe("SUCCESS");
    expect((await boss.info(paid.id)).receipt.result).toBe("REVERT");
    expect(await boss.usdtBalance(usdt, to)).toBe(0n);
  });

  it("a transaction of the head's own reference does not outlive its block", async () => {
    const head = await boss.web.trx.getCurrentBlock();
    const unsigned = await boss.trx(boss.as(newKey()).address, 1);
    expect(unsigned.raw_data.ref_block_bytes).toBe(head.blockID.slice(12, 16));
    const info = await boss.run(unsigned);
    await boss.control("reorg", { depth: 2 });
    expect(await boss.info(info.id)).toEqual({});
  });

  it("a reorganisation may go below the solid block", async () => {
    const info = await boss.run(await boss.usdt(usdt, boss.as(newKey()).address, 5));
    await boss.mine(6);
    expect(node.chain.solid).toBeGreaterThan(info.blockNumber);
    await boss.control("reorg", { depth: 8, drop: [info.id] });
    expect(await boss.web.trx.getTransactionInfo(info.id)).toEqual({});
  });

  it("a transaction is accepted and lost, and can expire", async () => {
    await boss.control("drop", { count: 1 });
    const { id, answer, signed } = await boss.send(await boss.usdt(usdt, boss.address, 1));
    expect(answer.result).toBe(true);
    await boss.mine(2);
    expect(await boss.info(id)).toEqual({});
    await boss.mine(60);
    expect((await boss.broadcast(signed)).code).toBe("TRANSACTION_EXPIRATION_ERROR");
  });

  it("a transaction that waited too long is dropped without a word", async () => {
    const { id } = await boss.send(await boss.usdt(usdt, boss.address, 1));
    const far = node.chain.headTime + 120_000;
    await boss.control("mine", { blocks: 1 });
    expect((await boss.info(id)).id).toBe(id);
    const { id: late } = await boss.send(await boss.usdt(usdt, boss.address, 2));
    await boss.control("reorg", { depth: 1, grow: 120, drop: [id] });
    await boss.mine();
    expect(node.chain.headTime).toBeGreaterThan(far);
    expect(await boss.info(late)).toEqual({});
    expect(node.chain.poolIds).toEqual([]);
  });

  it("the solid block is held, the fees change", async () => {
    const held = node.chain.solid;
    await boss.control("solid", { at: held });
    await boss.mine(5);
    expect(node.chain.solid).toBe(held);
    await boss.control("solid");
    expect(node.chain.solid).toBe(node.chain.head - 3);
    await boss.control("params", { energyFee: 420 });
    const parameters = await boss.web.trx.getChainParameters();
    expect(parameters.find(({ key }) => key === "getEnergyFee")?.value).toBe(420);
    expect(await boss.control("params", { energyfee: 1 })).toMatchObject({
      Error: expect.stringContaining("unknown parameters"),
    });
  });
});

describe("without the control endpoint", () => {
  it("answers 404 to every command", async () => {
    const genesis = { allocations: { [addressOfPrivateKey(faucetKey)]: 10n ** 12n } };
    const plain = await startTronNode({ port: 0, dataDir: null, autoMine: false, genesis });
    for (const operation of ["mine", "reorg", "drop", "params", "solid", "trc10", "mining"]) {
      const response = await fetch(`${plain.url}/sandbox/${operation}`, { method: "POST" });
      expect(response.status).toBe(404);
    }
    expect(plain.chain.head).toBe(0);
    await plain.stop();
  });
});

describe("hostile contracts", () => {
  const transfers = (logs: { topics: string[] }[] = []) => logs.length;

  it("spoof, disperse, and undo", async () => {
    const fake = (await boss.deploy(fakeUsdt)).address;
    const to = boss.as(newKey()).address;
    const address = (value: string) => ({ type: "address", value });
    const amount = (value: number) => ({ type: "uint256", value: String(value) });
    const spoofed = await boss.run(
      await boss.trigger(fake, "spoof(address,address,uint256)", [
        address(boss.address),
        address(to),
        amount(9),
      ]),
    );
    expect(spoofed.log?.[0]?.address).not.toBe(usdt);
    const pay = (await boss.deploy(disperser)).address;
    await boss.run(await boss.usdt(usdt, pay, 100));
    const call = (method: string) =>
      boss.trigger(pay, `${method}(address,address,uint256)`, [
        address(usdt),
        address(to),
        amount(3),
      ]);
    const undone = await boss.run(await call("payThenRevert"));
    expect(undone.receipt.result).toBe("REVERT");
    expect(undone.log).toBeUndefined();
    const swallowed = await boss.run(await call("payInnerRevert"));
    expect(swallowed.receipt.result).toBe("SUCCESS");
    expect(swallowed.log).toBeUndefined();
    const many = await boss.run(
      await boss.trigger(pay, "disperse(address,address[],uint256[])", [
        address(usdt),
        { type: "address[]", value: [to, boss.address, to] },
        { type: "uint256[]", value: ["1", "2", "3"] },
      ]),
    );
    expect(transfers(many.log)).toBe(3);
    expect(await boss.usdtBalance(usdt, to)).toBe(4n);
  });

  it("USDT takes a fee, freezes, stops, and changes balances in silence", async () => {
    const to = boss.as(newKey());
    await boss.run(await boss.trx(to.address, 500 * TRX));
    const uint = (value: number) => ({ type: "uint256", value: String(value) });
    const owner = (method: string, parameters: { type: string; value: unknown }[] = []) =>
      boss.trigger(usdt, method, parameters).then((unsigned) => boss.run(unsigned));
    await boss.run(await boss.usdt(usdt, to.address, 1_000_000));
    await owner("setParams(uint256,uint256)", [uint(10), uint(40)]);
    const taxed = await to.run(await to.usdt(usdt, boss.as(newKey()).address, 100_000));
    expect(taxed.log?.map(({ data }) => Number(`0x${data}`))).toEqual([100, 99_900]);
    await owner("addBlackList(address)", [{ type: "address", value: to.address }]);
    const frozen = await to.run(await to.usdt(usdt, boss.address, 1));
    expect(frozen.receipt.result).toBe("REVERT");
    const destroyed = await owner("destroyBlackFunds(address)", [
      { type: "address", value: to.address },
    ]);
    expect(destroyed.log).toHaveLength(1);
    expect(await boss.usdtBalance(usdt, to.address)).toBe(0n);
    await owner("pause()");
    expect((await boss.run(await boss.usdt(usdt, to.address, 1))).receipt.result).toBe("REVERT");
  });
});

describe("many at once", () => {
  it("reads, calls, sends, blocks and reorganisations take turns", async () => {
    const to = boss.as(newKey());
    const call = () =>
      post(node.url, "wallet/triggerconstantcontract", {
        owner_address: boss.hex,
        contract_address: boss.web.address.toHex(usdt),
        function_selector: "transfer(address,uint256)",
        parameter: to.hex.slice(2).padStart(64, "0") + "1".padStart(64, "0"),
      });
    const read = () => post(node.url, "walletsolidity/getaccount", { address: boss.hex });
    for (let round = 0; round < 10; round++) {
      const sends = [1, 2, 3].map(async (units) =>
        boss.send(await boss.usdt(usdt, to.address, units)),
      );
      const work = [...sends, call(), boss.mine(), read(), call(), boss.mine(), read()];
      await Promise.all(work);
      if (round % 3 === 2) await boss.control("reorg", { depth: 2, delay: 1 });
    }
    await boss.mine();
    expect(await boss.usdtBalance(usdt, to.address)).toBe(60n);
  });
});
