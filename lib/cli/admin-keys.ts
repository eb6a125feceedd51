import {
  type ApiKeyView,
  type IssuedKey,
  issueApiKey,
  listApiKeys,
  revokeApiKey,
  rollApiKey,
  SCOPES,
  updateApiKey,
} from "@/lib/auth";
import type { Context } from "@/lib/command";
import { formatAmount, type Units } from "@/lib/kit";
import { getMerchant } from "@/lib/merchants";
import {
  type AdminAnswer,
  type AdminCommand,
  type AdminOption,
  type AdminSession,
  type Given,
  readUsdt,
  UsageError,
} from "./admin-command";
import { facts, table } from "./table";

const ONE = ["merchant", "key id"] as const;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

const SETTINGS = {
  ip: {
    value: "ADDRESS",
    meaning: "an address or CIDR range that may call; none: all",
    many: true,
  },
  "daily-cap": { value: "USDT", meaning: "moved out per UTC day without the secret; or default" },
  "daily-cap-with-secret": { value: "USDT", meaning: "the same with the secret; or none" },
} as const satisfies Record<string, AdminOption>;
const SCOPE = { value: "SCOPE", meaning: SCOPES.join(", "), many: true } as const;

const issue: AdminCommand = {
  words: "key issue",
  summary: "Make an API key; key and secret are shown this once",
  operands: ["merchant"],
  options: {
    name: { value: "TEXT", meaning: "what the key is for", required: true },
    scope: { ...SCOPE, required: true },
    "life-days": { value: "DAYS", meaning: "ends after so many days; never unless given" },
    ...SETTINGS,
  },
  async run(session, given) {
    const made = await issueApiKey(await contextFor(session, given), session.config.environment, {
      name: given.option("name") ?? "",
      scopes: given.options("scope"),
      ipAllowList: given.options("ip"),
      dailyCap: readCap(given, "daily-cap", "default") ?? null,
      dailyCapWithSecret: readCap(given, "daily-cap-with-secret", "none") ?? null,
      lifeDays: readDays(given.option("life-days")),
    });
    return issued(made);
  },
};

const list: AdminCommand = {
  words: "key list",
  summary: "The keys of a merchant, the newest first",
  operands: ["merchant"],
  options: {},
  async run(session, given) {
    const keys = await listApiKeys(await contextFor(session, given));
    const rows = keys.map((key) => [
      key.id,
      shownKey(key),
      key.name,
      key.scopes.join(","),
      key.status,
      key.lastUsedAt?.toISOString() ?? "never",
      key.expiresAt?.toISOString() ?? "",
    ]);
    return {
      text: table(["key id", "key", "name", "scopes", "status", "last used", "expires"], rows),
      data: keys.map(keyData),
    };
  },
};

const roll: AdminCommand = {
  words: "key roll",
  summary: "Make a new key with the same settings; the old one works for the overlap",
  operands: ONE,
  options: { overlap: { value: "TIME", meaning: "90s, 30m, 24h (unless given), or 0" } },
  async run(session, given) {
    const overlap = given.option("overlap");
    const made = await rollApiKey(await contextFor(session, given), session.config.environment, {
      keyId: given.operand("key id"),
      ...(overlap === null ? {} : { overlapMs: readTime(overlap) }),
    });
    return issued(made);
  },
};

const update: AdminCommand = {
  words: "key update",
  summary: "Change a key; what is not given stays",
  operands: ONE,
  options: {
    name: { value: "TEXT", meaning: "what the key is for" },
    scope: SCOPE,
    ...SETTINGS,
    "any-ip": { meaning: "empty the list of addresses" },
  },
  async run(session, given) {
    const name = given.option("name");
    const scopes = given.options("scope");
    const ips = given.options("ip");
    const anyIp = given.option("any-ip") !== null;
    if (anyIp && ips.length > 0) throw new UsageError("--ip and --any-ip exclude each other");
    const dailyCap = readCap(given, "daily-cap", "default");
    const dailyCapWithSecret = readCap(given, "daily-cap-with-secret", "none");
    const key = await updateApiKey(await contextFor(session, given), {
      keyId: given.operand("key id"),
      ...(name === null ? {} : { name }),
      ...(scopes.length === 0 ? {} : { scopes }),
      ...(anyIp || ips.length > 0 ? { ipAllowList: ips } : {}),
      ...(dailyCap === undefined ? {} : { dailyCap }),
      ...(dailyCapWithSecret === undefined ? {} : { dailyCapWithSecret }),
    });
    return { text: keyText(key), data: keyData(key) };
  },
};

const revoke: AdminCommand = {
  words: "key revoke",
  summary: "End a key at once",
  operands: ONE,
  options: {},
  async run(session, given) {
    const context = await contextFor(session, given);
    const key = await revokeApiKey(context, { keyId: given.operand("key id") });
    return { text: keyText(key), data: keyData(key) };
  },
};

export const KEY_COMMANDS: readonly AdminCommand[] = [issue, list, roll, update, revoke];

async function contextFor({ context }: AdminSession, given: Given): Promise<Context> {
  const { merchantId } = await getMerchant(context(), given.operand("merchant"));
  return context(merchantId);
}

function issued({ apiKey, apiSecret, ...key }: IssuedKey): AdminAnswer {
  const secrets = facts([
    ["API key", apiKey],
    ["API secret", apiSecret],
  ]);
  return {
    text: `${keyText(key)}\n${secrets}\n\nKey and secret are shown this once: store them now.`,
    data: { ...keyData(key), apiKey, apiSecret },
  };
}

function keyData(key: ApiKeyView) {
  const usdt = (cap: Units | null) => (cap === null ? null : formatAmount(cap));
  return { ...key, dailyCap: usdt(key.dailyCap), dailyCapWithSecret: usdt(key.dailyCapWithSecret) };
}

function keyText(key: ApiKeyView): string {
  const { dailyCap, dailyCapWithSecret } = keyData(key);
  return facts([
    ["key", `${shownKey(key)} ${key.name}`],
    ["key id", key.id],
    ["status", key.status],
    ["scopes", key.scopes.join(", ")],
    ["addresses let in", key.ipAllowList.length > 0 ? key.ipAllowList.join(", ") : "all"],
    ["cap per day", dailyCap ?? "the merchant's"],
    ["cap per day with secret", dailyCapWithSecret ?? "none"],
    ["expires", key.expiresAt?.toISOString() ?? "never"],
  ]);
}

function shownKey({ prefix, suffix }: ApiKeyView): string {
  return `${prefix}…${suffix ?? ""}`;
}

function readDays(text: string | null): number | null {
  if (text === null) return null;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`--life-days must be 1 to 3650, not "${text}"`);
}

/** Undefined: not given; null: the word that stands for no cap of the key's own. */
function readCap(given: Given, option: string, none: string): Units | null | undefined {
  const text = given.option(option);
  if (text === null) return undefined;
  return text === none ? null : readUsdt(text, option);
}

function readTime(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const ms = UNIT_MS[unit];
  if (text === "0") return 0;
  if (ms === undefined)
    throw new UsageError(`--overlap must be like 90s, 30m, 24h or 0, not "${text}"`);
  return Number(count) * ms;
}
