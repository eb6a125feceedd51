import type { Context } from "@/lib/command";
import { type MakeOptions, makeExports } from "@/lib/desk/making";
import type { NetworkId } from "@/lib/kit";
import { type CarryTools, carryOrder } from "@/lib/operator/carrying";
import { sealAudit } from "@/lib/reports";
import type { ExtraLoop } from "./start-worker";

const EXPORTS_MS = 1_000;
const SEAL_MS = 1_000;
const ORDERS_MS = 1_000;
/** A full batch: there is more. */
const SEALED_AT_ONCE = 500;

/** What people at the dashboard wait for, and the chain over the audit log. */
export function deskLoops(
  job: (name: string) => Context,
  exports: MakeOptions,
): readonly ExtraLoop[] {
  return [
    { name: "exports", idleMs: EXPORTS_MS, round: () => makeExports(job("exports"), exports) },
    {
      name: "seal",
      idleMs: SEAL_MS,
      round: async () => (await sealAudit(job("seal"))) === SEALED_AT_ONCE,
    },
  ];
}

/** What operators ordered at the dashboard. */
export function orderLoops(
  job: (name: string) => Context,
  orders: Pick<CarryTools, "origin" | "sealSecret"> | undefined,
  wallets: Readonly<Record<NetworkId, string | null>> | undefined,
): readonly ExtraLoop[] {
  if (!orders) return [];
  const operatorWallets = wallets ?? { "USDT-ERC20": null, "USDT-TRC20": null };
  const round = () => carryOrder(job("orders"), { ...orders, operatorWallets });
  return [{ name: "orders", idleMs: ORDERS_MS, round }];
}
