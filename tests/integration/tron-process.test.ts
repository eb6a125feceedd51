import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Types } from "tronweb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addressOfPrivateKey } from "@/lib/sandbox/tron";
import { Client, faucetKey, newKey, post, TRX } from "./tron-client";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "lib/sandbox/tron/main.ts");
const READY = /^tron node listening on (http:\/\/127\.0\.0\.1:\d+)$/;

let folder: string;
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tillgate-tron-process-"));
  children = [];
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
});

const options = (more: object = {}) =>
  JSON.stringify({
    port: 0,
    dataDir: join(folder, "tron"),
    blockTimeMs: 100,
    solidDepth: 4,
    control: false,
    faucetAddress: addressOfPrivateKey(faucetKey),
    pidFile: join(folder, "run", "tron.pid"),
    ...more,
  });

function launch(more?: object) {
  const child = spawn(process.execPath, ["--import", "tsx", main, options(more)], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const lines: string[] = [];
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const ready = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      lines.push(line);
      const url = READY.exec(line)?.[1];
      if (url) resolve(url);
    });
    child.once("exit", (code) => reject(new Error(`exit ${code}: ${errors}`)));
  });
  ready.catch(() => undefined);
  return { child, ready, lines, errors: () => errors };
}

type Head = Pick<Types.Block, "blockID" | "block_header">;
const headOf = (url: string) => post<Head>(url, "wallet/getnowblock");
const numberOf = (head: Head) => head.block_header.raw_data.number;

async function headAbove(url: string, number: number): Promise<Head> {
  for (;;) {
    const head = await headOf(url);
    if (numberOf(head) > number) return head;
  }
}

async function kill(child: ChildProcess, signal: NodeJS.Signals) {
  const exited = once(child, "exit");
  child.kill(signal);
  return exited;
}

describe("the process", () => {
  it("keeps every block that it announced through a SIGKILL", async () => {
    const first = launch();
    const url = await first.ready;
    const boss = new Client(url, faucetKey);
    const to = boss.as(newKey()).address;
    const { id, answer } = await boss.send(await boss.trx(to, 3 * TRX));
    expect(answer.result).toBe(true);
    const before = await headAbove(url, numberOf(await headOf(url)) + 1);
    const info = await boss.info(id);
    const seen = new Map([[numberOf(before), before.blockID]]);
    for (let head = before; seen.size < 6; head = await headOf(url)) {
      seen.set(numberOf(head), head.blockID);
    }
    await kill(first.child, "SIGKILL");
    const second = launch({ faucetAddress: addressOfPrivateKey(newKey()) });
    const again = await second.ready;
    for (const [num, blockID] of seen) {
      expect(await post(again, "wallet/getblockbynum", { num })).toMatchObject({ blockID });
    }
    const revived = boss.as(faucetKey);
    expect(await new Client(again, revived.key).info(id)).toEqual(info);
    const grown = await headAbove(again, Math.max(...seen.keys()) + 1);
    expect(Math.abs(grown.block_header.raw_data.timestamp - Date.now())).toBeLessThan(5_000);
  });

  it("says one line, writes its pid, and ends cleanly on SIGTERM", async () => {
    const { child, ready, lines } = launch();
    const url = await ready;
    const pidFile = join(folder, "run", "tron.pid");
    await headAbove(url, 1);
    expect(Number(readFileSync(pidFile, "utf8"))).toBe(child.pid);
    expect((await fetch(`${url}/sandbox/mine`, { method: "POST" })).status).toBe(404);
    expect(await kill(child, "SIGTERM")).toEqual([0, null]);
    expect(lines).toEqual([`tron node listening on ${url}`]);
    expect(existsSync(pidFile)).toBe(false);
  });

  it("says which port is taken, and fails", async () => {
    const squatter = createServer();
    squatter.listen(0, "127.0.0.1");
    await once(squatter, "listening");
    const address = squatter.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const { child, errors } = launch({ port });
    expect(await once(child, "exit")).toEqual([1, null]);
    expect(errors()).toContain(`tron node: port ${port} is taken`);
    squatter.close();
  });

  it("waits for another to leave its folder", async () => {
    const first = launch();
    const url = await first.ready;
    const { blockID } = await headAbove(url, 2);
    const second = launch();
    const waiting = Symbol("waiting");
    const still = async () => {
      await headAbove(url, numberOf(await headOf(url)) + 30);
      return waiting;
    };
    expect(await Promise.race([second.ready, still()])).toBe(waiting);
    await kill(first.child, "SIGTERM");
    const num = Number.parseInt(blockID.slice(0, 16), 16);
    expect(await post(await second.ready, "wallet/getblockbynum", { num })).toMatchObject({
      blockID,
    });
  });

  it("ends when its parent is killed", async () => {
    const script =
      "const child = require('node:child_process').spawn(process.execPath," +
      " ['--import', 'tsx', process.argv[1], process.argv[2]], { stdio: ['ignore', 1, 2] });";
    const parent = spawn(process.execPath, ["-e", script, main, options()], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(parent);
    const output = createInterface(parent.stdout);
    const [line] = await once(output, "line");
    expect(line).toMatch(READY);
    const closed = once(output, "close");
    await kill(parent, "SIGKILL");
    // The pipe closes when the last process that holds it, the node, has ended.
    await closed;
    expect(existsSync(join(folder, "run", "tron.pid"))).toBe(false);
  });
});
