import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashKey, parseKey } from "@/lib/auth";
import { createSecretBox } from "@/lib/config/secret-box";
import { connect, type Database } from "@/lib/db";
import { newId } from "@/lib/kit";
import { createTestDatabase, type TestDatabase } from "../support/database";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SECRET = "a secret of the tests that is long enough 0123";
const PRODUCTION = {
  TILLGATE_ENV: "production",
  TILLGATE_SECRET: SECRET,
  ORIGIN: "https://pay.example.com",
  ETHEREUM_RPC_URL: "http://127.0.0.1:9",
  TRON_API_URL: "http://127.0.0.1:9",
};

let database: TestDatabase;
let owner: Database;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "test-owner", max: 2 });
  folder = mkdtempSync(path.join(tmpdir(), "tillgate-admin-"));
});
afterAll(async () => {
  await owner?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `npm run admin -- …` as package.json runs it. */
function admin(args: readonly string[], env: Record<string, string> = PRODUCTION): Promise<Ended> {
  const command = ["scripts/run.mjs", "lib/cli/admin.ts", ...args];
  const surroundings: NodeJS.ProcessEnv = {
    PATH: process.env.PATH ?? "",
    HOME: process.env.HOME ?? "",
    NODE_ENV: "test",
    DATABASE_WORKER_URL: database.workerUrl,
    ...env,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      command,
      { cwd: root, env: surroundings, timeout: 300_000 },
      (error, out: string, err: string) => {
        const code = error === null ? 0 : Number(error.code ?? -1);
        resolve({ code, out, err });
      },
    );
  });
}

/** The answer of a command that goes well, as --json tells it. */
async function asked(...args: string[]) {
  const { code, out, err } = await admin([...args, "--json"]);
  expect(`${code} ${err}`).toBe("0 ");
  return JSON.parse(out);
}

const secretsIn = (text: string) => text.match(/\btgs?_(test|live|whs)_\w+/g) ?? [];

