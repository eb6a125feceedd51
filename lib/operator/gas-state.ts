import { getNetwork } from "@/lib/kit";
import type { NetworkState } from "@/lib/reports";
import type { GasState } from "./shapes";

/** Enough for fewer sweeps than this, or than are open, is low. */
const LEAST_SWEEPS = 20n;
const UNSEEN_MS = 300_000;

/** The gas wallet, and whether it needs somebody. Pure. */
export function gasState(
  state: Pick<
    NetworkState,
    "network" | "gasWallet" | "gasBalance" | "gasSeenAt" | "gasPerSweep" | "sweepsOpen"
  >,
  now: Date,
): GasState {
  const { gasWallet: wallet, gasBalance: balance, gasSeenAt: seenAt, gasPerSweep } = state;
  return {
    wallet,
    asset: getNetwork(state.network).native.code,
    balance,
    seenAt,
    perSweep: gasPerSweep,
    problem: wallet === null ? null : problemOf(state, now),
  };
}

function problemOf(
  { gasBalance, gasSeenAt, gasPerSweep, sweepsOpen }: Parameters<typeof gasState>[0],
  now: Date,
): GasState["problem"] {
  if (
    gasBalance === null ||
    gasSeenAt === null ||
    now.getTime() - gasSeenAt.getTime() > UNSEEN_MS
  ) {
    return { code: "unseen", data: { seenAt: gasSeenAt?.toISOString() ?? "" } };
  }
  const each = gasPerSweep === null || gasPerSweep === 0n ? null : gasPerSweep;
  const sweeps = each === null ? null : gasBalance / each;
  const data = {
    balance: gasBalance.toString(),
    perSweep: each?.toString() ?? "",
    sweeps: sweeps?.toString() ?? "",
  };
  if (gasBalance === 0n || sweeps === 0n) return { code: "empty", data };
  const wanted = BigInt(sweepsOpen) > LEAST_SWEEPS ? BigInt(sweepsOpen) : LEAST_SWEEPS;
  return sweeps !== null && sweeps < wanted ? { code: "low", data } : null;
}
