import { z } from "zod";
import { parseSchedule } from "./durations";

/** One environment variable: how it is read, what it means, and an example for the message that names it. */
export interface Variable {
  readonly schema: z.ZodType<unknown, string | undefined>;
  readonly example: string;
  readonly meaning: string;
}

const text = z.string().trim().min(1, "is empty");
const optional = text.optional();

function integer<F extends number | null>(fallback: F, min: number, max: number) {
  return z
    .string()
    .optional()
    .transform((value, context): number | F => {
      if (value === undefined || value === "") return fallback;
      const number = /^\d{1,12}$/.test(value.trim()) ? Number(value) : Number.NaN;
      if (number >= min && number <= max) return number;
      context.addIssue({ code: "custom", message: `must be a whole number from ${min} to ${max}` });
      return z.NEVER;
    });
}

function decimal(fallback: number) {
  return z
    .string()
    .optional()
    .transform((value, context) => {
      if (value === undefined || value === "") return fallback;
      if (/^\d{1,9}(\.\d{1,6})?$/.test(value.trim())) return Number(value);
      context.addIssue({ code: "custom", message: "must be zero or a positive number" });
      return z.NEVER;
    });
}

function url(protocols: readonly string[]) {
  return text.refine((value) => isUrl(value, protocols), {
    message: `must be a URL beginning with ${protocols.map((p) => `${p}//`).join(" or ")}`,
  });
}

function isUrl(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

const urlList = text
  .transform((value) => value.split(",").map((part) => part.trim()))
  .refine((list) => list.every((item) => isUrl(item, ["http:", "https:"])), {
    message: "must be one or several http(s) URLs, comma-separated",
  })
  .optional();

function schedule(fallback: string) {
  return z
    .string()
    .default(fallback)
    .transform((value, context) => {
      const waits = parseSchedule(value);
      if (waits) return waits;
      context.addIssue({ code: "custom", message: "must be waits in s, m or h, comma-separated" });
      return z.NEVER;
    });
}

const postgresUrl = url(["postgres:", "postgresql:"]).optional();

function v<T>(schema: z.ZodType<T, string | undefined>, example: string, meaning: string) {
  return { schema, example, meaning };
}

/** Every variable that Tillgate reads, in the order of `.env.example`. */
export const VARIABLES = {
  TILLGATE_ENV: v(
    z
      .enum(["sandbox", "production"], { error: "must be sandbox or production" })
      .default("sandbox"),
    "sandbox",
    "sandbox or production; the two share no key, database or address",
  ),
  PORT: v(integer(3000, 1, 65_535), "3000", "where the web process listens"),
  HOST: v(text.default("127.0.0.1"), "127.0.0.1", "the address it listens on"),
  ORIGIN: v(url(["http:", "https:"]).optional(), "https://pay.example.com", "how it is reached"),
  DATA_DIR: v(text.default(".data"), ".data", "the sandbox's own state"),
  DATABASE_URL: v(
    postgresUrl,
    "postgres://tillgate_owner:…@db:5432/tillgate",
    "the owner's role: migrates",
  ),
  DATABASE_WEB_URL: v(
    postgresUrl,
    "postgres://tillgate_web:…@db:5432/tillgate",
    "the web role: row-level security forced",
  ),
  DATABASE_WORKER_URL: v(
    postgresUrl,
    "postgres://tillgate_worker:…@db:5432/tillgate",
    "the worker role",
  ),
  ETHEREUM_RPC_URL: v(
    urlList,
    "https://eth-1.example.com,https://eth-2.example.com",
    "Ethereum nodes, comma-separated: failover and cross-checking",
  ),
  TRON_API_URL: v(urlList, "https://tron.example.com", "Tron full-node HTTP APIs, comma-separated"),
  USDT_ERC20_CONTRACT: v(
    optional,
    "0xdAC17F958D2ee523a2206206994597C13D831ec7",
    "the only ERC20 contract whose transfers count",
  ),
  USDT_TRC20_CONTRACT: v(
    optional,
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
    "the only TRC20 contract whose transfers count",
  ),
  ETHEREUM_CONFIRMATIONS: v(
    integer(null, 1, 10_000),
    "12",
    "depth that is final on Ethereum (12; sandbox 4)",
  ),
  TRON_CONFIRMATIONS: v(
    integer(null, 1, 10_000),
    "19",
    "confirmations shown for Tron's solidified block (19; sandbox 4)",
  ),
  SCAN_INTERVAL_MS: v(
    integer(null, 100, 600_000),
    "10000",
    "how often a chain is read (10000; sandbox 1000)",
  ),
  RATE_LIMIT_SCALE: v(
    decimal(1),
    "1",
    "multiplies every rate limit; 0: none, and nothing is counted",
  ),
  WEBHOOK_RETRY_SCHEDULE: v(
    schedule("1m,5m,30m,2h,12h"),
    "1m,5m,30m,2h,12h",
    "waits between the tries of a webhook",
  ),
  PAYOUT_WEBHOOK_RETRY_SCHEDULE: v(
    schedule("10s,30s,1m,5m,15m,30m,1h,2h,6h"),
    "10s,30s,1m,5m,15m,30m,1h,2h,6h",
    "waits between the tries of a payout client's webhook",
  ),
  SANDBOX_ETHEREUM_PORT: v(
    integer(null, 1, 65_535),
    "8545",
    "where the local Ethereum node listens (a free port, then remembered)",
  ),
  SANDBOX_TRON_PORT: v(
    integer(null, 1, 65_535),
    "9090",
    "where the local Tron node listens (a free port, then remembered)",
  ),
  TRUSTED_PROXY_HOPS: v(integer(0, 0, 10), "0", "how many forwarded hops to believe"),
  KEYSTORE_PATH: v(
    optional,
    "/var/lib/tillgate/keystore.json",
    "the encrypted seed; read by the signer alone",
  ),
  KEYSTORE_PASSPHRASE: v(
    optional,
    "a long passphrase",
    "opens the keystore; read by the signer alone",
  ),
  TILLGATE_SECRET: v(
    optional,
    "output of: openssl rand -base64 48",
    "encrypts webhook, payout and TOTP secrets; signs sessions",
  ),
  OPERATOR_WALLET_ERC20: v(optional, "0x…", "where collected fees are settled on Ethereum"),
  OPERATOR_WALLET_TRC20: v(optional, "T…", "where collected fees are settled on Tron"),
  WITHDRAWAL_WAIT_MS: v(
    integer(40_000, 0, 600_000),
    "40000",
    "how long a withdrawal call waits for the chain",
  ),
  METRICS_TOKEN: v(
    optional,
    "a long random token",
    "bearer token of /api/metrics, needed in production",
  ),
  SMTP_URL: v(
    url(["smtp:", "smtps:"]).optional(),
    "smtps://user:pass@mail.example.com",
    "where mail is sent; the sandbox keeps its own",
  ),
  MAIL_FROM: v(
    text
      .regex(/^[^\s@,;<>"]+@[^\s@,;<>"]+$/, "must be an e-mail address")
      .max(254)
      .optional(),
    "pay@example.com",
    "the sender of mail (no-reply@ and the host of ORIGIN)",
  ),
  ANVIL_BIN: v(optional, "/usr/local/bin/anvil", "another anvil than the npm package's"),
} satisfies Record<string, Variable>;

export type VariableName = keyof typeof VARIABLES;
