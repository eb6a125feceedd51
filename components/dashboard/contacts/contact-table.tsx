import Link from "next/link";
import { networkName, When } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import { CopyButton, DataTable } from "@/components/ui";
import type { NetworkId } from "@/lib/kit";

/** Where somebody who held a payment's link says that its payer can be reached. */
export interface ContactItem {
  readonly id: string;
  readonly transactionId: string;
  readonly invoiceNo: string;
  readonly network: NetworkId;
  readonly email: string;
  readonly refundAddress: string | null;
  readonly language: string;
  readonly at: Date;
}

/** What payers left, newest first; addresses in full, for money may be sent there. */
export function ContactTable({
  locale,
  timeZone,
  items,
}: {
  readonly locale: string;
  readonly timeZone: string;
  readonly items: readonly ContactItem[];
}) {
  const say = textsOf(locale, "contacts");
  const words = textsOf(locale, "words");
  const languages = new Intl.DisplayNames(locale, { type: "language" });
  const columns = [
    { key: "left", title: say("left") },
    { key: "invoice", title: say("invoice") },
    { key: "email", title: say("email") },
    { key: "refund", title: say("refund") },
    { key: "language", title: say("language") },
  ];
  const copy = (value: string, what: string) => (
    <CopyButton value={value} label={words("copy", { what })} done={words("copied")} />
  );
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      left: <When at={item.at} locale={locale} timeZone={timeZone} />,
      invoice: (
        <Link
          href={`/dashboard/transactions/${item.transactionId}`}
          prefetch={false}
          className="font-medium text-accent underline-offset-4 hover:underline"
        >
          {item.invoiceNo}
        </Link>
      ),
      email: (
        <span className="inline-flex items-center gap-0.5">
          <a
            href={`mailto:${encodeURIComponent(item.email).replace("%40", "@")}?subject=${encodeURIComponent(item.invoiceNo)}`}
            aria-label={say("answer", { email: item.email })}
            className="break-all text-accent underline underline-offset-4"
          >
            {item.email}
          </a>
          {copy(item.email, say("emailWhat"))}
        </span>
      ),
      refund:
        item.refundAddress === null ? (
          say("none")
        ) : (
          <span className="inline-flex flex-col items-end sm:items-start">
            <span className="inline-flex items-center gap-0.5">
              <span className="font-mono text-[0.8125rem] break-all">{item.refundAddress}</span>
              {copy(item.refundAddress, say("refundWhat"))}
            </span>
            <span className="text-soft">{networkName(item.network)}</span>
          </span>
        ),
      language: languages.of(item.language) ?? item.language,
    },
  }));
  return <DataTable caption={say("caption")} columns={columns} rows={rows} />;
}
