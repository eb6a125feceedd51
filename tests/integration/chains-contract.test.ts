import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Address,
  type FeeQuote,
  type Hash,
  type Intent,
  InvalidAddressError,
  maxFeeOf,
  type Receipt,
  type SignedTx,
  UnknownPayloadError,
  type UnsignedTx,
  WouldRevertError,
} from "@/lib/chains";
import { startEthereumLab } from "../support/chains/ethereum-lab";
import {
  type Account,
  type ChainLab,
  callData,
  prepare,
  signDigest,
  transfersTo,
} from "../support/chains/lab";
import { startTronLab } from "../support/chains/tron-lab";

const USDT = 1_000_000n;

describe.each([
  { chain: "ethereum", start: startEthereumLab, gas: 10n ** 18n, pinch: 10n },
  { chain: "tron", start: startTronLab, gas: 100_000_000n, pinch: 1n },
])("chain adapter on $chain", ({ chain, start, gas, pinch }) => {
  let lab: ChainLab;
  beforeAll(async () => {
    lab = await start();
    await lab.mine(lab.confirmations);
  });
  afterAll(() => lab?.stop());

  const height = async () => (await lab.adapter.heads()).latest.height;
  const pay = (to: Address, value: bigint) =>
    lab.call(lab.boss, lab.token, callData.transfer(to, value));
  const receiptOf = async (tx: Hash): Promise<Receipt> => {
    const receipt = await lab.adapter.receipt(tx);
    if (!receipt) throw new Error("no receipt");
    return receipt;
  };
  const tokenTo = (to: Address, value: bigint): Intent => ({
    kind: "token",
    from: lab.boss.address,
    to,
    value,
  });

  describe("what it is", () => {
    test("checks the chain and the contract", async () => {
      await expect(lab.adapter.selfCheck()).resolves.toBeUndefined();
      expect(lab.adapter.token).toBe(lab.token);
      expect(lab.adapter.requiredConfirmations).toBe(lab.confirmations);
    });

    test("refuses an account as the contract", async () => {
      const token = lab.adapter.formatAddress(lab.newAccount().address);
      const adapter = lab.connect({ token });
      await expect(adapter.selfCheck()).rejects.toThrow(/six decimals/);
    });

    test("reads back the addresses that it writes", () => {
      for (let i = 0; i < 20; i += 1) {
        const { address } = lab.newAccount();
        expect(lab.adapter.parseAddress(lab.adapter.formatAddress(address))).toBe(address);
      }
    });

    test("refuses misspelt addresses", () => {
      const good = lab.adapter.formatAddress(lab.newAccount().address);
      const misspelt = [
        ["", "empty"],
        [` ${good}`, "leading blank"],
        [`${good} `, "trailing blank"],
        [`${good}\u200b`, "zero-width space"],
        [good.slice(0, -1), "short"],
        [`${good}1`, "long"],
        [good.replace(/^./, chain === "tron" ? "\u0422" : "\uff10"), "look-alike"],
        ["vitalik.eth", "name"],
        ["XE7338O073KYGTWWZN0F2WZ0R8PX5ZPPZS", "ICAP"],
      ] as const;
      for (const [text, what] of misspelt) {
        expect(() => lab.adapter.parseAddress(text), what).toThrow(InvalidAddressError);
      }
    });
  });

  describe("reading blocks", () => {
    test("final is confirmations − 1 behind the newest", async () => {
      const { latest, final } = await lab.adapter.heads();
      expect(latest.height - final.height).toBe(lab.confirmations - 1);
      expect(await lab.adapter.block(final.height)).toMatchObject({ hash: final.hash });
      await lab.mine();
      const later = await lab.adapter.heads();
      expect(later.final.height).toBe(final.height + 1);
      expect(later.final.parentHash).toBe(final.hash);
    });

    test("each block is the child of the one before", async () => {
      const { latest } = await lab.adapter.heads();
      const blocks = await lab.adapter.readBlocks(0, latest.height);
      expect(blocks).toHaveLength(latest.height + 1);
      for (const [i, block] of blocks.entries()) {
        expect(block.height).toBe(i);
        if (i > 0) expect(block.parentHash).toBe(blocks[i - 1]?.hash);
      }
      expect(blocks.at(-1)?.hash).toBe(latest.hash);
      expect(blocks.at(-1)?.time).toEqual(latest.time);
    });

    test("there is no block above the newest", async () => {
      const top = await height();
      expect(await lab.adapter.block(top + 1)).toBeNull();
      await expect(lab.adapter.readBlocks(top, top + 1)).rejects.toThrow(/no block/);
    });

    test("a transfer is seen at once and final at depth, with the same facts from blocks and receipt", async () => {
      const { address } = lab.newAccount();
      const tx = await pay(address, 10n * USDT);
      expect(await lab.adapter.receipt(tx)).toBeNull();
      await lab.mine();
      const [transfer, ...more] = await transfersTo(lab.adapter, address, 0);
      expect(more).toEqual([]);
      expect(transfer).toEqual({
        txHash: tx,
        logIndex: 0,
        from: lab.boss.address,
        to: address,
        value: 10n * USDT,
      });
      for (let depth = 1; depth <= lab.confirmations; depth += 1) {
        const receipt = await receiptOf(tx);
        expect(receipt.confirmations).toBe(depth);
        expect(receipt.final).toBe(depth === lab.confirmations);
        expect(receipt.transfers).toEqual([transfer]);
        expect(await lab.adapter.tokenBalance(address, "latest")).toBe(10n * USDT);
        const finalBalance = depth === lab.confirmations ? 10n * USDT : 0n;
        expect(await lab.adapter.tokenBalance(address, "final")).toBe(finalBalance);
        await lab.mine();
      }
    });

    test("costs a constant number of calls a block, however much is in it", async () => {
      const from = (await height()) + 1;
      const crowd = Array.from({ length: 40 }, () => lab.newAccount().address);
      await pay(lab.disperser, 1_000n * USDT);
      await lab.mine();
      const values = crowd.map(() => USDT);
      await lab.call(lab.boss, lab.disperser, callData.disperse(lab.token, crowd, values));
      await lab.mine(19);
      const top = await height();
      const before = lab.adapter.calls();
      const blocks = await lab.adapter.readBlocks(from, top);
      const perBlock = (lab.adapter.calls() - before) / blocks.length;
      expect(blocks.flatMap((block) => block.transfers)).toHaveLength(41);
      expect(perBlock).toBeLessThanOrEqual(2.2);
    });
  });

  describe("what is no payment", () => {
    test("an event of another contract, however alike", async () => {
      const { address } = lab.newAccount();
      const from = await height();
      await lab.call(lab.boss, lab.fake, callData.spoof(lab.boss.address, address, 999n * USDT));
      await lab.mine();
      expect(await transfersTo(lab.adapter, address, from)).toEqual([]);
    });

    test("a transaction that reverted, or whose transfer was undone inside", async () => {
      const { address } = lab.newAccount();
      const from = await height();
      await pay(lab.disperser, 10n * USDT);
      await lab.mine();
      const reverted = callData.payThenRevert(lab.token, address, 5n * USDT);
      const undone = callData.payInnerRevert(lab.token, address, 5n * USDT);
      const first = await lab.call(lab.boss, lab.disperser, reverted);
      const second = await lab.call(lab.boss, lab.disperser, undone);
      await lab.mine();
      expect(await transfersTo(lab.adapter, address, from)).toEqual([]);
      expect(await receiptOf(first)).toMatchObject({ status: "reverted", transfers: [] });
      expect((await receiptOf(first)).reason).toMatch(/REVERT/);
      expect(await receiptOf(second)).toMatchObject({ status: "success", reason: null });
    });

    test("a transfer of nothing", async () => {
      const victim = lab.newAccount();
      const { address } = lab.newAccount();
      const from = await height();
      const data = callData.transferFrom(victim.address, address, 0n);
      const tx = await lab.call(lab.boss, lab.token, data);
      await lab.mine();
      expect(await transfersTo(lab.adapter, address, from)).toEqual([]);
      expect(await receiptOf(tx)).toMatchObject({ status: "success", transfers: [] });
    });

    test("native coins", async () => {
      const { address } = lab.newAccount();
      const from = await height();
      await lab.fund(address, 5_000_000n);
      expect(await transfersTo(lab.adapter, address, from)).toEqual([]);
      expect(await lab.adapter.nativeBalance(address)).toBe(5_000_000n);
    });
  });

  describe("unusual payments", () => {
    test("by an allowance: `from` is whose tokens they were", async () => {
      const owner = lab.newAccount();
      const { address } = lab.newAccount();
      await lab.fund(owner.address, gas);
      await pay(owner.address, 7n * USDT);
      await lab.call(owner, lab.token, callData.approve(lab.boss.address, 7n * USDT));
      await lab.mine();
      const from = await height();
      const data = callData.transferFrom(owner.address, address, 7n * USDT);
      await lab.call(lab.boss, lab.token, data);
      await lab.mine();
      expect(await transfersTo(lab.adapter, address, from)).toMatchObject([
        { from: owner.address, value: 7n * USDT },
      ]);
    });

    test("many in one transaction, two of them to one address", async () => {
      const [ours, other] = [lab.newAccount().address, lab.newAccount().address];
      await pay(lab.disperser, 10n * USDT);
      await lab.mine();
      const from = await height();
      const to = [ours, other, ours];
      const data = callData.disperse(lab.token, to, [USDT, 2n * USDT, 3n * USDT]);
      const tx = await lab.call(lab.boss, lab.disperser, data);
      await pay(ours, 4n * USDT);
      await lab.mine();
      const found = await transfersTo(lab.adapter, ours, from);
      expect(found.map(({ logIndex, value }) => [logIndex, value])).toEqual([
        [0, USDT],
        [2, 3n * USDT],
        [0, 4n * USDT],
      ]);
      expect((await receiptOf(tx)).transfers.map((t) => t.logIndex)).toEqual([0, 1, 2]);
    });

    test("the contract keeps a fee: what arrived counts", async () => {
      const { address } = lab.newAccount();
      const from = await height();
      await lab.call(lab.boss, lab.token, callData.setParams(10n, 40n));
      await lab.mine();
      const sender = lab.newAccount();
      await lab.fund(sender.address, gas);
      await pay(sender.address, 200n * USDT);
      await lab.mine();
      await lab.call(sender, lab.token, callData.transfer(address, 100n * USDT));
      await lab.mine();
      await lab.call(lab.boss, lab.token, callData.setParams(0n, 0n));
      await lab.mine();
      const [transfer, ...more] = await transfersTo(lab.adapter, address, from);
      expect(more).toEqual([]);
      expect(transfer).toMatchObject({ value: 99_900_000n, logIndex: 1 });
      expect(await lab.adapter.tokenBalance(address, "latest")).toBe(99_900_000n);
    });

    test("money destroyed by the issuer leaves no event, only another balance", async () => {
      const { address } = lab.newAccount();
      await pay(address, 9n * USDT);
      await lab.call(lab.boss, lab.token, callData.addBlackList(address));
      await lab.mine();
      const from = (await height()) + 1;
      await lab.call(lab.boss, lab.token, callData.destroyBlackFunds(address));
      await lab.mine();
      expect(await transfersTo(lab.adapter, address, from)).toEqual([]);
      expect(await lab.adapter.tokenBalance(address, "latest")).toBe(0n);
    });
  });

  describe("reorganisations", () => {
    test("moves a payment: another block, the same transfer", async () => {
      const { address } = lab.newAccount();
      await lab.mine(3);
      const tx = await pay(address, 11n * USDT);
      await lab.mine();
      const before = await receiptOf(tx);
      await lab.moveByReorg(tx);
      const after = await receiptOf(tx);
      expect(after.block.hash).not.toBe(before.block.hash);
      expect(after.transfers).toEqual(before.transfers);
      expect(await transfersTo(lab.adapter, address, 0)).toHaveLength(1);
      expect((await lab.adapter.block(before.block.height))?.hash).not.toBe(before.block.hash);
    });

    test("drops a payment", async () => {
      const { address } = lab.newAccount();
      await lab.mine(3);
      const tx = await pay(address, 13n * USDT);
      await lab.mine();
      expect(await transfersTo(lab.adapter, address, 0)).toHaveLength(1);
      await lab.dropByReorg(1, tx);
      expect(await transfersTo(lab.adapter, address, 0)).toEqual([]);
      expect(await lab.adapter.receipt(tx)).toBeNull();
      await lab.mine(lab.confirmations);
      expect(await lab.adapter.receipt(tx)).toBeNull();
    });

    test("heads follow another branch", async () => {
      await lab.mine(lab.confirmations + 2);
      const before = await lab.adapter.heads();
      const tx = await pay(lab.newAccount().address, USDT);
      await lab.mine(2);
      await lab.adapter.heads();
      await lab.dropByReorg(2, tx);
      const { latest, final } = await lab.adapter.heads();
      const line = await lab.adapter.readBlocks(before.final.height, latest.height);
      expect(line.at(-1)?.hash).toBe(latest.hash);
      expect(line.find((block) => block.height === final.height)?.hash).toBe(final.hash);
    });
  });

  describe("sending", () => {
    test("quote, build, sign, broadcast, final", async () => {
      const { address } = lab.newAccount();
      const intent = tokenTo(address, 25n * USDT);
      const tx = await prepare(lab, lab.boss, intent);
      expect(await lab.adapter.state(tx)).toEqual({ kind: "unknown" });
      expect(await lab.adapter.broadcast(tx)).toEqual({ kind: "accepted" });
      expect(await lab.adapter.broadcast(tx)).toEqual({ kind: "already-known" });
      expect(await lab.adapter.state(tx)).toEqual({ kind: "pending" });
      await lab.mine();
      expect(await lab.adapter.state(tx)).toMatchObject({
        kind: "mined",
        receipt: { status: "success", final: false, confirmations: 1 },
      });
      expect(await lab.adapter.broadcast(tx)).toEqual({ kind: "already-known" });
      await lab.mine(lab.confirmations - 1);
      const state = await lab.adapter.state(tx);
      expect(state).toMatchObject({ kind: "mined", receipt: { final: true } });
      expect(await lab.adapter.tokenBalance(address, "final")).toBe(25n * USDT);
    });

    test("the quote is enough to own, and the fee paid stays within it", async () => {
      const poor = lab.newAccount();
      const { address } = lab.newAccount();
      await pay(poor.address, 5n * USDT);
      await lab.mine();
      const intent: Intent = { kind: "token", from: poor.address, to: address, value: 5n * USDT };
      const quote = await lab.adapter.quote(intent);
      await lab.fund(poor.address, quote.native);
      const tx = await prepare(lab, poor, intent);
      expect(await lab.adapter.broadcast(tx)).toEqual({ kind: "accepted" });
      await lab.mine();
      const receipt = await receiptOf(tx.txHash);
      expect(receipt.status).toBe("success");
      expect(receipt.feePaid).toBeLessThanOrEqual(quote.native);
      expect(await lab.adapter.tokenBalance(poor.address, "latest")).toBe(0n);
    });

    test("native coins for a new account", async () => {
      const { address } = lab.newAccount();
      const intent: Intent = { kind: "native", from: lab.boss.address, to: address, value: 7_000n };
      const quote = await lab.adapter.quote(intent);
      const tx = await prepare(lab, lab.boss, intent);
      expect(await lab.adapter.broadcast(tx)).toEqual({ kind: "accepted" });
      await lab.mine();
      const receipt = await receiptOf(tx.txHash);
      expect(receipt.status).toBe("success");
      expect(receipt.feePaid).toBeGreaterThan(0n);
      expect(receipt.feePaid).toBeLessThanOrEqual(quote.native);
      expect(await lab.adapter.nativeBalance(address)).toBe(7_000n);
    });

    test("refuses before a fee is spent: paused, blacklisted, short", async () => {
      const sender = lab.newAccount();
      await pay(sender.address, 5n * USDT);
      await lab.mine();
      const intent = (value: bigint): Intent => ({
        kind: "token",
        from: sender.address,
        to: lab.boss.address,
        value,
      });
      const reasonOf = (value: bigint) =>
        lab.adapter.quote(intent(value)).then(
          () => null,
          (error: unknown) => (error instanceof WouldRevertError ? error.reason : error),
        );
      expect(await reasonOf(5n * USDT)).toBeNull();
      expect(await reasonOf(6n * USDT)).toBe("balance short");
      await lab.call(lab.boss, lab.token, callData.pause());
      await lab.mine();
      expect(await reasonOf(5n * USDT)).toBe("paused");
      await lab.call(lab.boss, lab.token, callData.unpause());
      await lab.call(lab.boss, lab.token, callData.addBlackList(sender.address));
      await lab.mine();
      expect(await reasonOf(5n * USDT)).toBe("blacklisted");
    });

    test("refuses native coins that are not there", async () => {
      const from = lab.newAccount().address;
      const intent: Intent = { kind: "native", from, to: lab.boss.address, value: 10n ** 9n };
      await expect(lab.adapter.quote(intent)).rejects.toThrow(WouldRevertError);
    });

    test("without gas it is not accepted, and may be sent again later", async () => {
      const poor = lab.newAccount();
      await pay(poor.address, 5n * USDT);
      await lab.fund(poor.address, pinch);
      const intent: Intent = {
        kind: "token",
        from: poor.address,
        to: lab.boss.address,
        value: 5n * USDT,
      };
      const tx = await prepare(lab, poor, intent);
      const result = await lab.adapter.broadcast(tx);
      if (chain === "tron") {
        // Energy is paid when it runs: the pool takes it, the block fails it, and the tokens stay.
        await lab.mine();
        expect(await lab.adapter.state(tx)).toMatchObject({
          kind: "mined",
          receipt: { status: "reverted", reason: "OUT_OF_ENERGY" },
        });
        expect(await lab.adapter.tokenBalance(poor.address, "latest")).toBe(5n * USDT);
        return;
      }
      expect(result).toMatchObject({
        kind: "rejected",
        retry: "later",
        code: "INSUFFICIENT_FUNDS",
      });
      await lab.fund(poor.address, gas);
      expect(await lab.adapter.broadcast(tx)).toEqual({ kind: "accepted" });
    });

    test("a lost transaction is unknown, not dead, and the same bytes may be sent again", async () => {
      const { address } = lab.newAccount();
      const tx = await prepare(lab, lab.boss, tokenTo(address, 3n * USDT));
      expect(await lab.broadcastLost(tx)).toEqual({ kind: "accepted" });
      await lab.mine(lab.confirmations + 1);
      expect(await lab.adapter.state(tx)).toEqual({ kind: "unknown" });
      expect(await lab.adapter.broadcast(tx)).toEqual({ kind: "accepted" });
      await lab.mine();
      expect(await lab.adapter.tokenBalance(address, "latest")).toBe(3n * USDT);
    });

    test("two equal transfers are two transactions", async () => {
      const { address } = lab.newAccount();
      const intent = tokenTo(address, USDT);
      const quote = await lab.adapter.quote(intent);
      const nonce = await lab.adapter.nextNonce(lab.boss.address);
      const [one, two] = await Promise.all([
        lab.adapter.build(intent, quote, nonce),
        lab.adapter.build(intent, quote, nonce === null ? null : nonce + 1),
      ]);
      expect(one.payload).not.toBe(two.payload);
    });
  });

  describe("codec", () => {
    let unsigned: UnsignedTx;
    let signed: SignedTx;
    let quote: FeeQuote;
    let intent: Intent;
    let stranger: Account;
    beforeAll(async () => {
      stranger = lab.newAccount();
      intent = tokenTo(stranger.address, 12n * USDT);
      quote = await lab.adapter.quote(intent);
      unsigned = await lab.adapter.build(
        intent,
        quote,
        await lab.adapter.nextNonce(lab.boss.address),
      );
      const { signingHash } = lab.codec.decode(unsigned.payload);
      signed = lab.codec.attach(unsigned, signDigest(signingHash, lab.boss.key));
    });

    test("reads from the bytes what was built", async () => {
      const decoded = lab.codec.decode(unsigned.payload);
      expect(decoded.intent).toEqual(intent);
      expect(decoded.nonce).toBe(unsigned.nonce);
      expect(decoded.expiresAt).toEqual(unsigned.expiresAt);
      expect(decoded.maxFee).toBeLessThanOrEqual(maxFeeOf(quote));
      expect(decoded.maxFee, "an account without stake").toBeLessThanOrEqual(quote.native);
      const native: Intent = { ...intent, kind: "native", value: 5n };
      const nativeQuote = await lab.adapter.quote(native);
      const built = await lab.adapter.build(native, nativeQuote, unsigned.nonce);
      expect(lab.codec.decode(built.payload).maxFee).toBeLessThanOrEqual(nativeQuote.native);
      expect(lab.codec.decode(built.payload).intent).toEqual(native);
    });

    test("keeps sender, nonce and expiry beside the signed bytes", () => {
      expect(signed).toMatchObject({
        network: lab.adapter.network,
        from: lab.boss.address,
        nonce: unsigned.nonce,
        expiresAt: unsigned.expiresAt,
      });
    });

    test("refuses a signature of someone else, of something else, a high s and another v", () => {
      const { signingHash } = lab.codec.decode(unsigned.payload);
      const good = signDigest(signingHash, lab.boss.key);
      const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
      const s = BigInt(`0x${Buffer.from(good.subarray(32, 64)).toString("hex")}`);
      const highS = Buffer.from((order - s).toString(16).padStart(64, "0"), "hex");
      const flipped = (good[64] ?? 0) ^ 1;
      const bad = [
        signDigest(signingHash, stranger.key),
        signDigest(
          signingHash.map((byte) => byte ^ 1),
          lab.boss.key,
        ),
        Uint8Array.from([...good.subarray(0, 32), ...highS, flipped]),
        Uint8Array.from([...good.subarray(0, 64), flipped]),
        Uint8Array.from([...good.subarray(0, 64), 27]),
        good.subarray(0, 64),
        new Uint8Array(65),
      ];
      for (const signature of bad) {
        expect(() => lab.codec.attach(unsigned, signature)).toThrow(UnknownPayloadError);
      }
    });

    test("refuses an envelope whose sender is not the payload's", () => {
      const { signingHash } = lab.codec.decode(unsigned.payload);
      const signature = signDigest(signingHash, lab.boss.key);
      const forged = { ...unsigned, from: stranger.address };
      expect(() => lab.codec.attach(forged, signature)).toThrow(UnknownPayloadError);
    });

    test("refuses every payload with a byte added, lost or made no hex", () => {
      const { payload } = unsigned;
      const bad = [
        `${payload}00`,
        `00${payload}`,
        payload.slice(0, -2),
        payload.slice(2),
        `${payload.slice(0, -1)}g`,
        `0x${payload}`,
        "",
      ];
      for (const text of bad) {
        expect(() => lab.codec.decode(text), text).toThrow(UnknownPayloadError);
      }
    });

    test("no single changed bit passes as the same transfer", () => {
      const { payload } = unsigned;
      const before = lab.codec.decode(payload).signingHash;
      const bytes = Buffer.from(payload, "hex");
      for (let i = 0; i < bytes.length; i += 1) {
        const changed = Buffer.from(bytes);
        changed[i] = (changed[i] ?? 0) ^ 1;
        let decoded: ReturnType<typeof lab.codec.decode>;
        try {
          decoded = lab.codec.decode(changed.toString("hex"));
        } catch (error) {
          expect(error).toBeInstanceOf(UnknownPayloadError);
          continue;
        }
        const sameSender = decoded.intent.from === intent.from;
        if (sameSender) expect(Buffer.from(decoded.signingHash).equals(before)).toBe(false);
      }
    });
  });
});
