import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { countFree, getGasWallet } from "@/lib/addresses";
import { connect } from "@/lib/db";
import { createTestDatabase } from "../support/database";
import { ask, PASSPHRASE, plan, rowOf, setUpSigner, until } from "../support/signer";
import { ERC20, TRC20 } from "../support/unsigned-transactions";

const lab = setUpSigner();

describe("the process", () => {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
  });

  function start(env: Readonly<Record<string, string>>, ...args: string[]) {
    const child = spawn(process.execPath, ["--import", "tsx/esm", "lib/signer/main.ts", ...args], {
      env: {
        NODE_ENV: "test",
        PATH: process.env.PATH ?? "",
        KEYSTORE_PATH: path.join(lab.folder, "keystore.json"),
        KEYSTORE_PASSPHRASE: PASSPHRASE,
        DATABASE_WORKER_URL: lab.workerUrl,
        USDT_ERC20_CONTRACT: ERC20,
        USDT_TRC20_CONTRACT: TRC20,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const exited = once(child, "close").then(([code]) => code as number | null);
    return { child, exited, output: () => output };
  }

  const PRODUCTION = {
    TILLGATE_ENV: "production",
    ORIGIN: "https://pay.example.com",
    TILLGATE_SECRET: "Zq8rT1vX5yB3nM7kL0pW9sD2fG4hJ6aC",
    ETHEREUM_RPC_URL: "http://127.0.0.1:1",
    TRON_API_URL: "http://127.0.0.1:1",
    DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
  };

  it("makes its keystore at a sandbox's first start, works under its name, and drains", async () => {
    const own = await createTestDatabase();
    const db = connect({ url: own.ownerUrl, name: "test-own", max: 2 });
    const keystore = path.join(lab.folder, "new", "keystore.json");
    try {
      const env = { KEYSTORE_PATH: keystore, DATABASE_WORKER_URL: own.workerUrl };
      const first = start(env);
      await until(async () => (await countFree(db.orm, "USDT-TRC20")) >= 100);
      const gas = await until(() => getGasWallet(db.orm, "USDT-ERC20"));
      expect(statSync(keystore).mode & 0o777).toBe(0o600);
      expect(readFileSync(`/proc/${first.child.pid}/cmdline`, "utf8")).toContain("tillgate-signer");
      first.child.kill("SIGTERM");
      expect(await first.exited).toBe(0);
      expect(first.output()).not.toContain(PASSPHRASE);

      const [before] = await db.sql`select at from heartbeats where name = 'signer'`;
      const second = start(env);
      await until(async () => {
        const [now] = await db.sql`select at from heartbeats where name = 'signer'`;
        return now?.at !== before?.at;
      });
      second.child.kill("SIGTERM");
      expect(await second.exited).toBe(0);
      expect((await getGasWallet(db.orm, "USDT-ERC20"))?.address).toBe(gas.address);
    } finally {
      await db.close();
      await own.drop();
    }
  });

  it("does not start in production without a keystore, and says so in one line", async () => {
    const missing = path.join(lab.folder, "lost.json");
    const run = start({ ...PRODUCTION, KEYSTORE_PATH: missing });
    expect(await run.exited).toBe(1);
    expect(run.output().trim().split("\n")).toHaveLength(1);
    expect(run.output()).toMatch(/^KEYSTORE_PATH names no keystore: .*lost\.json/);
    expect(existsSync(missing)).toBe(false);
  });

  it("makes production's keystore when it is asked to, and never over another", async () => {
    const wanted = path.join(lab.folder, "production.json");
    const env = { ...PRODUCTION, KEYSTORE_PATH: wanted };
    const made = start(env, "--create-keystore");
    expect(await made.exited).toBe(0);
    const bytes = readFileSync(wanted, "utf8");
    const again = start(env, "--create-keystore");
    expect(await again.exited).toBe(1);
    expect(again.output()).toMatch(/^KEYSTORE_PATH: .* exists already/);
    expect(readFileSync(wanted, "utf8")).toBe(bytes);
  });

  it.each([
    ["KEYSTORE_PASSPHRASE", { KEYSTORE_PASSPHRASE: "another" }],
    ["KEYSTORE_PASSPHRASE", { KEYSTORE_PASSPHRASE: "" }],
    ["DATABASE_WORKER_URL", { DATABASE_WORKER_URL: "" }],
    ["USDT_TRC20_CONTRACT", { USDT_TRC20_CONTRACT: "T-not-an-address" }],
  ])("names %s when it is at fault", async (variable, env) => {
    const run = start(env);
    expect(await run.exited).toBe(1);
    expect(run.output()).toMatch(new RegExp(`^${variable} `));
    expect(run.output().trim().split("\n")).toHaveLength(1);
  });

  it("killed between signing and storing leaves the request to the next, who signs it once", async () => {
    const id = await ask(await plan("USDT-ERC20", "sending"), "sweep_token");
    const first = await lab.owner.sql.begin(async (lock) => {
      // The claim and the judgement go through, the write of the bytes waits.
      await lock`lock table signing_requests in share mode`;
      const doomed = start({});
      await until(async () => {
        const [waiting] = await lab.owner.sql`
          select 1 from pg_stat_activity where application_name = 'tillgate-signer'
            and wait_event_type = 'Lock' and query ilike 'update "signing_requests"%'`;
        return waiting;
      });
      doomed.child.kill("SIGKILL");
      await doomed.exited;
      return doomed;
    });
    expect(first.child.signalCode).toBe("SIGKILL");
    await until(async () => {
      const [left] = await lab.owner.sql`
        select 1 from pg_stat_activity where application_name = 'tillgate-signer'`;
      return left === undefined;
    });
    expect(await rowOf(id)).toMatchObject({ state: "pending", raw: null });

    const next = start({});
    await until(async () => (await rowOf(id)).state === "signed");
    const audits = await lab.owner.sql`select action from audit_log where subject_id = ${id}`;
    expect(audits.map((row) => row.action)).toEqual(["signature.signed"]);
    next.child.kill("SIGTERM");
    expect(await next.exited).toBe(0);
  });
});
