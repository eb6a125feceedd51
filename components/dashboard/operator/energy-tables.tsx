import { When } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import { Badge, DataTable, type Tone } from "@/components/ui";
import { nativeText } from "./facts";
import type { Shown } from "./shapes";

const SUN_PLACES = 6;

/** Sun as people read it. */
export const trxText = (sun: bigint, locale: string) => nativeText(sun, SUN_PLACES, "TRX", locale);

export interface StakeOrderItem {
  readonly id: string;
  readonly kind: string;
  /** Sun. */
  readonly amount: bigint;
  readonly state: string;
  readonly reason: string | null;
  readonly createdAt: Date;
}

export interface LoanItem {
  readonly id: string;
  /** Sun. */
  readonly stake: bigint;
  readonly state: string;
  readonly reason: string | null;
  readonly createdAt: Date;
}

const TONES: Readonly<Record<string, Tone>> = { done: "good", failed: "bad" };

/** Orders about stake as the chain carries them out, newest first. */
export function StakeOrderTable({
  items,
  locale,
  timeZone,
}: Shown & { readonly items: readonly StakeOrderItem[] }) {
  const say = textsOf(locale, "opMoney");
  const words = textsOf(locale, "words");
  const columns = [
    { key: "at", title: words("created") },
    { key: "kind", title: say("stakeKind") },
    { key: "amount", title: words("amount"), numeric: true },
    { key: "state", title: words("status") },
    { key: "reason", title: say("reason") },
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      at: <When at={item.createdAt} locale={locale} timeZone={timeZone} />,
      kind: say(`stake_${item.kind}`),
      amount: item.amount === 0n ? "—" : trxText(item.amount, locale),
      state: <Badge tone={TONES[item.state] ?? "info"}>{say(`stakeState_${item.state}`)}</Badge>,
      reason: item.reason ?? "—",
    },
  }));
  return <DataTable caption={say("stakeOrders")} columns={columns} rows={rows} />;
}

/** Stake that is lent to addresses now, newest first. */
export function LoanTable({
  items,
  locale,
  timeZone,
}: Shown & { readonly items: readonly LoanItem[] }) {
  const say = textsOf(locale, "opMoney");
  const words = textsOf(locale, "words");
  const columns = [
    { key: "at", title: say("lentSince") },
    { key: "stake", title: words("amount"), numeric: true },
    { key: "state", title: words("status") },
    { key: "reason", title: say("reason") },
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      at: <When at={item.createdAt} locale={locale} timeZone={timeZone} />,
      stake: trxText(item.stake, locale),
      state: say(`loan_${item.state}`),
      reason: item.reason ?? "—",
    },
  }));
  return <DataTable caption={say("loans")} columns={columns} rows={rows} />;
}
