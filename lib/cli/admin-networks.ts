import { NETWORKS } from "@/lib/kit";
import { type AdminCommand, UsageError } from "./admin-command";
import { table } from "./table";

// Verbs that bring the libraries of both chains along are imported when they are called for: those are seconds
// that no other command shall wait for.

const list: AdminCommand = {
  words: "network list",
  summary: "How far each network is read, whether it is halted, and its gas wallet",
  operands: [],
  options: {},
  async run({ context }) {
    const { listNetworkStates } = await import("@/lib/reports");
    const states = await listNetworkStates(context());
    const rows = states.map((s) => [
      s.network,
      s.haltedReason === null ? "open" : `halted: ${s.haltedReason}`,
      String(s.head ?? "–"),
      String(s.scanned ?? "–"),
      String(s.final ?? "–"),
      s.scannedAt?.toISOString() ?? "never",
      String(s.freeAddresses),
      s.gasWallet ?? "none yet",
    ]);
    const head = ["network", "state", "head", "scanned", "final", "read at", "pool", "gas wallet"];
    const data = states.map((s) => ({
      ...s,
      gasBalance: s.gasBalance?.toString() ?? null,
      gasPerSweep: s.gasPerSweep?.toString() ?? null,
    }));
    return { text: table(head, rows), data };
  },
};

const resume: AdminCommand = {
  words: "network resume",
  summary: "Let a halted network go on, after you have looked why it stopped",
  operands: ["network"],
  options: {
    note: { value: "TEXT", meaning: "what you found, for the audit log", required: true },
  },
  async run({ context }, given) {
    const network = NETWORKS.find(({ id }) => id === given.operand("network"))?.id;
    if (!network) {
      throw new UsageError(`<network> must be ${NETWORKS.map(({ id }) => id).join(" or ")}`);
    }
    const { resumeNetwork } = await import("@/lib/deposits");
    const { haltedReason } = await resumeNetwork(context(), {
      network,
      note: given.option("note") ?? "",
    });
    return {
      text: `${network} goes on. It was halted: ${haltedReason}`,
      data: { network, haltedReason },
    };
  },
};

export const NETWORK_COMMANDS: readonly AdminCommand[] = [list, resume];
