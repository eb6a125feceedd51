import Link from "next/link";
import { Money, When } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import { Badge, DataTable } from "@/components/ui";
import type { Shown } from "./shapes";

/** A merchant of the installation; amounts in micro-USDT. */
export interface MerchantItem {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  /** Of its first owner; null: it has none yet. */
  readonly email: string | null;
  readonly status: "active" | "suspended";
  readonly createdAt: Date;
  readonly lastPaymentAt: Date | null;
  readonly volume30d: bigint;
  readonly feesDue: bigint;
}

/** Merchants, newest first; each leads to what is decided about it. */
export function MerchantTable({
  items,
  locale,
  timeZone,
}: Shown & { readonly items: readonly MerchantItem[] }) {
  const say = textsOf(locale, "opMerchants");
  const columns = [
    { key: "name", title: say("merchant") },
    { key: "status", title: say("status") },
    { key: "last", title: say("lastPayment") },
    { key: "volume", title: say("volume"), numeric: true },
    { key: "due", title: say("feesDue"), numeric: true },
    { key: "since", title: say("since") },
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      name: (
        <span className="flex min-w-0 flex-col items-end sm:items-start">
          <Link
            href={`/dashboard/operator/merchants/${item.id}`}
            prefetch={false}
            className="font-medium break-words text-accent underline-offset-4 hover:underline"
          >
            <span className="text-soft tabular-nums">{item.number}</span> {item.name}
          </Link>
          <span className="break-all text-soft">{item.email ?? say("noOwner")}</span>
        </span>
      ),
      status: <Badge tone={item.status === "active" ? "good" : "bad"}>{say(item.status)}</Badge>,
      last: <When at={item.lastPaymentAt} locale={locale} timeZone={timeZone} />,
      volume: <Money units={item.volume30d} locale={locale} />,
      due: <Money units={item.feesDue} locale={locale} unit={false} />,
      since: <When at={item.createdAt} locale={locale} timeZone={timeZone} />,
    },
  }));
  return <DataTable caption={say("caption")} columns={columns} rows={rows} />;
}
