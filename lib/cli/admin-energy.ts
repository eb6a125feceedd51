import { type AdminCommand, UsageError } from "./admin-command";
import { nativeText, table } from "./table";

// The libraries of both chains come along with the room: it is imported when a command is called for.

const SCALE = 6;
const trx = (sun: bigint) => `${nativeText(sun, SCALE)} TRX`;

const show: AdminCommand = {
  words: "energy show",
  summary: "The gas wallet's stake on Tron: what is staked and lent, and orders about it",
  operands: [],
  options: {},
  async run({ context }) {
    const { readEnergy } = await import("@/lib/operator");
    const report = await readEnergy(context());
    const orders = report.orders.map((order) => [
      order.createdAt.toISOString(),
      order.kind,
      trx(order.amount),
      order.state,
      order.reason ?? "",
    ]);
    const loans = report.loans.map((loan) => [
      loan.createdAt.toISOString(),
      loan.sweepId,
      trx(loan.stake),
      loan.state,
      loan.reason ?? "",
    ]);
    const { staked, lent, reclaimed, failed } = report;
    const text = [
      `${trx(staked)} staked, ${trx(lent)} of it lent; ${reclaimed} loans taken back, ${failed} failed.`,
      "",
      "Orders",
      table(["ordered", "kind", "amount", "state", "reason"], orders),
      "",
      "Lent now",
      table(["lent", "sweep", "stake", "state", "reason"], loans),
    ].join("\n");
    const data = {
      ...report,
      staked: nativeText(staked, SCALE),
      lent: nativeText(lent, SCALE),
      orders: report.orders.map((order) => ({
        ...order,
        amount: nativeText(order.amount, SCALE),
      })),
      loans: report.loans.map((loan) => ({ ...loan, stake: nativeText(loan.stake, SCALE) })),
    };
    return { text, data };
  },
};

function order(kind: "stake" | "unstake", summary: string): AdminCommand {
  return {
    words: `energy ${kind}`,
    summary,
    operands: ["trx"],
    options: {},
    async run({ context }, given) {
      const amount = readTrx(given.operand("trx"));
      const { orderStake } = await import("@/lib/energy");
      const id = await orderStake(context(), { kind, amount });
      return {
        text: `Ordered: ${kind} ${trx(amount)}. energy show says how it went.`,
        data: { id },
      };
    },
  };
}

const withdraw: AdminCommand = {
  words: "energy withdraw",
  summary: "Fetch what was unstaked and has waited for the chain's 14 days",
  operands: [],
  options: {},
  async run({ context }) {
    const { orderStake } = await import("@/lib/energy");
    const id = await orderStake(context(), { kind: "withdraw", amount: 0n });
    return { text: "Ordered: withdraw. energy show says how it went.", data: { id } };
  },
};

/** Whole TRX, as sun. */
function readTrx(text: string): bigint {
  if (!/^[1-9]\d{0,10}$/.test(text)) throw new UsageError("<trx> must be whole TRX, at least 1");
  return BigInt(text) * 10n ** BigInt(SCALE);
}

export const ENERGY_COMMANDS: readonly AdminCommand[] = [
  show,
  order("stake", "Stake TRX of the gas wallet for energy, which sweeps then run on"),
  order("unstake", "Unstake TRX that is not lent; the chain holds it for 14 days"),
  withdraw,
];
