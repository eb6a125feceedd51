import Link from "next/link";
import { moneyText, networkName, ShortText, When } from "@/components/dashboard/figures";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { DataTable } from "@/components/ui";
import { formatAmount, type NetworkId } from "@/lib/kit";

/** One change of what a user may spend, micro-USDT. */
export interface MovementItem {
  readonly id: string;
  readonly at: Date;
  readonly network: NetworkId;
  readonly amount: bigint;
  readonly kind: string;
  readonly recordId: string | null;
  readonly transactionHash: string | null;
  readonly adjustment: {
    readonly reason: string;
    readonly reference: string | null;
    readonly by: string | null;
  } | null;
}

/** Every change of a user's figures, newest first. */
export function MovementTable({
  locale,
  timeZone,
  items,
}: {
  readonly locale: string;
  readonly timeZone: string;
  readonly items: readonly MovementItem[];
}) {
  const say = textsOf(locale, "wallets");
  const words = textsOf(locale, "words");
  const columns = [
    { key: "when", title: say("when") },
    { key: "what", title: say("what") },
    { key: "network", title: say("network") },
    { key: "change", title: say("change"), numeric: true },
    { key: "details", title: say("details") },
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      when: <When at={item.at} locale={locale} timeZone={timeZone} />,
      what: say(`kind_${item.kind}`),
      network: networkName(item.network),
      change: (
        <data value={formatAmount(item.amount)} className="whitespace-nowrap">
          {item.amount > 0n ? "+" : ""}
          {moneyText(item.amount, locale)}
        </data>
      ),
      details: <Details item={item} say={say} words={words} />,
    },
  }));
  return <DataTable caption={say("movements")} columns={columns} rows={rows} />;
}

function Details({ item, say, words }: { item: MovementItem; say: Say; words: Say }) {
  const { adjustment, recordId, transactionHash } = item;
  if (adjustment) {
    const { reason, by, reference } = adjustment;
    return (
      <span className="flex max-w-96 flex-col break-words">
        <span>{say("by", { reason, who: by ?? say("left") })}</span>
        {reference && <span className="text-soft">{say("referenceOf", { reference })}</span>}
      </span>
    );
  }
  if (recordId) {
    return (
      <Link
        href={`/dashboard/transactions/${recordId}`}
        prefetch={false}
        className="text-accent underline underline-offset-4"
      >
        {say("record")}
        <span className="sr-only">: {say(`kind_${item.kind}`)}</span>
      </Link>
    );
  }
  return <ShortText value={transactionHash} what={say("hashWhat")} words={words} />;
}