describe("npm run admin", { timeout: 300_000 }, () => {
  it("makes the first merchant and key of a production, and shows the secrets this once", async () => {
    const { code, out, err } = await admin(["merchant", "create", "--name", "Acme Ltd"]);
    expect(`${code} ${err}`).toBe("0 ");
    expect(out).toContain("1 Acme Ltd");
    const [apiKey = "", apiSecret = ""] = secretsIn(out);
    expect(parseKey(apiKey)).toEqual({ environment: "production" });
    expect(apiSecret).toMatch(/^tgs_live_/);
    const webhookSecret = /webhook secret\s+(\S+)/.exec(out)?.[1];
    const [row] = await owner.sql`
      select k.key_hash, k.secret_hash, k.scopes, m.id, m.webhook_secret
      from api_keys k join merchants m on m.id = k.merchant_id where m.number = 1`;
    expect(Buffer.from(row?.key_hash)).toEqual(Buffer.from(hashKey(apiKey)));
    expect(Buffer.from(row?.secret_hash)).toEqual(Buffer.from(hashKey(apiSecret)));
    expect(row?.scopes).toEqual(["all"]);
    const box = createSecretBox(SECRET);
    expect(box.open(row?.webhook_secret, `webhook-secret:${row?.id}`)).toBe(webhookSecret);
    const shown = await admin(["merchant", "show", "1"]);
    expect(shown.out).toContain("Acme Ltd");
    const keys = await admin(["key", "list", "1"]);
    expect(keys.out).toContain("First key");
    for (const { out } of [shown, keys]) {
      for (const secret of [apiKey, apiSecret, String(webhookSecret)]) {
        expect(out).not.toContain(secret);
      }
    }
    const [audit] = await owner.sql`select actor from audit_log where action = 'merchant.created'`;
    expect(audit?.actor).toMatch(/^operator:.+/);
  });

  it("leads a merchant through its life", async () => {
    const made = await asked("merchant", "create", "--name", "Life");
    const number = String(made.number);
    const fees = ["--tier", "0:2.5", "--tier", "1000:0.0001"];
    expect((await asked("merchant", "fees", number, ...fees)).feeTiers).toEqual([
      { from: "0", percent: "2.5" },
      { from: "1000", percent: "0.0001" },
    ]);
    const limits = ["--set", "standard=500", "--set", "financial=60"];
    expect((await asked("merchant", "limits", made.clientId, ...limits)).rateLimits).toEqual({
      standard: 500,
      financial: 60,
    });
    expect((await asked("merchant", "caps", number, "--daily", "250.5")).keyDailyCap).toBe("250.5");
    expect((await asked("merchant", "caps", number, "--daily", "none")).keyDailyCap).toBeNull();
    expect((await asked("merchant", "caps", number, "--daily", "default")).keyDailyCap).toBe(
      "default",
    );
    const reason = ["--reason", "looked odd"];
    expect((await asked("merchant", "suspend", number, ...reason)).status).toBe("suspended");
    const listed: { number: number; status: string }[] = await asked("merchant", "list");
    expect(listed.find((row) => row.number === made.number)?.status).toBe("suspended");
    expect((await asked("merchant", "resume", number)).status).toBe("active");
    const byDefault = await asked("merchant", "fees", number, "--default");
    expect(byDefault.feeTiers).toHaveLength(3);
  });

  it("lists what operators ordered at the dashboard", async () => {
    const userId = newId();
    await owner.sql`insert into users (id, email, name, created_at) values (${userId}, 'op@example.com', 'Ona', now())`;
    await owner.sql`
      insert into operator_orders (id, kind, input, ordered_by, at, state, problem, done_at)
      values (${newId()}, 'fees.settle', '{"network":null}', ${userId}, now(), 'failed', 'No wallet is set', now())`;
    const orders = await asked("orders", "list");
    expect(orders).toMatchObject([
      { kind: "fees.settle", orderedBy: "Ona", state: "failed", problem: "No wallet is set" },
    ]);
    expect((await admin(["orders", "list", "--limit", "101"])).code).toBe(2);
  });

  it("orders stake, and shows what became of it", async () => {
    const { id } = await asked("energy", "stake", "7000");
    await asked("energy", "withdraw");
    const report = await asked("energy", "show");
    expect(report).toMatchObject({ staked: "0", lent: "0", loans: [] });
    expect(report.orders).toMatchObject([
      { kind: "withdraw", amount: "0", state: "ordered" },
      { id, kind: "stake", amount: "7000", state: "ordered" },
    ]);
    const { out } = await admin(["energy", "show"]);
    expect(out).toContain("7000 TRX  ordered");
    const [audit] = await owner.sql`select actor, data from audit_log where action = 'stake.ordered'
      and subject_id = ${id}`;
    expect(audit).toMatchObject({ data: { kind: "stake", sun: "7000000000" } });
    expect(audit?.actor).toMatch(/^operator:.+/);
    for (const amount of ["0", "-1", "1.5", "much"]) {
      expect((await admin(["energy", "unstake", amount])).code, amount).toBe(2);
    }
  });

  it("leads a key through its life", async () => {
    const { number } = await asked("merchant", "create", "--name", "Keys");
    const merchant = String(number);
    const wanted = ["--scope", "deposits", "--scope", "read", "--ip", "203.0.113.0/24"];
    const caps = ["--daily-cap", "10", "--daily-cap-with-secret", "99.5"];
    const key = await asked("key", "issue", merchant, "--name", "Till", ...wanted, ...caps);
    expect(key).toMatchObject({
      name: "Till",
      scopes: ["deposits", "read"],
      ipAllowList: ["203.0.113.0/24"],
      dailyCap: "10",
      dailyCapWithSecret: "99.5",
      status: "active",
    });
    const changed = await asked(
      "key",
      "update",
      merchant,
      key.id,
      "--any-ip",
      "--daily-cap",
      "default",
    );
    expect(changed).toMatchObject({ ipAllowList: [], dailyCap: null, dailyCapWithSecret: "99.5" });
    const fresh = await asked("key", "roll", merchant, key.id, "--overlap", "30m");
    expect(fresh).toMatchObject({ name: "Till", scopes: ["deposits", "read"] });
    expect(fresh.apiKey).not.toBe(key.apiKey);
    await asked("key", "revoke", merchant, fresh.id);
    const listed: { id: string; status: string; replacedBy: string | null }[] = await asked(
      "key",
      "list",
      merchant,
    );
    expect(listed.map(({ id, status, replacedBy }) => [id, status, replacedBy])).toEqual([
      [fresh.id, "revoked", null],
      [key.id, "active", fresh.id],
      [expect.any(String), "active", null],
    ]);
    expect(secretsIn(JSON.stringify(listed)).filter((text) => text.length > 12)).toEqual([]);
    const again = await admin(["key", "roll", merchant, key.id]);
    expect([again.code, again.err.trim()]).toEqual([
      1,
      "API key was revoked or replaced, or has expired",
    ]);
  });

  it("lists fees and networks, and resumes what is halted", async () => {
    expect(await asked("fees", "list")).toEqual([]);
    expect(await asked("network", "list")).toMatchObject([
      { network: "USDT-ERC20", haltedReason: null },
      { network: "USDT-TRC20", haltedReason: null },
    ]);
    await owner.sql`
      insert into chain_cursors (network, identity, height, hash, block_time, latest_height, final_height, final_time,
        scanned_at, halted_reason)
      values ('USDT-ERC20', 'e', 1, ${"0".repeat(64)}, now(), 1, 1, now(), now(), 'money vanished')`;
    expect(await asked("network", "resume", "USDT-ERC20", "--note", "the node lied")).toEqual({
      network: "USDT-ERC20",
      haltedReason: "money vanished",
    });
    const again = await admin(["network", "resume", "USDT-ERC20", "--note", "x"]);
    expect([again.code, again.err.trim()]).toEqual([1, "USDT-ERC20 is not halted"]);
  });

  it("works beside a sandbox, whose keys bear its prefix", async () => {
    const sandbox = { TILLGATE_ENV: "sandbox", DATA_DIR: folder };
    const none = await admin(["merchant", "list"], sandbox);
    expect(none.code).toBe(1);
    expect(none.err).toContain("npm start");
    writeFileSync(path.join(folder, "sandbox.json"), "{}");
    const made = await admin(["merchant", "create", "--name", "Sand", "--json"], sandbox);
    expect(JSON.parse(made.out)).toMatchObject({ apiKey: expect.stringMatching(/^tg_test_/) });
  });

  it("explains itself, all of it and each command", async () => {
    const all = await admin(["--help"]);
    expect(all.code).toBe(0);
    const commands = all.out.split("\n").flatMap((line) => {
      const words = /^((?:merchant|key|fees|network) [a-z]+)(?: <[^>]+>)* {2,}\S/.exec(line);
      return words?.[1] === undefined ? [] : [words[1]];
    });
    expect(commands.length).toBeGreaterThan(14);
    const one = await admin(["key", "roll", "--help"]);
    expect([one.code, one.err]).toEqual([0, ""]);
    expect(one.out).toContain("npm run admin -- key roll <merchant> <key id>");
    const bare = await admin([]);
    expect([bare.code, bare.out]).toEqual([2, ""]);
    const group = await admin(["key"]);
    expect(group.err).toContain("key roll");
    expect(group.err).not.toContain("merchant list");
  });

  it("answers 2 and how to call it right, or 1 and the reason", async () => {
    const wrong = await admin(["merchant", "list", "--force"]);
    expect([wrong.code, wrong.out]).toEqual([2, ""]);
    expect(wrong.err).toContain("Usage: npm run admin -- merchant list");
    const unknown = await admin(["merchant", "show", "999"]);
    expect([unknown.code, unknown.out, unknown.err]).toEqual([1, "", "Merchant not found\n"]);
    const scopes = await admin(["key", "issue", "1", "--name", "n", "--scope", "x"]);
    expect(scopes.code).toBe(1);
    expect(scopes.err).toContain("scopes must be some of all, read");
  });

  it("shows what each sweep cost, to the wei", async () => {
    const id = newId();
    const [merchant] = await owner.sql<{ id: string }[]>`select id from merchants limit 1`;
    const [from, to, hash] = ["a".repeat(40), "b".repeat(40), "c".repeat(64)];
    await owner.sql`
      insert into sweeps (merchant_id, id, network, from_address, to_address, amount_units, state, method, created_at, settled_at)
      values (${merchant?.id ?? ""}, ${id}, 'USDT-ERC20', ${from}, ${to}, 12500000, 'settled', 'classic', now(), now())`;
    await owner.sql`
      insert into network_costs (network, tx_hash, asset, amount, purpose, cause_id, created_at)
      values ('USDT-ERC20', ${hash}, 'ETH', 1000000000000000001, 'sweep_token', ${id}, now())`;
    const [shown] = await asked("sweeps", "list", "--network", "USDT-ERC20");
    expect(shown).toMatchObject({ id, method: "classic", fee: "1000000000000000001" });
    const { out } = await admin(["sweeps", "list"]);
    expect(out).toContain("1.000000000000000001 ETH");
    expect((await admin(["sweeps", "list", "--limit", "0"])).code).toBe(2);
    expect((await admin(["sweeps", "list", "--network", "BTC"])).code).toBe(2);
  });

  it("makes an operator who signs in, lists people, and lets them in no more", async () => {
    const who = ["--email", "Oscar@Example.com", "--name", "Oscar"];
    const made = await asked("people", "create-operator", ...who);
    expect(made).toMatchObject({ email: "oscar@example.com" });
    expect(made.password).toHaveLength(20);
    const [row] = await owner.sql`
      select u.is_operator, c.password_hash from users u join user_credentials c on c.user_id = u.id where u.id = ${made.userId}`;
    expect(row?.is_operator).toBe(true);
    expect(row?.password_hash).not.toContain(made.password);
    const again = await admin(["people", "create-operator", ...who]);
    expect([again.code, again.out]).toEqual([1, ""]);
    await admin(["people", "disable", "oscar@example.com"]);
    expect(await asked("people", "list")).toMatchObject([
      { userId: made.userId, isOperator: true, status: "disabled", secondFactor: false },
    ]);
    await admin(["people", "enable", "oscar@example.com"]);
    expect((await admin(["people", "list"])).out).toMatch(
      /oscar@example\.com +Oscar +active +no +operator/,
    );
    const lost = await admin(["people", "reset-second-factor", "oscar@example.com"]);
    expect([lost.code, lost.err]).toEqual([1, "This person has no second factor\n"]);
  });

  it("says in a line what is wrong with its database", async () => {
    const away = { ...PRODUCTION, DATABASE_WORKER_URL: "postgres://u:hidden@127.0.0.1:9/x" };
    const gone = await admin(["merchant", "list"], away);
    expect(gone.code).toBe(1);
    expect(gone.err).toContain("ECONNREFUSED");
    expect(gone.err).not.toContain("hidden");
  });
});
