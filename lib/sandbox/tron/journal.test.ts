import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addressOfPrivateKey, parseAddress } from "./addresses";
import { TronChain } from "./chain";
import { RECORD_BYTES } from "./headers";
import { findAccount, putAccount } from "./ledger";

const faucet = addressOfPrivateKey("11".repeat(32));
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "tillgate-tron-"));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

const open = (timestamp = 1_795_180_008_000) =>
  TronChain.open({
    dataDir,
    blockTimeMs: 1_000,
    solidDepth: 4,
    genesis: { timestamp, allocations: { [faucet]: "1000000000" } },
  });

/** A block that changes the state. */
async function mark(chain: TronChain, createdAt: number): Promise<void> {
  const address = parseAddress(faucet);
  await chain.exclusive(() =>
    chain.decree((view) => {
      const account = findAccount(view, address);
      if (account) putAccount(view, address, { ...account, createdAt });
    }),
  );
}

const picture = (chain: TronChain) => ({
  ids: Array.from({ length: chain.head + 1 }, (_, number) => chain.idOf(number)),
  root: chain.stateRoot,
  time: chain.headTime,
});

/** Six blocks, of which the second and the last change the state. */
async function grow(): Promise<ReturnType<typeof picture>> {
  const chain = await open();
  await chain.mine(1);
  await mark(chain, 5);
  await chain.mine(3);
  await mark(chain, 6);
  const seen = picture(chain);
  await chain.close();
  return seen;
}

const file = (name: string) => join(dataDir, name);

describe("the journal", () => {
  it("brings back the same blocks and the same state, and keeps its own genesis", async () => {
    const before = await grow();
    expect(before.ids).toHaveLength(7);
    const chain = await open(1_800_000_000_000);
    expect(picture(chain)).toEqual(before);
    expect(chain.block(6)?.parentId).toBe(before.ids[5]);
    await chain.mine(1);
    expect(chain.headTime).toBe(before.time + 1_000);
    await chain.close();
  });

  it("cuts off a header that was half written, and the body that came before it", async () => {
    const before = await grow();
    truncateSync(file("headers.bin"), 6 * RECORD_BYTES - 7);
    const chain = await open();
    expect(picture(chain).ids).toEqual(before.ids.slice(0, 6));
    await mark(chain, 7);
    const grown = picture(chain);
    await chain.close();
    const again = await open();
    expect(picture(again)).toEqual(grown);
    await again.close();
  });

  it("cuts off a body that was half written", async () => {
    const before = await grow();
    appendFileSync(file("bodies.jsonl"), '{"number":7,"id":"00');
    const size = statSync(file("bodies.jsonl")).size;
    const chain = await open();
    expect(picture(chain)).toEqual(before);
    await chain.close();
    expect(statSync(file("bodies.jsonl")).size).toBeLessThan(size);
  });

  it("starts anew when it died while writing the genesis", async () => {
    writeFileSync(file("bodies.jsonl"), '{"genesis":{"times');
    const chain = await open();
    expect(chain.head).toBe(0);
    await chain.close();
  });

  it("refuses a folder that is damaged before its end", async () => {
    await grow();
    const headers = readFileSync(file("headers.bin"));
    headers.writeUInt8(headers.readUInt8(2 * RECORD_BYTES + 20) ^ 1, 2 * RECORD_BYTES + 20);
    writeFileSync(file("headers.bin"), headers);
    await expect(open()).rejects.toThrow("headers.bin is damaged at block 3");
  });

  it("refuses a body whose changes lead elsewhere, and headers without their body", async () => {
    await grow();
    const bodies = readFileSync(file("bodies.jsonl"), "utf8");
    writeFileSync(file("bodies.jsonl"), bodies.replace('\\"createdAt\\":5', '\\"createdAt\\":4'));
    await expect(open()).rejects.toThrow("leads to another state");
    writeFileSync(file("bodies.jsonl"), `${bodies.split("\n").slice(0, 2).join("\n")}\n`);
    await expect(open()).rejects.toThrow("the body of block 6 is missing");
  });

  it("forgets what a reorganisation took back", async () => {
    await grow();
    const chain = await open();
    await chain.exclusive(() => chain.reorganise(3, {}));
    const after = picture(chain);
    expect(after.ids).toHaveLength(8);
    await chain.close();
    const again = await open();
    expect(picture(again)).toEqual(after);
    await again.close();
  });
});
