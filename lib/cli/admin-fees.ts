import type { Permission } from "@/lib/command";
import { formatAmount } from "@/lib/kit";
import { type AdminCommand, UsageError } from "./admin-command";
import { table } from "./table";

const list: AdminCommand = {
  words: "fees list",
  summary: "Collected fees per merchant and network: due, settled, on their way",
  operands: [],
  options: {},
  async run({ context }) {
    // The libraries of both chains come along: seconds that no other command shall wait for.
    const { listFeeAccounts } = await import("@/lib/reports");
    const accounts = (await listFeeAccounts(context())).map((account) => ({
      ...account,
      collected: formatAmount(account.collected),
      settled: formatAmount(account.settled),
      due: formatAmount(account.due),
      underway: formatAmount(account.underway),
    }));
    const rows = accounts.map((a) => [
      String(a.number),
      a.name,
      a.network,
      a.collected,
      a.settled,
      a.due,
      a.underway,
      a.lastSettledAt?.toISOString() ?? "never",
    ]);
    const head = "number,merchant,network,collected,settled,due,on its way,last settled".split(",");
    return { text: table(head, rows), data: accounts };
  },
};

const settle: AdminCommand = {
  words: "fees settle",
  summary:
    "Send each account of at least 10 USDT to the operator's wallet; the worker does so every Saturday",
  operands: [],
  options: { again: { meaning: "also accounts that gathered since this week's run" } },
  async run({ config, context }, given) {
    const wallets = {
      "USDT-ERC20": config.operatorWalletErc20,
      "USDT-TRC20": config.operatorWalletTrc20,
    };
    if (Object.values(wallets).every((wallet) => wallet === null)) {
      throw new UsageError("set OPERATOR_WALLET_ERC20 or OPERATOR_WALLET_TRC20 first");
    }
    const { settleFees } = await import("@/lib/payouts");
    // A job's work, done when a person says so: the audit log names the person.
    const ctx = { ...context(), permissions: new Set<Permission>(["jobs"]) };
    const transfers = await settleFees(ctx, { wallets, again: given.option("again") !== null });
    return { text: `${transfers} transfer(s) on their way.`, data: { transfers } };
  },
};

export const FEE_COMMANDS: readonly AdminCommand[] = [list, settle];
