import { sha256 } from "@noble/hashes/sha2.js";
import { utils } from "tronweb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Intent, maxFeeOf, UnknownPayloadError } from "@/lib/chains";
import { callData, prepare, signDigest, transfersTo } from "../support/chains/lab";
import { startProxy } from "../support/chains/node-proxy";
import { startTronLab, type TronLab } from "../support/chains/tron-lab";

const USDT = 1_000_000n;
/** More blocks of three seconds than a transaction lives. */
const LIFETIME_BLOCKS = 42;

let lab: TronLab;
beforeAll(async () => {
  lab = await startTronLab();
  await lab.mine(lab.confirmations);
});
afterAll(() => lab?.stop());

const intentTo = (to: Intent["to"], value: bigint): Intent => ({
  kind: "token",
  from: lab.boss.address,
  to,
  value,
});

describe("addresses", () => {
  const good = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
  test("takes the one spelling", () => {
    expect(lab.adapter.parseAddress(good)).toBe("a614f803b6fd780986a42c78ec9c7f77e6ded13c");
  });
  test.each([
    ["one character", good.replace("NHq", "NHr")],
    ["lower case", good.toLowerCase()],
    ["hex", "41a614f803b6fd780986a42c78ec9c7f77e6ded13c"],
    ["0x", "0xa614f803b6fd780986a42c78ec9c7f77e6ded13c"],
    ["0OIl", `${good.slice(0, -4)}0OIl`],
    ["a Bitcoin address", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"],
    ["the zero address", "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb"],
  ])("refuses %s", (_, text) => {
    expect(() => lab.adapter.parseAddress(text)).toThrow();
  });
});

describe("a transaction that never came", () => {
  test("is dead only when a solid block is past its expiry, and then for good", async () => {
    const { address } = lab.newAccount();
    const tx = await prepare(lab, lab.boss, intentTo(address, 3n * USDT));
    const { latest } = await lab.adapter.heads();
    const life = (tx.expiresAt?.getTime() ?? 0) - latest.time.getTime();
    expect(life).toBeGreaterThanOrEqual(120_000);
    expect(life).toBeLessThan(121_000);
    expect(await lab.broadcastLost(tx)).toEqual({ kind: "accepted" });
    await lab.mine(LIFETIME_BLOCKS - lab.confirmations);
    expect(await lab.adapter.state(tx)).toEqual({ kind: "unknown" });
    const { final } = await lab.adapter.heads();
    await lab.control("solid", { at: final.height });
    await lab.mine(LIFETIME_BLOCKS);
    expect((await lab.adapter.heads()).latest.time > (tx.expiresAt ?? 0)).toBe(true);
    expect(await lab.adapter.state(tx)).toEqual({ kind: "unknown" });
    await lab.control("solid", {});
    expect(await lab.adapter.state(tx)).toEqual({ kind: "dead", reason: "expired" });
    expect(await lab.adapter.broadcast(tx)).toMatchObject({
      kind: "rejected",
      retry: "rebuild",
      code: "TRANSACTION_EXPIRATION_ERROR",
    });
    expect(await lab.adapter.tokenBalance(address, "latest")).toBe(0n);
  });

  test("one that came stays mined after its expiry", async () => {
    const tx = await prepare(lab, lab.boss, intentTo(lab.newAccount().address, USDT));
    await lab.adapter.broadcast(tx);
    await lab.mine(LIFETIME_BLOCKS + lab.confirmations);
    expect(await lab.adapter.state(tx)).toMatchObject({ kind: "mined", receipt: { final: true } });
  });

  test("the reference is a solid block: it outlives a reorganisation of all that is not", async () => {
    const { address } = lab.newAccount();
    const tx = await prepare(lab, lab.boss, intentTo(address, USDT));
    await lab.control("reorg", { depth: lab.confirmations - 1 });
    expect(await lab.adapter.broadcast(tx)).toEqual({ kind: "accepted" });
    await lab.mine();
    expect(await lab.adapter.tokenBalance(address, "latest")).toBe(USDT);
  });
});

test("a TRC-10 token called USDT is none", async () => {
  const { address } = lab.newAccount();
  const from = (await lab.adapter.heads()).latest.height;
  await lab.sendAsset(address, "1002000", 5_000_000);
  await lab.mine();
  expect(await transfersTo(lab.adapter, address, from)).toEqual([]);
});

test("final is what the node calls solid, not a depth of ours", async () => {
  const tx = await lab.call(lab.boss, lab.token, callData.transfer(lab.newAccount().address, USDT));
  await lab.mine();
  const { final } = await lab.adapter.heads();
  await lab.control("solid", { at: final.height });
  await lab.mine(2 * lab.confirmations);
  expect((await lab.adapter.heads()).final).toEqual(final);
  expect(await lab.adapter.receipt(tx)).toMatchObject({ final: false });
  await lab.control("solid", {});
  expect(await lab.adapter.receipt(tx)).toMatchObject({ final: true });
});

describe("fees", () => {
  test("follow the chain's prices", async () => {
    const intent = intentTo(lab.newAccount().address, USDT);
    const before = await lab.connect().quote(intent);
    await lab.control("params", { energyFee: 420 });
    const after = await lab.connect().quote(intent);
    await lab.control("params", { energyFee: 100 });
    expect(BigInt(after.terms.feeLimit ?? 0)).toBe(
      (BigInt(before.terms.feeLimit ?? 0) * 42n) / 10n,
    );
    expect(after.native).toBeGreaterThan(before.native);
  });

  test("sending TRX is quoted with the opening of the account", async () => {
    const to = lab.newAccount().address;
    const intent = { kind: "native", from: lab.boss.address, to, value: 1_000_000n } as const;
    const { native } = await lab.adapter.quote(intent);
    expect(native).toBeGreaterThanOrEqual(1_100_000n);
    expect(native).toBeLessThan(1_500_000n);
  });

  test("staked energy lowers what must be owned, never what may be signed", async () => {
    const intent = intentTo(lab.newAccount().address, USDT);
    const burning = await lab.adapter.quote(intent);
    await lab.stakeForEnergy(10n ** 12n);
    const staked = await lab.adapter.quote(intent);
    expect(staked.native).toBeLessThan(500_000n);
    expect(maxFeeOf(staked)).toBe(maxFeeOf(burning));
    expect(burning.native).toBe(maxFeeOf(burning));
    const tx = await prepare(lab, lab.boss, intent);
    await lab.adapter.broadcast(tx);
    await lab.mine();
    const receipt = await lab.adapter.receipt(tx.txHash);
    expect(receipt?.feePaid).toBeLessThanOrEqual(staked.native);
  });

  test("bandwidth is counted as the chain counts it", async () => {
    const sender = lab.newAccount();
    await lab.fund(sender.address, 50_000_000n);
    await lab.call(lab.boss, lab.token, callData.transfer(sender.address, 5n * USDT));
    await lab.mine();
    const intent: Intent = { ...intentTo(lab.newAccount().address, USDT), from: sender.address };
    const quote = await lab.adapter.quote(intent);
    const tx = await prepare(lab, sender, intent);
    await lab.adapter.broadcast(tx);
    await lab.mine();
    const response = await fetch(`${lab.url}/wallet/gettransactioninfobyid`, {
      method: "POST",
      body: JSON.stringify({ value: tx.txHash }),
    });
    const info = (await response.json()) as { receipt: { net_usage: number } };
    expect(quote.terms.bandwidth).toBe(String(info.receipt.net_usage));
  });
});

describe("codec", () => {
  test("tronweb reads the signed bytes as the same transaction", async () => {
    const intent = intentTo(lab.newAccount().address, 8n * USDT);
    const tx = await prepare(lab, lab.boss, intent);
    const raw = utils.deserializeTx.deserializeTransaction(
      "TriggerSmartContract",
      rawDataOf(tx.raw),
    );
    const [contract] = raw.contract;
    expect(contract.parameter.value).toMatchObject({
      owner_address: `41${intent.from}`.toUpperCase(),
      contract_address: `41${lab.token}`.toUpperCase(),
    });
    expect(Buffer.from(sha256(Buffer.from(rawDataOf(tx.raw), "hex"))).toString("hex")).toBe(
      tx.txHash,
    );
  });

  const field = (id: number, bytes: string) => {
    const size = bytes.length / 2;
    const tag = ((id << 3) | 2).toString(16).padStart(2, "0");
    const length = size < 128 ? [size] : [(size & 127) | 128, size >> 7];
    return `${tag}${Buffer.from(length).toString("hex")}${bytes}`;
  };
  const number = (id: number, value: bigint) => {
    const bytes: number[] = [];
    for (let tag = BigInt(id << 3); ; tag >>= 7n) {
      bytes.push(Number(tag & 127n) | (tag > 127n ? 128 : 0));
      if (tag <= 127n) break;
    }
    let rest = BigInt.asUintN(64, value);
    for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
    return Buffer.from([...bytes, Number(rest)]).toString("hex");
  };
  const text = (value: string) => Buffer.from(value).toString("hex");
  const URL = "type.googleapis.com/protocol.";

  function trigger(
    extra = "",
    change: { data?: string; type?: bigint; url?: string } = {},
  ): string {
    const to = "55".repeat(20).padStart(64, "0");
    const data = change.data ?? `a9059cbb${to}${5n.toString(16).padStart(64, "0")}`;
    const call = `${field(1, `41${lab.boss.address}`)}${field(2, `41${lab.token}`)}${field(4, data)}${extra}`;
    const any = field(1, text(change.url ?? `${URL}TriggerSmartContract`)) + field(2, call);
    return number(1, change.type ?? 31n) + field(2, any);
  }
  const rawData = (contract: string, extra = "", expiration = 1_900_000_000_000n) =>
    [
      field(1, "abcd"),
      field(4, "11".repeat(8)),
      number(8, expiration),
      field(11, contract),
      number(14, 1_800_000_000_000n),
      "900180ade204",
      extra,
    ].join("");

  test("takes the plain call, written by hand", () => {
    const decoded = lab.codec.decode(rawData(trigger()));
    expect(decoded.intent).toEqual({
      kind: "token",
      from: lab.boss.address,
      to: "55".repeat(20),
      value: 5n,
    });
    expect(decoded.maxFee).toBeGreaterThan(10_000_000n);
  });

  test("refuses whatever is more than a plain call", () => {
    const to = "55".repeat(20).padStart(64, "0");
    const five = 5n.toString(16).padStart(64, "0");
    const bad: Record<string, string> = {
      "call value": rawData(trigger(number(3, 1n))),
      "token value": rawData(trigger(number(5, 1n))),
      "unknown field in the call": rawData(trigger(number(9, 1n))),
      "the call's data twice": rawData(trigger(field(4, "00"))),
      "permission id": rawData(trigger() + number(5, 2n)),
      memo: rawData(trigger(), field(10, text("hello"))),
      "two contracts": rawData(trigger(), field(11, trigger())),
      "another type": rawData(trigger("", { type: 30n })),
      "another url": rawData(trigger("", { url: `${URL}TransferContract` })),
      transferFrom: rawData(trigger("", { data: `23b872dd${to}${five}` })),
      "longer data": rawData(trigger("", { data: `a9059cbb${to}${five}00` })),
      "dirty padding": rawData(trigger("", { data: `a9059cbb01${to.slice(2)}${five}` })),
      "41 in the padding": rawData(
        trigger("", { data: `a9059cbb${`41${"55".repeat(20)}`.padStart(64, "0")}${five}` }),
      ),
      nothing: rawData(trigger("", { data: `a9059cbb${to}${"0".repeat(64)}` })),
      "no expiry": rawData(trigger(), "", 0n),
      "negative expiry": rawData(trigger(), "", -1n),
    };
    for (const [what, payload] of Object.entries(bad)) {
      expect(() => lab.codec.decode(payload), what).toThrow(UnknownPayloadError);
    }
  });

  test("v is 27 or 28 on the wire", async () => {
    const intent = intentTo(lab.newAccount().address, USDT);
    const unsigned = await lab.adapter.build(intent, await lab.adapter.quote(intent), null);
    const { signingHash } = lab.codec.decode(unsigned.payload);
    const signature = signDigest(signingHash, lab.boss.key);
    const { raw } = lab.codec.attach(unsigned, signature);
    expect(raw.slice(-2)).toBe((27 + (signature[64] ?? 9)).toString(16));
  });
});

test("a provider's key goes into its header and nowhere else", async () => {
  const seen: string[] = [];
  const { createServer } = await import("node:http");
  const server = createServer((request, response) => {
    seen.push(`${request.headers["tron-pro-api-key"]} ${request.url}`);
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const adapter = lab.connect({ urls: [`http://my-key@127.0.0.1:${port}/`] });
  await adapter.block(0).catch(() => null);
  server.close();
  expect(seen).toEqual(["my-key /wallet/getblock"]);
});

test("solid blocks are not looked at twice", async () => {
  await lab.call(lab.boss, lab.token, callData.transfer(lab.newAccount().address, USDT));
  await lab.mine(lab.confirmations + 5);
  const proxy = await startProxy(lab.url);
  const adapter = lab.connect({ urls: [proxy.url] });
  const { final } = await adapter.heads();
  const before = adapter.calls();
  await adapter.readBlocks(final.height - 4, final.height);
  expect(adapter.calls() - before).toBeLessThanOrEqual(10);
  await proxy.stop();
});

/** The raw_data inside a signed transaction, hex. */
function rawDataOf(signed: string): string {
  const bytes = Buffer.from(signed, "hex");
  const long = (bytes[1] ?? 0) > 127;
  const size = long ? ((bytes[1] ?? 0) & 127) | ((bytes[2] ?? 0) << 7) : (bytes[1] ?? 0);
  const start = long ? 3 : 2;
  return bytes.subarray(start, start + size).toString("hex");
}
