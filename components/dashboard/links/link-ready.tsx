import { ExternalLink } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Money, moneyText, networkName, StatusBadges, When } from "@/components/dashboard/figures";
import { FocusHeading } from "@/components/dashboard/focus-heading";
import { QrCode } from "@/components/dashboard/qr-code";
import { textsOf } from "@/components/dashboard/texts";
import { buttonClass, CopyButton } from "@/components/ui";
import type { LinkItem } from "./link-table";

/** One link, to be sent or shown: its address in full, its code, and how it stands. */
export function LinkReady({
  locale,
  timeZone,
  link,
  cancel,
}: {
  readonly locale: string;
  readonly timeZone: string;
  readonly link: LinkItem;
  readonly cancel: ReactNode;
}) {
  const say = textsOf(locale, "links");
  const words = textsOf(locale, "words");
  const { invoiceNo: invoice, url } = link;
  const amount = moneyText(link.amount, locale);
  return (
    <section className="flex flex-col gap-5 rounded-xl border border-line bg-slip p-5 sm:flex-row">
      <QrCode text={url} label={say("qr", { invoice })} />
      <div className="flex min-w-0 grow flex-col gap-3">
        <FocusHeading>
          {say("ready", { invoice, amount, network: networkName(link.network) })}
        </FocusHeading>
        <p className="text-soft">{say("readyAbout")}</p>
        <p className="flex items-center gap-2 rounded-lg bg-tint py-1 pr-1 pl-3">
          <span className="sr-only">{say("link")}: </span>
          <span className="min-w-0 grow font-mono text-sm break-all">{url}</span>
          <CopyButton
            value={url}
            label={words("copy", { what: say("linkWhat") })}
            done={words("copied")}
          />
        </p>
        <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm">
          <div>
            <dt className="text-soft">{say("status")}</dt>
            <dd>
              <StatusBadges
                status={link.status}
                exception={link.exception}
                say={textsOf(locale, "transactions")}
              />
            </dd>
          </div>
          <div>
            <dt className="text-soft">{say("expires")}</dt>
            <dd>
              <When at={link.expiresAt} locale={locale} timeZone={timeZone} />
            </dd>
          </div>
          <div>
            <dt className="text-soft">{say("received")}</dt>
            <dd>
              <Money units={link.received} locale={locale} />
            </dd>
          </div>
        </dl>
        <div className="flex flex-wrap gap-2">
          <a href={url} target="_blank" rel="noreferrer" className={buttonClass("primary")}>
            {say("open")}
            <ExternalLink className="size-4" aria-hidden />
          </a>
          <Link href="/dashboard/links" prefetch={false} className={buttonClass("secondary")}>
            {say("another")}
          </Link>
          {cancel}
        </div>
      </div>
    </section>
  );
}
