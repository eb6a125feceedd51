import { type AdminCommand, UsageError } from "./admin-command";
import { table } from "./table";

const DEFAULT_ROWS = "50";
const MOST_ROWS = 100;

const list: AdminCommand = {
  words: "orders list",
  summary: "What operators ordered at the dashboard, the newest first, and how it ended",
  operands: [],
  options: { limit: { value: "N", meaning: `at most so many (${DEFAULT_ROWS})` } },
  async run({ context }, given) {
    const limit = readLimit(given.option("limit") ?? DEFAULT_ROWS);
    // The libraries of both chains come along: seconds that no other command shall wait for.
    const { listOrders } = await import("@/lib/operator");
    const { rows } = await listOrders(context(), { page: 1, limit });
    const lines = rows.map((order) => [
      order.at.toISOString(),
      order.orderedBy,
      order.kind,
      JSON.stringify(order.input),
      order.state,
      order.problem ?? "",
    ]);
    const head = ["ordered", "by", "what", "facts", "state", "problem"];
    return { text: table(head, lines), data: rows };
  },
};

function readLimit(text: string): number {
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MOST_ROWS) throw new UsageError(`--limit must be 1 to ${MOST_ROWS}`);
  return limit;
}

export const ORDER_COMMANDS: readonly AdminCommand[] = [list];
