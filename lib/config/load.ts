import type { z } from "zod";
import { type DatabaseRole, rolePassword, roleUrl } from "./role-urls";
import { VARIABLES, type VariableName } from "./schema";

export type Environment = "sandbox" | "production";

/** The settings of one process, read once at its start. Null means: not given. */
export interface Config {
  readonly environment: Environment;
  readonly port: number;
  readonly host: string;
  readonly origin: string;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly databaseWebUrl: string | null;
  readonly databaseWorkerUrl: string | null;
  readonly ethereumRpcUrls: readonly string[] | null;
  readonly tronApiUrls: readonly string[] | null;
  readonly usdtErc20Contract: string | null;
  readonly usdtTrc20Contract: string | null;
  readonly ethereumConfirmations: number;
  readonly tronConfirmations: number;
  readonly scanIntervalMs: number;
  readonly rateLimitScale: number;
  readonly webhookRetryScheduleMs: readonly number[];
  readonly payoutWebhookRetryScheduleMs: readonly number[];
  readonly sandboxEthereumPort: number | null;
  readonly sandboxTronPort: number | null;
  readonly trustedProxyHops: number;
  readonly keystorePath: string | null;
  readonly keystorePassphrase: string | null;
  readonly secret: string | null;
  readonly operatorWalletErc20: string | null;
  readonly operatorWalletTrc20: string | null;
  readonly withdrawalWaitMs: number;
  readonly metricsToken: string | null;
  readonly smtpUrl: string | null;
  /** The sender of mail. */
  readonly mailFrom: string;
  readonly anvilBin: string | null;
}

/** Settings that can't be used. Each line names a variable, says what is wrong and gives an example. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  constructor(readonly lines: readonly string[]) {
    super(lines.join("\n"));
  }
}

type Raw = { [K in VariableName]: z.output<(typeof VARIABLES)[K]["schema"]> };

const MAINNET = {
  erc20: "0xdAC17F958D2ee523a2206206994597C13D831ec7",
  trc20: "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
} as const;

/** Reads and checks the environment. Throws ConfigError with one line per variable at fault. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const raw = readVariables(env, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  const config = toConfig(raw);
  problems.push(...productionProblems(config));
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function readVariables(env: Readonly<Record<string, string | undefined>>, problems: string[]): Raw {
  const raw: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(VARIABLES)) {
    const given = env[name] === "" ? undefined : env[name];
    const result = variable.schema.safeParse(given);
    if (result.success) raw[name] = result.data;
    else
      problems.push(problem(name as VariableName, result.error.issues[0]?.message ?? "is invalid"));
  }
  for (const name of Object.keys(env)) {
    if (name.startsWith("TILLGATE_") && !(name in VARIABLES)) {
      problems.push(`${name} is not a variable of Tillgate. See .env.example for all of them.`);
    }
  }
  return raw as Raw;
}

function problem(name: VariableName, what: string): string {
  return `${name} ${what}. Example: ${name}=${VARIABLES[name].example}`;
}

function toConfig(r: Raw): Config {
  const sandbox = r.TILLGATE_ENV === "sandbox";
  const port = r.PORT;
  const origin = trimSlash(r.ORIGIN ?? `http://localhost:${port}`);
  return {
    environment: r.TILLGATE_ENV,
    port,
    host: r.HOST,
    origin,
    dataDir: r.DATA_DIR,
    databaseUrl: r.DATABASE_URL ?? null,
    databaseWebUrl: r.DATABASE_WEB_URL ?? madeUrl(r, "tillgate_web"),
    databaseWorkerUrl: r.DATABASE_WORKER_URL ?? madeUrl(r, "tillgate_worker"),
    ethereumRpcUrls: r.ETHEREUM_RPC_URL ?? null,
    tronApiUrls: r.TRON_API_URL ?? null,
    usdtErc20Contract: r.USDT_ERC20_CONTRACT ?? (sandbox ? null : MAINNET.erc20),
    usdtTrc20Contract: r.USDT_TRC20_CONTRACT ?? (sandbox ? null : MAINNET.trc20),
    ethereumConfirmations: r.ETHEREUM_CONFIRMATIONS ?? (sandbox ? 4 : 12),
    tronConfirmations: r.TRON_CONFIRMATIONS ?? (sandbox ? 4 : 19),
    scanIntervalMs: r.SCAN_INTERVAL_MS ?? (sandbox ? 1_000 : 10_000),
    rateLimitScale: r.RATE_LIMIT_SCALE,
    webhookRetryScheduleMs: r.WEBHOOK_RETRY_SCHEDULE,
    payoutWebhookRetryScheduleMs: r.PAYOUT_WEBHOOK_RETRY_SCHEDULE,
    sandboxEthereumPort: r.SANDBOX_ETHEREUM_PORT ?? null,
    sandboxTronPort: r.SANDBOX_TRON_PORT ?? null,
    trustedProxyHops: r.TRUSTED_PROXY_HOPS,
    keystorePath: r.KEYSTORE_PATH ?? null,
    keystorePassphrase: r.KEYSTORE_PASSPHRASE ?? null,
    secret: r.TILLGATE_SECRET ?? null,
    operatorWalletErc20: r.OPERATOR_WALLET_ERC20 ?? null,
    operatorWalletTrc20: r.OPERATOR_WALLET_TRC20 ?? null,
    withdrawalWaitMs: r.WITHDRAWAL_WAIT_MS,
    metricsToken: r.METRICS_TOKEN ?? null,
    smtpUrl: r.SMTP_URL ?? null,
    mailFrom: r.MAIL_FROM ?? `no-reply@${new URL(origin).hostname}`,
    anvilBin: r.ANVIL_BIN ?? null,
  };
}

/** Production: a role's URL made from the owner's when it has none of its own. */
function madeUrl(r: Raw, role: DatabaseRole): string | null {
  if (r.TILLGATE_ENV !== "production" || !r.DATABASE_URL || !r.TILLGATE_SECRET) return null;
  return roleUrl(r.DATABASE_URL, role, rolePassword(r.TILLGATE_SECRET, role));
}

