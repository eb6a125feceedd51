import { formatAmount } from "@/lib/kit";
import { listFeeAccounts } from "@/lib/reports";
import type { AdminCommand } from "./admin-command";
import { table } from "./table";

const list: AdminCommand = {
  words: "fees list",
  summary: "Collected fees per merchant and network: due, settled, on their way",
  operands: [],
  options: {},
  async run({ context }) {
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

export const FEE_COMMANDS: readonly AdminCommand[] = [list];
