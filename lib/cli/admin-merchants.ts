import { checkWebhookUrl } from "@/lib/api";
import { newKeyPair } from "@/lib/auth";
import { type Units, units } from "@/lib/kit";
import {
  createMerchant,
  DEFAULT_FEE_TIERS,
  type FeeTier,
  getMerchant,
  listMerchants,
  MERCHANT_TIERS,
  type MerchantView,
  resumeMerchant,
  suspendMerchant,
  updateFeeTiers,
  updateKeyCaps,
  updateRateLimits,
} from "@/lib/merchants";
import {
  type AdminAnswer,
  type AdminCommand,
  type AdminSession,
  readUsdt,
  UsageError,
} from "./admin-command";
import { merchantData, merchantText } from "./admin-merchant-text";
import { facts, table } from "./table";

const OPERANDS = ["merchant"] as const;
/** A percent is ten thousand parts per million. */
const MICRO_PERCENT_PER_PPM = 100n;

const create: AdminCommand = {
  words: "merchant create",
  summary: "Make a merchant with its first API key; its secrets are shown this once",
  operands: [],
  options: {
    name: { value: "TEXT", meaning: "what payers see", required: true },
    "webhook-url": { value: "URL", meaning: "where its events are sent" },
  },
  async run({ config, context, sealSecret }, given) {
    const sandbox = config.environment === "sandbox";
    const webhookUrl = given.option("webhook-url");
    const problem = webhookUrl === null ? null : checkWebhookUrl(webhookUrl, { sandbox });
    if (problem !== null) throw new UsageError(problem);
    const name = (given.option("name") ?? "").trim();
    if (name === "" || name.length > 200)
      throw new UsageError("--name must have 1 to 200 characters");
    const pair = newKeyPair(config.environment);
    const made = await createMerchant(context(), {
      name,
      webhookUrl,
      apiKeyHash: pair.keyHash,
      apiKeyPrefix: pair.prefix,
      apiSecretHash: pair.secretHash,
      sealSecret,
    });
    const { apiKey, apiSecret } = pair;
    const text = facts([
      ["merchant", `${made.number} ${made.name}`],
      ["client id", made.clientId],
      ["id", made.merchantId],
      ["API key", apiKey],
      ["API secret", apiSecret],
      ["webhook secret", made.webhookSecret],
    ]);
    return {
      text: `${text}\n\nKey and secrets are shown this once: store them now.`,
      data: { ...made, apiKey, apiSecret },
    };
  },
};

const list: AdminCommand = {
  words: "merchant list",
  summary: "All merchants by number",
  operands: [],
  options: {},
  async run({ context }) {
    const all: MerchantView[] = [];
    for (;;) {
      const page = await listMerchants(context(), { after: all.at(-1)?.number ?? 0 });
      if (page.length === 0) break;
      all.push(...page);
    }
    const rows = all.map((m) => [
      String(m.number),
      m.name,
      m.status,
      m.clientId,
      m.createdAt.toISOString().slice(0, 10),
    ]);
    return {
      text: table(["number", "name", "status", "client id", "since"], rows),
      data: all.map(merchantData),
    };
  },
};

const show: AdminCommand = {
  words: "merchant show",
  summary: "One merchant: status, fees, limits, caps, wallets",
  operands: OPERANDS,
  options: {},
  async run({ context }, given) {
    const merchant = await getMerchant(context(), given.operand("merchant"));
    const wallets = merchant.wallets.map(({ network, address }) => [network, address] as const);
    return {
      text: [merchantText(merchant), ...(wallets.length > 0 ? [facts(wallets)] : [])].join("\n"),
      data: { ...merchantData(merchant), wallets: merchant.wallets },
    };
  },
};

const suspend: AdminCommand = {
  words: "merchant suspend",
  summary: "Turn its calls away; money that comes is still credited and swept",
  operands: OPERANDS,
  options: { reason: { value: "TEXT", meaning: "for the audit log", required: true } },
  run: (session, given) =>
    change(session, given.operand("merchant"), (merchantId) =>
      suspendMerchant(session.context(), { merchantId, reason: given.option("reason") ?? "" }),
    ),
};

