import Link from "next/link";
import { Money, networkName, ShortText, When } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import { Badge, DataTable, type Tone } from "@/components/ui";
import type { NetworkId } from "@/lib/kit";
import type { Shown } from "./shapes";

/** Collected fees of one merchant on one network, micro-USDT. */
export interface FeeAccountItem {
  readonly merchantId: string;
  readonly number: number;
  readonly name: string;
  readonly network: NetworkId;
  readonly collected: bigint;
  readonly settled: bigint;
  readonly due: bigint;
  readonly underway: bigint;
  readonly lastSettledAt: Date | null;
}

/** A transfer of collected fees to the operator. */
export interface SettlementItem {
  readonly id: string;
  readonly merchantId: string;
  readonly number: number;
  readonly name: string;
  readonly network: NetworkId;
  readonly amount: bigint;
  readonly status: "processing" | "settled" | "failed";
  readonly address: string;
  readonly txHash: string | null;
  readonly blockedReason: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

/** Whose fees it is: leads to the merchant. */
export function MerchantLink({
  merchantId,
  number,
  name,
}: {
  readonly merchantId: string;
  readonly number: number;
  readonly name: string;
}) {
  return (
    <Link
      href={`/dashboard/operator/merchants/${merchantId}`}
      prefetch={false}
      className="break-words text-accent underline-offset-4 hover:underline"
    >
      <span className="text-soft tabular-nums">{number}</span> {name}
    </Link>
  );
}

/** Fee accounts; without the merchant where the page is about one. */
export function FeeAccountTable({
  items,
  locale,
  timeZone,
  named = true,
}: Shown & { readonly items: readonly FeeAccountItem[]; readonly named?: boolean }) {
  const say = textsOf(locale, "opMoney");
  const words = textsOf(locale, "words");
  const columns = [
    ...(named ? [{ key: "merchant", title: say("merchant") }] : []),
    { key: "network", title: words("network") },
    { key: "collected", title: say("collected"), numeric: true },
    { key: "settled", title: say("settled"), numeric: true },
    { key: "underway", title: say("underway"), numeric: true },
    { key: "due", title: say("due"), numeric: true },
    { key: "last", title: say("lastSettled") },
  ];
  const rows = items.map((item) => ({
    id: `${item.merchantId} ${item.network}`,
    cells: {
      merchant: <MerchantLink {...item} />,
      network: networkName(item.network),
      collected: <Money units={item.collected} locale={locale} unit={false} />,
      settled: <Money units={item.settled} locale={locale} unit={false} />,
      underway: <Money units={item.underway} locale={locale} unit={false} />,
      due: (
        <strong>
          <Money units={item.due} locale={locale} />
        </strong>
      ),
      last: <When at={item.lastSettledAt} locale={locale} timeZone={timeZone} />,
    },
  }));
  return <DataTable caption={say("accounts")} columns={columns} rows={rows} />;
}

const TONES: Readonly<Record<SettlementItem["status"], Tone>> = {
  processing: "info",
  settled: "good",
  failed: "bad",
};

/** Transfers of fees to the operator, newest first. */
export function SettlementTable({
  items,
  locale,
  timeZone,
}: Shown & { readonly items: readonly SettlementItem[] }) {
  const say = textsOf(locale, "opMoney");
  const words = textsOf(locale, "words");
  const columns = [
    { key: "created", title: words("created") },
    { key: "merchant", title: say("merchant") },
    { key: "network", title: words("network") },
    { key: "amount", title: words("amount"), numeric: true },
    { key: "status", title: words("status") },
    { key: "address", title: say("goesTo") },
    { key: "hash", title: say("hash") },
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      created: <When at={item.createdAt} locale={locale} timeZone={timeZone} />,
      merchant: <MerchantLink {...item} />,
      network: networkName(item.network),
      amount: <Money units={item.amount} locale={locale} />,
      status: (
        <span className="flex flex-col items-end gap-1 sm:items-start">
          <Badge tone={TONES[item.status]}>{say(`settlement_${item.status}`)}</Badge>
          {item.blockedReason && <span className="text-soft">{item.blockedReason}</span>}
        </span>
      ),
      address: <ShortText value={item.address} what={words("address")} words={words} />,
      hash: <ShortText value={item.txHash} what={say("hash")} words={words} />,
    },
  }));
  return <DataTable caption={say("settlements")} columns={columns} rows={rows} />;
}