function trimSlash(origin: string): string {
  return origin.replace(/\/+$/, "");
}

/** What production must be given, and what it must not be given. */
function productionProblems(config: Config): string[] {
  if (config.environment !== "production") return [];
  const lines: string[] = [];
  const needed: readonly [unknown, VariableName][] = [
    [config.databaseUrl ?? config.databaseWebUrl ?? config.databaseWorkerUrl, "DATABASE_URL"],
    [config.ethereumRpcUrls, "ETHEREUM_RPC_URL"],
    [config.tronApiUrls, "TRON_API_URL"],
    [config.secret, "TILLGATE_SECRET"],
  ];
  for (const [value, name] of needed) {
    if (value === null) lines.push(problem(name, "is needed in production"));
  }
  if (config.secret !== null && isWeak(config.secret)) {
    lines.push(
      problem("TILLGATE_SECRET", "is too weak: at least 32 characters, at least 10 different"),
    );
  }
  if (!config.origin.startsWith("https://")) {
    lines.push(problem("ORIGIN", "must be an https URL in production"));
  }
  return lines;
}

function isWeak(secret: string): boolean {
  return secret.length < 32 || new Set(secret).size < 10;
}

/** What becomes of mail: it is sent, or a sandbox keeps it; null: there is none. */
export function mailMode({
  environment,
  smtpUrl,
}: Pick<Config, "environment" | "smtpUrl">): "sent" | "kept" | null {
  if (smtpUrl !== null) return "sent";
  return environment === "sandbox" ? "kept" : null;
}

/** The setting, or a ConfigError that names the variable a process can't do without. */
export function requireSetting<T>(value: T | null, name: VariableName): T {
  if (value === null) throw new ConfigError([problem(name, "is needed by this process")]);
  return value;
}
