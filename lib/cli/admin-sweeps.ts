import { formatAmount, getNetwork, NETWORKS } from "@/lib/kit";
import { type AdminCommand, UsageError } from "./admin-command";
import { nativeText, table } from "./table";

const DEFAULT_ROWS = "50";
const MOST_ROWS = 1_000;

const list: AdminCommand = {
  words: "sweeps list",
  summary: "Sweeps, the newest first: how each was done, what it cost, and why it is blocked",
  operands: [],
  options: {
    network: { value: "NETWORK", meaning: "of one network only" },
    limit: { value: "N", meaning: `at most so many (${DEFAULT_ROWS})` },
  },
  async run({ context }, given) {
    const wanted = given.option("network");
    const network = NETWORKS.find(({ id }) => id === wanted)?.id;
    if (wanted !== null && !network) {
      throw new UsageError(`--network must be ${NETWORKS.map(({ id }) => id).join(" or ")}`);
    }
    const { listSweepCosts } = await import("@/lib/sweeps");
    const limit = readLimit(given.option("limit") ?? DEFAULT_ROWS);
    const costs = await listSweepCosts(context(), { ...(network ? { network } : {}), limit });
    const rows = costs.map((c) => [
      c.createdAt.toISOString(),
      c.network,
      c.state,
      c.method ?? "undecided",
      formatAmount(c.amount),
      `${nativeText(c.fee, getNetwork(c.network).native.scale)} ${c.asset}`,
      String(c.transactions.length),
      c.blockedReason ?? "",
    ]);
    const head = "planned,network,state,method,USDT,cost,transactions,blocked".split(",");
    return { text: table(head, rows), data: costs.map((c) => ({ ...c, ...textsOf(c) })) };
  },
};

function readLimit(text: string): number {
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MOST_ROWS) throw new UsageError(`--limit must be 1 to ${MOST_ROWS}`);
  return limit;
}

/** Integers of any size as text, for JSON. */
function textsOf(cost: {
  readonly amount: bigint;
  readonly fee: bigint;
  readonly transactions: readonly { readonly fee: bigint; readonly share: bigint }[];
}) {
  return {
    amount: cost.amount.toString(),
    fee: cost.fee.toString(),
    transactions: cost.transactions.map((tx) => ({
      ...tx,
      fee: tx.fee.toString(),
      share: tx.share.toString(),
    })),
  };
}

export const SWEEP_COMMANDS: readonly AdminCommand[] = [list];