const resume: AdminCommand = {
  words: "merchant resume",
  summary: "Let a suspended merchant call again",
  operands: OPERANDS,
  options: {},
  run: (session, given) =>
    change(session, given.operand("merchant"), (merchantId) =>
      resumeMerchant(session.context(), { merchantId }),
    ),
};

const fees: AdminCommand = {
  words: "merchant fees",
  summary: "Set the deposit fee's table; invoices that exist keep theirs",
  operands: OPERANDS,
  options: {
    tier: { value: "FROM:PERCENT", meaning: "e.g. 1000:0.8; the first from 0", many: true },
    default: { meaning: "the table of a new merchant" },
  },
  run(session, given) {
    const tiers = given.options("tier").map(readTier);
    const byDefault = given.option("default") !== null;
    if (tiers.length > 0 === byDefault) throw new UsageError("it takes --tier, or --default");
    const chosen = byDefault
      ? DEFAULT_FEE_TIERS.map(({ from, ratePpm }) => ({ from: units(BigInt(from)), ratePpm }))
      : tiers;
    return change(session, given.operand("merchant"), (merchantId) =>
      updateFeeTiers(session.context(), { merchantId, tiers: chosen }),
    );
  },
};

const limits: AdminCommand = {
  words: "merchant limits",
  summary: `Set requests per 15 minutes, endpoint and address (${MERCHANT_TIERS.join(", ")})`,
  operands: OPERANDS,
  options: {
    set: {
      value: "TIER=COUNT",
      meaning: "e.g. standard=500, or standard=default",
      required: true,
      many: true,
    },
  },
  run(session, given) {
    const chosen = Object.fromEntries(given.options("set").map(readLimit));
    return change(session, given.operand("merchant"), (merchantId) =>
      updateRateLimits(session.context(), { merchantId, limits: chosen }),
    );
  },
};

const caps: AdminCommand = {
  words: "merchant caps",
  summary: "Set what each of its keys moves out per UTC day without the secret",
  operands: OPERANDS,
  options: { daily: { value: "USDT", meaning: "an amount, none or default", required: true } },
  run(session, given) {
    const dailyCap = readCap(given.option("daily") ?? "");
    return change(session, given.operand("merchant"), (merchantId) =>
      updateKeyCaps(session.context(), { merchantId, dailyCap }),
    );
  },
};

export const MERCHANT_COMMANDS: readonly AdminCommand[] = [
  create,
  list,
  show,
  suspend,
  resume,
  fees,
  limits,
  caps,
];

async function change(
  { context }: AdminSession,
  name: string,
  work: (merchantId: string) => Promise<MerchantView>,
): Promise<AdminAnswer> {
  const { merchantId } = await getMerchant(context(), name);
  const after = await work(merchantId);
  return { text: merchantText(after), data: merchantData(after) };
}

function readTier(text: string): FeeTier {
  const [from = "", percent = "", ...more] = text.split(":");
  const microPercent = readUsdt(percent, "tier");
  if (more.length > 0 || microPercent % MICRO_PERCENT_PER_PPM !== 0n) {
    throw new UsageError(`--tier must be FROM:PERCENT with at most 4 decimals, not "${text}"`);
  }
  return { from: readUsdt(from, "tier"), ratePpm: Number(microPercent / MICRO_PERCENT_PER_PPM) };
}

function readLimit(text: string): readonly [string, number | null] {
  const [tier = "", count = "", ...more] = text.split("=");
  const known = MERCHANT_TIERS.some((name) => name === tier);
  const fits = count === "default" || /^[1-9]\d{0,6}$/.test(count);
  if (!known || !fits || more.length > 0) {
    throw new UsageError(`--set must be TIER=COUNT, not "${text}"`);
  }
  return [tier, count === "default" ? null : Number(count)];
}

function readCap(text: string): Units | null | "default" {
  if (text === "default") return text;
  return text === "none" ? null : readUsdt(text, "daily");
}
