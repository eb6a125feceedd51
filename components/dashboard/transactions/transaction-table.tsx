import Link from "next/link";
import { Money, networkName, ShortText, StatusBadges, When } from "@/components/dashboard/figures";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { Badge, DataTable } from "@/components/ui";
import type { NetworkId } from "@/lib/kit";

/** A record as the table shows it; amounts in micro-USDT. */
export interface TransactionItem {
  readonly id: string;
  readonly kind: "invoice" | "deposit" | "withdrawal" | "payout";
  readonly status: string;
  readonly exception: string;
  readonly network: NetworkId;
  readonly amount: bigint;
  readonly net: bigint | null;
  readonly invoiceNo: string | null;
  readonly referenceId: string | null;
  readonly userId: string | null;
  readonly txHash: string | null;
  readonly webhookFailed: boolean;
  readonly createdAt: Date;
}

interface TransactionTableProps {
  readonly locale: string;
  readonly timeZone: string;
  readonly items: readonly TransactionItem[];
  readonly caption?: string;
}

/** Records, newest first; each leads to its details. */
export function TransactionTable({ locale, timeZone, items, caption }: TransactionTableProps) {
  const say = textsOf(locale, "transactions");
  const words = textsOf(locale, "words");
  const columns = [
    { key: "created", title: say("created") },
    { key: "kind", title: say("kind") },
    { key: "reference", title: say("reference") },
    { key: "status", title: say("status") },
    { key: "network", title: say("network") },
    { key: "amount", title: say("amount"), numeric: true },
    { key: "net", title: say("net"), numeric: true },
    { key: "hash", title: say("hash") },
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      created: <When at={item.createdAt} locale={locale} timeZone={timeZone} />,
      kind: say(`kind_${item.kind}`),
      reference: <Reference item={item} />,
      status: <Status item={item} say={say} />,
      network: networkName(item.network),
      amount: <Money units={item.amount} locale={locale} />,
      net: <Money units={item.net} locale={locale} unit={false} />,
      hash: <ShortText value={item.txHash} what={say("hashWhat")} words={words} />,
    },
  }));
  return (
    <div className="overflow-x-auto">
      <DataTable caption={caption ?? say("caption")} columns={columns} rows={rows} />
    </div>
  );
}

/** What the merchant knows it by, and the way to its details. */
function Reference({ item }: { readonly item: TransactionItem }) {
  const { id, invoiceNo, referenceId, userId } = item;
  const beside = [referenceId, userId].filter(Boolean).join(" · ");
  return (
    <span className="flex flex-col items-end sm:items-start">
      <Link
        href={`/dashboard/transactions/${id}`}
        prefetch={false}
        className="font-medium text-accent underline-offset-4 hover:underline"
      >
        {invoiceNo ?? `…${id.slice(-8)}`}
      </Link>
      {beside && <span className="max-w-48 truncate text-soft">{beside}</span>}
    </span>
  );
}

function Status({ item, say }: { readonly item: TransactionItem; readonly say: Say }) {
  return (
    <span className="inline-flex flex-wrap justify-end gap-1 sm:justify-start">
      <StatusBadges status={item.status} exception={item.exception} say={say} />
      {item.webhookFailed && <Badge tone="bad">{say("webhookFailed")}</Badge>}
    </span>
  );
}
