import { describe, expect, test } from "vitest";
import type { Hash } from "@/lib/chains";
import { describeEachChain, USDT } from "../support/chains/contract";
import { callData, prepare } from "../support/chains/lab";

describeEachChain("C-31: what any transaction is", (on) => {
  test("a payment: waiting, then mined with its depth and its transfer", async () => {
    const { address } = on.lab.newAccount();
    const tx = await on.pay(address, 10n * USDT);
    expect(await on.lab.adapter.look(tx)).toEqual({ kind: "pending" });
    await on.lab.mine();
    const moved = { contract: on.lab.token, from: on.lab.boss.address, to: address };
    for (let depth = 1; depth <= on.lab.confirmations; depth += 1) {
      const { block } = await on.receiptOf(tx);
      const { time } = (await on.lab.adapter.block(block.height)) ?? {};
      expect(await on.lab.adapter.look(tx)).toEqual({
        kind: "mined",
        status: "success",
        block: { ...block, time },
        confirmations: depth,
        final: depth === on.lab.confirmations,
        transfers: [{ ...moved, value: 10n * USDT }],
      });
      await on.lab.mine();
    }
  });

  test("nothing that a node ever saw", async () => {
    expect(await on.lab.adapter.look("ab".repeat(32) as Hash)).toEqual({ kind: "unknown" });
  });

  test("a transfer of another contract, by that contract's name", async () => {
    const { address } = on.lab.newAccount();
    const { boss, fake } = on.lab;
    const data = callData.spoof(boss.address, address, 999n * USDT);
    const tx = await on.lab.call(boss, fake, data);
    await on.lab.mine();
    expect(await on.lab.adapter.look(tx)).toMatchObject({
      status: "success",
      transfers: [{ contract: fake, from: boss.address, to: address, value: 999n * USDT }],
    });
  });

  test("all transfers of one that makes many, of nothing too", async () => {
    const [one, other] = [on.lab.newAccount().address, on.lab.newAccount().address];
    await on.pay(on.lab.disperser, 10n * USDT);
    await on.lab.mine();
    const data = callData.disperse(on.lab.token, [one, other, one], [USDT, 0n, 3n * USDT]);
    const tx = await on.lab.call(on.lab.boss, on.lab.disperser, data);
    await on.lab.mine();
    const look = await on.lab.adapter.look(tx);
    expect(look.kind === "mined" && look.transfers.map(({ to, value }) => [to, value])).toEqual([
      [one, USDT],
      [other, 0n],
      [one, 3n * USDT],
    ]);
  });

  test("one that reverted moved nothing", async () => {
    const { address } = on.lab.newAccount();
    await on.pay(on.lab.disperser, 10n * USDT);
    await on.lab.mine();
    const data = callData.payThenRevert(on.lab.token, address, 5n * USDT);
    const tx = await on.lab.call(on.lab.boss, on.lab.disperser, data);
    await on.lab.mine();
    expect(await on.lab.adapter.look(tx)).toMatchObject({ status: "reverted", transfers: [] });
  });

  test("native coins are no tokens", async () => {
    const { boss, adapter } = on.lab;
    const to = on.lab.newAccount().address;
    const intent = { kind: "native", from: boss.address, to, value: 5_000_000n } as const;
    const signed = await prepare(on.lab, boss, intent);
    await adapter.broadcast(signed);
    await on.lab.mine();
    expect(await adapter.nativeBalance(to)).toBe(5_000_000n);
    expect(await adapter.look(signed.txHash)).toMatchObject({ status: "success", transfers: [] });
  });

  test("one whose block was replaced without it is mined no more", async () => {
    const tx = await on.pay(on.lab.newAccount().address, USDT);
    await on.lab.mine();
    expect(await on.lab.adapter.look(tx)).toMatchObject({ kind: "mined" });
    await on.lab.dropByReorg(1, tx);
    expect((await on.lab.adapter.look(tx)).kind).not.toBe("mined");
  });

  describe("when nodes differ", () => {
    test("one that is away is not heard; all away is an error", async () => {
      const tx = await on.pay(on.lab.newAccount().address, USDT);
      await on.lab.mine();
      const away = "http://127.0.0.1:1";
      const one = on.lab.connect({ urls: [away, on.lab.url] });
      expect(await one.look(tx)).toMatchObject({ kind: "mined" });
      await expect(on.lab.connect({ urls: [away] }).look(tx)).rejects.toThrow();
    });
  });
});
