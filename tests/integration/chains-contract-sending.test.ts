import { beforeAll, describe, expect, test } from "vitest";
import {
  type FeeQuote,
  type Intent,
  maxFeeOf,
  type SignedTx,
  UnknownPayloadError,
  type UnsignedTx,
  WouldRevertError,
} from "@/lib/chains";
import { describeEachChain, USDT } from "../support/chains/contract";
import { type Account, callData, prepare, signDigest } from "../support/chains/lab";

describeEachChain("sending", (on) => {
  describe("sending", () => {
    test("quote, build, sign, broadcast, final", async () => {
      const { address } = on.lab.newAccount();
      const intent = on.tokenTo(address, 25n * USDT);
      const tx = await prepare(on.lab, on.lab.boss, intent);
      expect(await on.lab.adapter.state(tx)).toEqual({ kind: "unknown" });
      expect(await on.lab.adapter.broadcast(tx)).toEqual({ kind: "accepted" });
      expect(await on.lab.adapter.broadcast(tx)).toEqual({ kind: "already-known" });
      expect(await on.lab.adapter.state(tx)).toEqual({ kind: "pending" });
      await on.lab.mine();
      expect(await on.lab.adapter.state(tx)).toMatchObject({
        kind: "mined",
        receipt: { status: "success", final: false, confirmations: 1 },
      });
      expect(await on.lab.adapter.broadcast(tx)).toEqual({ kind: "already-known" });
      await on.lab.mine(on.lab.confirmations - 1);
      const state = await on.lab.adapter.state(tx);
      expect(state).toMatchObject({ kind: "mined", receipt: { final: true } });
      expect(await on.lab.adapter.tokenBalance(address, "final")).toBe(25n * USDT);
    });

    test("the quote is enough to own, and the fee paid stays within it", async () => {
      const poor = on.lab.newAccount();
      const { address } = on.lab.newAccount();
      await on.pay(poor.address, 5n * USDT);
      await on.lab.mine();
      const intent: Intent = { kind: "token", from: poor.address, to: address, value: 5n * USDT };
      const quote = await on.lab.adapter.quote(intent);
      await on.lab.fund(poor.address, quote.native);
      const tx = await prepare(on.lab, poor, intent);
      expect(await on.lab.adapter.broadcast(tx)).toEqual({ kind: "accepted" });
      await on.lab.mine();
      const receipt = await on.receiptOf(tx.txHash);
      expect(receipt.status).toBe("success");
      expect(receipt.feePaid).toBeLessThanOrEqual(quote.native);
      expect(await on.lab.adapter.tokenBalance(poor.address, "latest")).toBe(0n);
    });

    test("native coins for a new account", async () => {
      const { address } = on.lab.newAccount();
      const intent: Intent = {
        kind: "native",
        from: on.lab.boss.address,
        to: address,
        value: 7_000n,
      };
      const quote = await on.lab.adapter.quote(intent);
      const tx = await prepare(on.lab, on.lab.boss, intent);
      expect(await on.lab.adapter.broadcast(tx)).toEqual({ kind: "accepted" });
      await on.lab.mine();
      const receipt = await on.receiptOf(tx.txHash);
      expect(receipt.status).toBe("success");
      expect(receipt.feePaid).toBeGreaterThan(0n);
      expect(receipt.feePaid).toBeLessThanOrEqual(quote.native);
      expect(await on.lab.adapter.nativeBalance(address)).toBe(7_000n);
    });

    test("refuses before a fee is spent: paused, blacklisted, short", async () => {
      const sender = on.lab.newAccount();
      await on.pay(sender.address, 5n * USDT);
      await on.lab.mine();
      const intent = (value: bigint): Intent => ({
        kind: "token",
        from: sender.address,
        to: on.lab.boss.address,
        value,
      });
      const reasonOf = (value: bigint) =>
        on.lab.adapter.quote(intent(value)).then(
          () => null,
          (error: unknown) => (error instanceof WouldRevertError ? error.reason : error),
        );
      expect(await reasonOf(5n * USDT)).toBeNull();
      expect(await reasonOf(6n * USDT)).toBe("balance short");
      await on.lab.call(on.lab.boss, on.lab.token, callData.pause());
      await on.lab.mine();
      expect(await reasonOf(5n * USDT)).toBe("paused");
      await on.lab.call(on.lab.boss, on.lab.token, callData.unpause());
      await on.lab.call(on.lab.boss, on.lab.token, callData.addBlackList(sender.address));
      await on.lab.mine();
      expect(await reasonOf(5n * USDT)).toBe("blacklisted");
    });

    test("refuses native coins that are not there", async () => {
      const from = on.lab.newAccount().address;
      const intent: Intent = { kind: "native", from, to: on.lab.boss.address, value: 10n ** 9n };
      await expect(on.lab.adapter.quote(intent)).rejects.toThrow(WouldRevertError);
    });

    test("without gas it is not accepted, and may be sent again later", async () => {
      const poor = on.lab.newAccount();
      await on.pay(poor.address, 5n * USDT);
      await on.lab.fund(poor.address, on.pinch);
      const intent: Intent = {
        kind: "token",
        from: poor.address,
        to: on.lab.boss.address,
        value: 5n * USDT,
      };
      const tx = await prepare(on.lab, poor, intent);
      const result = await on.lab.adapter.broadcast(tx);
      if (on.chain === "tron") {
        // Energy is paid when it runs: the pool takes it, the block fails it, and the tokens stay.
        await on.lab.mine();
        expect(await on.lab.adapter.state(tx)).toMatchObject({
          kind: "mined",
          receipt: { status: "reverted", reason: "OUT_OF_ENERGY" },
        });
        expect(await on.lab.adapter.tokenBalance(poor.address, "latest")).toBe(5n * USDT);
        return;
      }
      expect(result).toMatchObject({
        kind: "rejected",
        retry: "later",
        code: "INSUFFICIENT_FUNDS",
      });
      await on.lab.fund(poor.address, on.gas);
      expect(await on.lab.adapter.broadcast(tx)).toEqual({ kind: "accepted" });
    });

    test("a lost transaction is unknown, not dead, and the same bytes may be sent again", async () => {
      const { address } = on.lab.newAccount();
      const tx = await prepare(on.lab, on.lab.boss, on.tokenTo(address, 3n * USDT));
      expect(await on.lab.broadcastLost(tx)).toEqual({ kind: "accepted" });
      await on.lab.mine(on.lab.confirmations + 1);
      expect(await on.lab.adapter.state(tx)).toEqual({ kind: "unknown" });
      expect(await on.lab.adapter.broadcast(tx)).toEqual({ kind: "accepted" });
      await on.lab.mine();
      expect(await on.lab.adapter.tokenBalance(address, "latest")).toBe(3n * USDT);
    });

    test("two equal transfers are two transactions", async () => {
      const { address } = on.lab.newAccount();
      const intent = on.tokenTo(address, USDT);
      const quote = await on.lab.adapter.quote(intent);
      const nonce = await on.lab.adapter.nextNonce(on.lab.boss.address);
      const [one, two] = await Promise.all([
        on.lab.adapter.build(intent, quote, nonce),
        on.lab.adapter.build(intent, quote, nonce === null ? null : nonce + 1),
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
      stranger = on.lab.newAccount();
      intent = on.tokenTo(stranger.address, 12n * USDT);
      quote = await on.lab.adapter.quote(intent);
      unsigned = await on.lab.adapter.build(
        intent,
        quote,
        await on.lab.adapter.nextNonce(on.lab.boss.address),
      );
      const { signingHash } = on.lab.codec.decode(unsigned.payload);
      signed = on.lab.codec.attach(unsigned, signDigest(signingHash, on.lab.boss.key));
    });

    test("reads from the bytes what was built", async () => {
      const decoded = on.lab.codec.decode(unsigned.payload);
      expect(decoded.intent).toEqual(intent);
      expect(decoded.nonce).toBe(unsigned.nonce);
      expect(decoded.expiresAt).toEqual(unsigned.expiresAt);
      expect(decoded.maxFee).toBeLessThanOrEqual(maxFeeOf(quote));
      expect(decoded.maxFee, "an account without stake").toBeLessThanOrEqual(quote.native);
      const native: Intent = { ...intent, kind: "native", value: 5n };
      const nativeQuote = await on.lab.adapter.quote(native);
      const built = await on.lab.adapter.build(native, nativeQuote, unsigned.nonce);
      expect(on.lab.codec.decode(built.payload).maxFee).toBeLessThanOrEqual(nativeQuote.native);
      expect(on.lab.codec.decode(built.payload).intent).toEqual(native);
    });

    test("keeps sender, nonce and expiry beside the signed bytes", () => {
      expect(signed).toMatchObject({
        network: on.lab.adapter.network,
        from: on.lab.boss.address,
        nonce: unsigned.nonce,
        expiresAt: unsigned.expiresAt,
      });
    });

    test("refuses a signature of someone else, of something else, a high s and another v", () => {
      const { signingHash } = on.lab.codec.decode(unsigned.payload);
      const good = signDigest(signingHash, on.lab.boss.key);
      const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
      const s = BigInt(`0x${Buffer.from(good.subarray(32, 64)).toString("hex")}`);
      const highS = Buffer.from((order - s).toString(16).padStart(64, "0"), "hex");
      const flipped = (good[64] ?? 0) ^ 1;
      const bad = [
        signDigest(signingHash, stranger.key),
        signDigest(
          signingHash.map((byte) => byte ^ 1),
          on.lab.boss.key,
        ),
        Uint8Array.from([...good.subarray(0, 32), ...highS, flipped]),
        Uint8Array.from([...good.subarray(0, 64), flipped]),
        Uint8Array.from([...good.subarray(0, 64), 27]),
        good.subarray(0, 64),
        new Uint8Array(65),
      ];
      for (const signature of bad) {
        expect(() => on.lab.codec.attach(unsigned, signature)).toThrow(UnknownPayloadError);
      }
    });

    test("refuses an envelope whose sender is not the payload's", () => {
      const { signingHash } = on.lab.codec.decode(unsigned.payload);
      const signature = signDigest(signingHash, on.lab.boss.key);
      const forged = { ...unsigned, from: stranger.address };
      expect(() => on.lab.codec.attach(forged, signature)).toThrow(UnknownPayloadError);
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
        expect(() => on.lab.codec.decode(text), text).toThrow(UnknownPayloadError);
      }
    });

    test("no single changed bit passes as the same transfer", () => {
      const { payload } = unsigned;
      const before = on.lab.codec.decode(payload).signingHash;
      const bytes = Buffer.from(payload, "hex");
      for (let i = 0; i < bytes.length; i += 1) {
        const changed = Buffer.from(bytes);
        changed[i] = (changed[i] ?? 0) ^ 1;
        let decoded: ReturnType<typeof on.lab.codec.decode>;
        try {
          decoded = on.lab.codec.decode(changed.toString("hex"));
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
