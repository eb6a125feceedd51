import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderEnvExample } from "./env-example";
import { ConfigError, loadConfig, mailMode, requireSetting } from "./load";

const production = {
  TILLGATE_ENV: "production",
  DATABASE_URL: "postgres://tillgate_owner:pw@db.example:5432/tillgate",
  ETHEREUM_RPC_URL: "https://a.example,https://b.example",
  TRON_API_URL: "https://tron.example",
  TILLGATE_SECRET: "k3VbN8xQ2rT7wY1zP5mC9dF4gH6jL0sA",
  ORIGIN: "https://pay.example/",
};

function linesOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).lines;
  }
}

describe("the environment", () => {
  it("has the sandbox's defaults when nothing is set, and takes an empty value as not set", () => {
    const config = loadConfig({ PORT: "" });
    expect(config).toMatchObject({
      environment: "sandbox",
      port: 3000,
      host: "127.0.0.1",
      origin: "http://localhost:3000",
      ethereumConfirmations: 4,
      tronConfirmations: 4,
      scanIntervalMs: 1000,
      webhookRetryScheduleMs: [60_000, 300_000, 1_800_000, 7_200_000, 43_200_000],
    });
  });

  it("sends mail by SMTP_URL, keeps it in a sandbox without, and has none elsewhere", () => {
    const smtp = { SMTP_URL: "smtps://mail.example" };
    expect(mailMode(loadConfig({}))).toBe("kept");
    expect(mailMode(loadConfig(smtp))).toBe("sent");
    expect(mailMode(loadConfig(production))).toBeNull();
    expect(mailMode(loadConfig({ ...production, ...smtp }))).toBe("sent");
    expect(loadConfig(production).mailFrom).toBe("no-reply@pay.example");
    expect(loadConfig({ MAIL_FROM: "shop@a.example" }).mailFrom).toBe("shop@a.example");
    for (const MAIL_FROM of ["shop", "a@b, c@d", "A <a@b.c>"]) {
      expect(linesOf({ MAIL_FROM })[0]).toContain("MAIL_FROM must be an e-mail address");
    }
    expect(linesOf({ SMTP_URL: "mail.example" })[0]).toContain("SMTP_URL must be a URL");
  });

  it("has production's defaults there, with role URLs made from the one that is given", () => {
    const config = loadConfig(production);
    expect(config).toMatchObject({
      origin: "https://pay.example",
      ethereumConfirmations: 12,
      tronConfirmations: 19,
      scanIntervalMs: 10_000,
      usdtErc20Contract: "0xdAC17F958D2ee523a2206206994597C13D831ec7",
    });
    expect(config.databaseWebUrl).toMatch(/^postgres:\/\/tillgate_web:[\w-]{43}@db\.example:5432/);
    expect(config.databaseWorkerUrl).not.toBe(config.databaseWebUrl);
  });

  it.each([
    ["PORT", "abc"],
    ["PORT", "0"],
    ["PORT", "70000"],
    ["SCAN_INTERVAL_MS", "5"],
    ["ETHEREUM_CONFIRMATIONS", "0"],
    ["TRON_CONFIRMATIONS", "1.5"],
    ["RATE_LIMIT_SCALE", "-1"],
    ["WEBHOOK_RETRY_SCHEDULE", "1m,x"],
    ["WEBHOOK_RETRY_SCHEDULE", "0s"],
    ["ORIGIN", "pay.example"],
    ["DATABASE_URL", "mysql://x"],
    ["ETHEREUM_RPC_URL", "https://a.example,ftp://b"],
    ["TRUSTED_PROXY_HOPS", "many"],
    ["TILLGATE_ENV", "staging"],
  ])("names %s=%s with an example", (name, value) => {
    const lines = linesOf({ [name]: value });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(name);
    expect(lines[0]).toContain(`Example: ${name}=`);
  });

  it("refuses an unknown TILLGATE_ variable by name, and says every fault at once", () => {
    expect(linesOf({ TILLGATE_SECERT: "x", PORT: "x" })).toEqual([
      expect.stringContaining("PORT"),
      expect.stringContaining("TILLGATE_SECERT"),
    ]);
  });

  it("refuses what production must not be: missing pieces, a weak secret, plain http", () => {
    const lines = linesOf({
      TILLGATE_ENV: "production",
      TILLGATE_SECRET: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    });
    const named = ["DATABASE_URL", "ETHEREUM_RPC_URL", "TRON_API_URL", "TILLGATE_SECRET", "ORIGIN"];
    expect(lines).toEqual(named.map((name) => expect.stringContaining(name)));
    expect(lines.join("\n")).not.toContain("aaaaaaaa");
  });

  it("names a setting that a process can't do without", () => {
    expect(() => requireSetting(null, "KEYSTORE_PATH")).toThrow(/KEYSTORE_PATH is needed/);
  });
});

describe(".env.example", () => {
  it("is what the schema says", () => {
    expect(readFileSync(".env.example", "utf8")).toBe(renderEnvExample());
  });
});
