import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { privateKeyToAddress } from "viem/accounts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type AnvilOptions,
  createSandboxMnemonic,
  faucetPrivateKey,
  type RunningAnvil,
  startAnvil,
} from "@/lib/sandbox/ethereum";
import { inspectProcess } from "@/lib/sandbox/processes";
import { runProgram, untilGone } from "../support/processes";

describe("startAnvil", () => {
  const mnemonic = createSandboxMnemonic();
  let folder: string;
  let statePath: string;
  const chains: RunningAnvil[] = [];
  const start = async (options: Partial<AnvilOptions> = {}) => {
    const chain = await startAnvil({
      port: 0,
      statePath,
      mnemonic,
      chainId: 31337,
      blockTimeSeconds: 0.2,
      ...options,
    });
    chains.push(chain);
    return chain;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tillgate-anvil-"));
    statePath = join(folder, "ethereum", "state.json");
  });
  afterEach(async () => {
    await Promise.all(chains.splice(0).map((chain) => chain.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  it("mines by itself on the chain asked for, and endows the faucet", async () => {
    const chain = await start({ statePath: null, args: ["--slots-in-an-epoch", "1"] });
    expect(inspectProcess(chain.pid)?.commandLine).toMatch(/^tillgate-ethereum /);
    expect(await call(chain, "eth_chainId")).toBe("0x7a69");
    await untilBlock(chain, 3);
    const faucet = privateKeyToAddress(faucetPrivateKey(mnemonic));
    expect(BigInt(await call(chain, "eth_getBalance", [faucet, "latest"]))).toBeGreaterThan(0n);
    await chain.stop();
    expect(inspectProcess(chain.pid)).toBeNull();
  });

  it("goes on where it was stopped", async () => {
    const first = await start();
    await untilBlock(first, 5);
    const before = await blockHash(first, 3);
    await first.stop();
    const second = await start();
    expect(second.stateAtStart).toBe("whole");
    expect(await blockHash(second, 3)).toBe(before);
  });

  it("keeps after kill -9 what was two saves deep", async () => {
    const first = await start();
    await untilBlock(first, 20);
    const deep = await blockHash(first, 8);
    process.kill(first.pid, "SIGKILL");
    await first.exited;
    const second = await start();
    expect(await blockHash(second, 8)).toBe(deep);
  });

  it.each([
    ["torn", (whole: Buffer) => whole.subarray(0, Math.floor(whole.length / 2))],
    ["emptied", () => Buffer.alloc(0)],
    ["well-formed but no state", () => Buffer.from("{}")],
  ])("falls back to the copy when the state is %s", async (_, damage) => {
    const first = await start();
    await untilBlock(first, 5);
    const before = await blockHash(first, 5);
    await untilCopied(statePath, first, 5);
    await first.stop();
    writeFileSync(statePath, damage(readFileSync(statePath)));
    const second = await start();
    expect(second.stateAtStart).toBe("restored");
    expect(await blockHash(second, 5)).toBe(before);
  });

  it("says so when the copy is damaged too", async () => {
    const first = await start();
    await untilBlock(first, 5);
    await untilCopied(statePath, first, 1);
    await first.stop();
    for (const file of [statePath, `${statePath}.bak`]) writeFileSync(file, "{");
    await expect(start()).rejects.toThrow("both damaged");
  });

  it("ends when its state is large, and drops old empty blocks at the next start", async () => {
    const stateLimit = { bytes: 400_000, keptBlocks: 100 };
    const first = await start({ stateLimit });
    const from = privateKeyToAddress(faucetPrivateKey(mnemonic));
    const to = `0x${"1".repeat(40)}`;
    const sent = await call(first, "eth_sendTransaction", [{ from, to, value: "0x5" }]);
    await untilBlock(first, 2);
    await call(first, "anvil_mine", ["0x64", "0x1"]);
    const old = await blockHash(first, 20);
    const recent = await blockHash(first, 95);
    expect([typeof old, typeof recent]).toEqual(["string", "string"]);
    await call(first, "anvil_mine", ["0x7d", "0x1"]);
    // From here it grows over the limit by itself.
    expect(await first.exited).toEqual({ code: 0, signal: null });
    const head = Number(JSON.parse(readFileSync(statePath, "utf8")).best_block_number);
    const second = await start({ stateLimit: { ...stateLimit, keptBlocks: head - 90 } });
    expect(await blockHash(second, 20)).toBeUndefined();
    expect(await blockHash(second, 95)).toBe(recent);
    expect(await call(second, "eth_getTransactionReceipt", [sent])).toMatchObject({
      status: "0x1",
    });
    expect(await call(second, "eth_getBalance", [to, "latest"])).toBe("0x5");
    await untilBlock(second, head + 2);
  });

  it("refuses a port in use with anvil's own words", async () => {
    const first = await start();
    await expect(start({ statePath: null, port: first.port })).rejects.toThrow(/in use/);
  });

  it("dies with a parent that is killed", async () => {
    const parent = runProgram("hold-anvil", [statePath, join(folder, "anvil.pid"), mnemonic]);
    const [, pid = ""] = await parent.line(/ready pid=(\d+)/);
    parent.child.kill("SIGKILL");
    await untilGone(Number(pid));
  });

  it("ends an orphan by its pid file, and no stranger", async () => {
    const pidFile = join(folder, "anvil.pid");
    const first = await start({ pidFile });
    for (const file of ["anvil.pid", "anvil.id"]) {
      copyFileSync(join(folder, file), join(folder, `other-${file}`));
    }
    const second = await start({ pidFile: join(folder, "other-anvil.pid") });
    expect((await first.exited).signal ?? "exit").toBeDefined();
    expect(inspectProcess(first.pid)).toBeNull();
    expect(inspectProcess(second.pid)).not.toBeNull();

    // The number of this very test, with the fingerprint of a process that is no more.
    writeFileSync(pidFile, `${process.pid}\n`);
    writeFileSync(join(folder, "anvil.id"), "some-boot:1");
    await start({ pidFile, statePath: null });
  });
});

async function call(
  chain: { readonly url: string },
  method: string,
  params: readonly unknown[] = [],
): Promise<string> {
  const response = await fetch(chain.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  return ((await response.json()) as { result: string }).result;
}

async function blockHash(chain: RunningAnvil, height: number): Promise<string | undefined> {
  const block: unknown = await call(chain, "eth_getBlockByNumber", [
    `0x${height.toString(16)}`,
    false,
  ]);
  return (block as { hash?: string } | null)?.hash;
}

async function untilBlock(chain: RunningAnvil, height: number): Promise<void> {
  await until(async () => Number(await call(chain, "eth_blockNumber")) >= height);
}

/** Until a copy was made of a state that has the block. */
async function untilCopied(statePath: string, chain: RunningAnvil, height: number): Promise<void> {
  await untilBlock(chain, height);
  const since = Date.now();
  await until(async () => {
    const stat = statSync(`${statePath}.bak`, { throwIfNoEntry: false });
    if (stat === undefined || stat.ctimeMs < since) return false;
    const state = JSON.parse(readFileSync(`${statePath}.bak`, "utf8"));
    return Number(state.best_block_number) >= height;
  });
}

async function until(holds: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error("it never came about");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
