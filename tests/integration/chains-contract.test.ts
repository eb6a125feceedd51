import { describe, expect, test } from "vitest";
import { InvalidAddressError } from "@/lib/chains";
import { describeEachChain, USDT } from "../support/chains/contract";
import { callData, transfersTo } from "../support/chains/lab";

describeEachChain("reading", (on) => {
  describe("what it is", () => {
    test("checks the chain and the contract", async () => {
      const genesis = await on.lab.adapter.block(0);
      const identity = on.chain === "ethereum" ? "eip155:31337" : `tron:${genesis?.hash}`;
      await expect(on.lab.adapter.selfCheck()).resolves.toBe(identity);
      expect(on.lab.adapter.token).toBe(on.lab.token);
      expect(on.lab.adapter.requiredConfirmations).toBe(on.lab.confirmations);
    });

    test("refuses an account as the contract", async () => {
      const token = on.lab.adapter.formatAddress(on.lab.newAccount().address);
      const adapter = on.lab.connect({ token });
      await expect(adapter.selfCheck()).rejects.toThrow(/six decimals/);
    });

    test("reads back the addresses that it writes", () => {
      for (let i = 0; i < 20; i += 1) {
        const { address } = on.lab.newAccount();
        expect(on.lab.adapter.parseAddress(on.lab.adapter.formatAddress(address))).toBe(address);
      }
    });

    test("refuses misspelt addresses", () => {
      const good = on.lab.adapter.formatAddress(on.lab.newAccount().address);
      const misspelt = [
        ["", "empty"],
        [` ${good}`, "leading blank"],
        [`${good} `, "trailing blank"],
        [`${good}\u200b`, "zero-width space"],
        [good.slice(0, -1), "short"],
        [`${good}1`, "long"],
        [good.replace(/^./, on.chain === "tron" ? "\u0422" : "\uff10"), "look-alike"],
        ["vitalik.eth", "name"],
        ["XE7338O073KYGTWWZN0F2WZ0R8PX5ZPPZS", "ICAP"],
      ] as const;
      for (const [text, what] of misspelt) {
        expect(() => on.lab.adapter.parseAddress(text), what).toThrow(InvalidAddressError);
      }
    });
  });

  describe("reading blocks", () => {
    test("final is confirmations − 1 behind the newest", async () => {
      const { latest, final } = await on.lab.adapter.heads();
      expect(latest.height - final.height).toBe(on.lab.confirmations - 1);
      expect(await on.lab.adapter.block(final.height)).toMatchObject({ hash: final.hash });
      await on.lab.mine();
      const later = await on.lab.adapter.heads();
      expect(later.final.height).toBe(final.height + 1);
      expect(later.final.parentHash).toBe(final.hash);
    });

    test("each block is the child of the one before", async () => {
      const { latest } = await on.lab.adapter.heads();
      const blocks = await on.lab.adapter.readBlocks(0, latest.height);
      expect(blocks).toHaveLength(latest.height + 1);
      for (const [i, block] of blocks.entries()) {
        expect(block.height).toBe(i);
        if (i > 0) expect(block.parentHash).toBe(blocks[i - 1]?.hash);
      }
      expect(blocks.at(-1)?.hash).toBe(latest.hash);
      expect(blocks.at(-1)?.time).toEqual(latest.time);
    });

    test("there is no block above the newest", async () => {
      const top = await on.height();
      expect(await on.lab.adapter.block(top + 1)).toBeNull();
      await expect(on.lab.adapter.readBlocks(top, top + 1)).rejects.toThrow(/no block/);
    });

    test("a transfer is seen at once and final at depth, with the same facts from blocks and receipt", async () => {
      const { address } = on.lab.newAccount();
      const tx = await on.pay(address, 10n * USDT);
      expect(await on.lab.adapter.receipt(tx)).toBeNull();
      await on.lab.mine();
      const [transfer, ...more] = await transfersTo(on.lab.adapter, address, 0);
      expect(more).toEqual([]);
      expect(transfer).toEqual({
        txHash: tx,
        logIndex: 0,
        from: on.lab.boss.address,
        to: address,
        value: 10n * USDT,
      });
      for (let depth = 1; depth <= on.lab.confirmations; depth += 1) {
        const receipt = await on.receiptOf(tx);
        expect(receipt.confirmations).toBe(depth);
        expect(receipt.final).toBe(depth === on.lab.confirmations);
        expect(receipt.transfers).toEqual([transfer]);
        expect(await on.lab.adapter.tokenBalance(address, "latest")).toBe(10n * USDT);
        const finalBalance = depth === on.lab.confirmations ? 10n * USDT : 0n;
        expect(await on.lab.adapter.tokenBalance(address, "final")).toBe(finalBalance);
        await on.lab.mine();
      }
    });

    test("costs a constant number of calls a block, however much is in it", async () => {
      const from = (await on.height()) + 1;
      const crowd = Array.from({ length: 40 }, () => on.lab.newAccount().address);
      await on.pay(on.lab.disperser, 1_000n * USDT);
      await on.lab.mine();
      const values = crowd.map(() => USDT);
      await on.lab.call(
        on.lab.boss,
        on.lab.disperser,
        callData.disperse(on.lab.token, crowd, values),
      );
      await on.lab.mine(19);
      const top = await on.height();
      const before = on.lab.adapter.calls();
      const blocks = await on.lab.adapter.readBlocks(from, top);
      const perBlock = (on.lab.adapter.calls() - before) / blocks.length;
      expect(blocks.flatMap((block) => block.transfers)).toHaveLength(41);
      expect(perBlock).toBeLessThanOrEqual(2.2);
    });
  });

  describe("what is no payment", () => {
    test("an event of another contract, however alike", async () => {
      const { address } = on.lab.newAccount();
      const from = await on.height();
      await on.lab.call(
        on.lab.boss,
        on.lab.fake,
        callData.spoof(on.lab.boss.address, address, 999n * USDT),
      );
      await on.lab.mine();
      expect(await transfersTo(on.lab.adapter, address, from)).toEqual([]);
    });

    test("a transaction that reverted, or whose transfer was undone inside", async () => {
      const { address } = on.lab.newAccount();
      const from = await on.height();
      await on.pay(on.lab.disperser, 10n * USDT);
      await on.lab.mine();
      const reverted = callData.payThenRevert(on.lab.token, address, 5n * USDT);
      const undone = callData.payInnerRevert(on.lab.token, address, 5n * USDT);
      const first = await on.lab.call(on.lab.boss, on.lab.disperser, reverted);
      const second = await on.lab.call(on.lab.boss, on.lab.disperser, undone);
      await on.lab.mine();
      expect(await transfersTo(on.lab.adapter, address, from)).toEqual([]);
      expect(await on.receiptOf(first)).toMatchObject({ status: "reverted", transfers: [] });
      expect((await on.receiptOf(first)).reason).toMatch(/REVERT/);
      expect(await on.receiptOf(second)).toMatchObject({ status: "success", reason: null });
    });

    test("a transfer of nothing", async () => {
      const victim = on.lab.newAccount();
      const { address } = on.lab.newAccount();
      const from = await on.height();
      const data = callData.transferFrom(victim.address, address, 0n);
      const tx = await on.lab.call(on.lab.boss, on.lab.token, data);
      await on.lab.mine();
      expect(await transfersTo(on.lab.adapter, address, from)).toEqual([]);
      expect(await on.receiptOf(tx)).toMatchObject({ status: "success", transfers: [] });
    });

    test("native coins", async () => {
      const { address } = on.lab.newAccount();
      const from = await on.height();
      await on.lab.fund(address, 5_000_000n);
      expect(await transfersTo(on.lab.adapter, address, from)).toEqual([]);
      expect(await on.lab.adapter.nativeBalance(address)).toBe(5_000_000n);
    });
  });

  describe("unusual payments", () => {
    test("by an allowance: `from` is whose tokens they were", async () => {
      const owner = on.lab.newAccount();
      const { address } = on.lab.newAccount();
      await on.lab.fund(owner.address, on.gas);
      await on.pay(owner.address, 7n * USDT);
      await on.lab.call(owner, on.lab.token, callData.approve(on.lab.boss.address, 7n * USDT));
      await on.lab.mine();
      const from = await on.height();
      const data = callData.transferFrom(owner.address, address, 7n * USDT);
      await on.lab.call(on.lab.boss, on.lab.token, data);
      await on.lab.mine();
      expect(await transfersTo(on.lab.adapter, address, from)).toMatchObject([
        { from: owner.address, value: 7n * USDT },
      ]);
    });

    test("many in one transaction, two of them to one address", async () => {
      const [ours, other] = [on.lab.newAccount().address, on.lab.newAccount().address];
      await on.pay(on.lab.disperser, 10n * USDT);
      await on.lab.mine();
      const from = await on.height();
      const to = [ours, other, ours];
      const data = callData.disperse(on.lab.token, to, [USDT, 2n * USDT, 3n * USDT]);
      const tx = await on.lab.call(on.lab.boss, on.lab.disperser, data);
      await on.pay(ours, 4n * USDT);
      await on.lab.mine();
      const found = await transfersTo(on.lab.adapter, ours, from);
      expect(found.map(({ logIndex, value }) => [logIndex, value])).toEqual([
        [0, USDT],
        [2, 3n * USDT],
        [0, 4n * USDT],
      ]);
      expect((await on.receiptOf(tx)).transfers.map((t) => t.logIndex)).toEqual([0, 1, 2]);
    });

    test("the contract keeps a fee: what arrived counts", async () => {
      const { address } = on.lab.newAccount();
      const from = await on.height();
      await on.lab.call(on.lab.boss, on.lab.token, callData.setParams(10n, 40n));
      await on.lab.mine();
      const sender = on.lab.newAccount();
      await on.lab.fund(sender.address, on.gas);
      await on.pay(sender.address, 200n * USDT);
      await on.lab.mine();
      await on.lab.call(sender, on.lab.token, callData.transfer(address, 100n * USDT));
      await on.lab.mine();
      await on.lab.call(on.lab.boss, on.lab.token, callData.setParams(0n, 0n));
      await on.lab.mine();
      const [transfer, ...more] = await transfersTo(on.lab.adapter, address, from);
      expect(more).toEqual([]);
      expect(transfer).toMatchObject({ value: 99_900_000n, logIndex: 1 });
      expect(await on.lab.adapter.tokenBalance(address, "latest")).toBe(99_900_000n);
    });

    test("money destroyed by the issuer leaves no event, only another balance", async () => {
      const { address } = on.lab.newAccount();
      await on.pay(address, 9n * USDT);
      await on.lab.call(on.lab.boss, on.lab.token, callData.addBlackList(address));
      await on.lab.mine();
      const from = (await on.height()) + 1;
      await on.lab.call(on.lab.boss, on.lab.token, callData.destroyBlackFunds(address));
      await on.lab.mine();
      expect(await transfersTo(on.lab.adapter, address, from)).toEqual([]);
      expect(await on.lab.adapter.tokenBalance(address, "latest")).toBe(0n);
    });
  });

  describe("reorganisations", () => {
    test("moves a payment: another block, the same transfer", async () => {
      const { address } = on.lab.newAccount();
      await on.lab.mine(3);
      const tx = await on.pay(address, 11n * USDT);
      await on.lab.mine();
      const before = await on.receiptOf(tx);
      await on.lab.moveByReorg(tx);
      const after = await on.receiptOf(tx);
      expect(after.block.hash).not.toBe(before.block.hash);
      expect(after.transfers).toEqual(before.transfers);
      expect(await transfersTo(on.lab.adapter, address, 0)).toHaveLength(1);
      expect((await on.lab.adapter.block(before.block.height))?.hash).not.toBe(before.block.hash);
    });

    test("drops a payment", async () => {
      const { address } = on.lab.newAccount();
      await on.lab.mine(3);
      const tx = await on.pay(address, 13n * USDT);
      await on.lab.mine();
      expect(await transfersTo(on.lab.adapter, address, 0)).toHaveLength(1);
      await on.lab.dropByReorg(1, tx);
      expect(await transfersTo(on.lab.adapter, address, 0)).toEqual([]);
      expect(await on.lab.adapter.receipt(tx)).toBeNull();
      await on.lab.mine(on.lab.confirmations);
      expect(await on.lab.adapter.receipt(tx)).toBeNull();
    });

    test("heads follow another branch", async () => {
      await on.lab.mine(on.lab.confirmations + 2);
      const before = await on.lab.adapter.heads();
      const tx = await on.pay(on.lab.newAccount().address, USDT);
      await on.lab.mine(2);
      await on.lab.adapter.heads();
      await on.lab.dropByReorg(2, tx);
      const { latest, final } = await on.lab.adapter.heads();
      const line = await on.lab.adapter.readBlocks(before.final.height, latest.height);
      expect(line.at(-1)?.hash).toBe(latest.hash);
      expect(line.find((block) => block.height === final.height)?.hash).toBe(final.hash);
    });
  });
});
