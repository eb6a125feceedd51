import { ExternalLink, QrCode } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Money, networkName, StatusBadges, When } from "@/components/dashboard/figures";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { CopyButton, DataTable } from "@/components/ui";
import type { NetworkId } from "@/lib/kit";

/** An invoice with the address of its page; amounts in micro-USDT. */
export interface LinkItem {
  readonly id: string;
  readonly invoiceNo: string;
  readonly url: string;
  readonly network: NetworkId;
  readonly amount: bigint;
  readonly received: bigint;
  readonly status: string;
  readonly exception: string;
  readonly description: string | null;
  readonly referenceId: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Links, newest first: how each stands, and what can be done with it. */
export function LinkTable({
  locale,
  timeZone,
  items,
  cancelOf,
}: {
  readonly locale: string;
  readonly timeZone: string;
  readonly items: readonly LinkItem[];
  /** The button that cancels one; null where it can't be cancelled. */
  readonly cancelOf: (item: LinkItem) => ReactNode;
}) {
  const say = textsOf(locale, "links");
  const words = textsOf(locale, "words");
  const status = textsOf(locale, "transactions");
  const columns = [
    { key: "created", title: say("created") },
    { key: "number", title: say("number") },
    { key: "status", title: say("status") },
    { key: "network", title: words("network") },
    { key: "amount", title: words("amount"), numeric: true },
    { key: "actions", title: say("actions"), hiddenTitle: true },
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      created: <When at={item.createdAt} locale={locale} timeZone={timeZone} />,
      number: <Invoice item={item} />,
      status: <StatusBadges status={item.status} exception={item.exception} say={status} />,
      network: networkName(item.network),
      amount: <Money units={item.amount} locale={locale} />,
      actions: (
        <span className="inline-flex items-center justify-end gap-1 sm:flex sm:justify-start">
          <Ways item={item} say={say} words={words} />
          {cancelOf(item)}
        </span>
      ),
    },
  }));
  return <DataTable caption={say("caption")} columns={columns} rows={rows} />;
}

function Invoice({ item }: { readonly item: LinkItem }) {
  const beside = [item.referenceId, item.description].filter(Boolean).join(" · ");
  return (
    <span className="flex flex-col items-end sm:items-start">
      <Link
        href={`/dashboard/transactions/${item.id}`}
        prefetch={false}
        className="font-medium text-accent underline-offset-4 hover:underline"
      >
        {item.invoiceNo}
      </Link>
      {beside && <span className="max-w-48 truncate text-soft">{beside}</span>}
    </span>
  );
}

const ICON =
  "inline-flex size-8 shrink-0 items-center justify-center rounded-md text-soft hover:bg-tint hover:text-ink";

function Ways({ item, say, words }: { readonly item: LinkItem; say: Say; words: Say }) {
  const invoice = item.invoiceNo;
  return (
    <>
      <CopyButton
        value={item.url}
        label={words("copy", { what: say("copyOf", { invoice }) })}
        done={words("copied")}
      />
      <a
        href={item.url}
        target="_blank"
        rel="noreferrer"
        aria-label={say("openOf", { invoice })}
        title={say("openOf", { invoice })}
        className={ICON}
      >
        <ExternalLink className="size-4" aria-hidden />
      </a>
      <Link
        href={`/dashboard/links?shown=${item.id}`}
        prefetch={false}
        aria-label={say("showCodeOf", { invoice })}
        title={say("showCodeOf", { invoice })}
        className={ICON}
      >
        <QrCode className="size-4" aria-hidden />
      </Link>
    </>
  );
}
