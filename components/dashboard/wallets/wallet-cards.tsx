import { Money, networkName, When } from "@/components/dashboard/figures";
import { QrCode } from "@/components/dashboard/qr-code";
import { textsOf } from "@/components/dashboard/texts";
import { CopyButton, Panel } from "@/components/ui";
import type { NetworkId } from "@/lib/kit";

/** One lasting address of a user; amounts in micro-USDT. */
export interface WalletItem {
  readonly network: NetworkId;
  readonly address: string;
  readonly figure: bigint;
  readonly held: bigint;
  readonly deposits: { readonly count: number; readonly amount: bigint };
  readonly lastDeposit: { readonly at: Date; readonly amount: bigint } | null;
}

/** A user's addresses in full, each with its figures and, when it is asked for, its code. */
export function WalletCards({
  locale,
  timeZone,
  wallets,
}: {
  readonly locale: string;
  readonly timeZone: string;
  readonly wallets: readonly WalletItem[];
}) {
  const say = textsOf(locale, "wallets");
  return (
    <Panel id="addresses" title={say("addresses")} about={say("addressesAbout")}>
      <ul className="grid gap-4 lg:grid-cols-2">
        {wallets.map((wallet) => (
          <li
            key={wallet.network}
            className="flex min-w-0 flex-col gap-3 rounded-lg border border-line p-4"
          >
            <Wallet locale={locale} timeZone={timeZone} wallet={wallet} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Wallet({
  locale,
  timeZone,
  wallet,
}: {
  readonly locale: string;
  readonly timeZone: string;
  readonly wallet: WalletItem;
}) {
  const say = textsOf(locale, "wallets");
  const words = textsOf(locale, "words");
  const network = networkName(wallet.network);
  const { address, figure, held, deposits, lastDeposit } = wallet;
  const facts = [
    { label: say("figure"), value: <Money units={figure} locale={locale} /> },
    { label: say("held"), value: <Money units={held} locale={locale} /> },
    { label: say("deposits"), value: <Money units={deposits.amount} locale={locale} /> },
    {
      label: say("lastDeposit"),
      value: lastDeposit ? (
        <When at={lastDeposit.at} locale={locale} timeZone={timeZone} />
      ) : (
        say("never")
      ),
    },
  ];
  return (
    <>
      <h3 className="font-medium">{network}</h3>
      <p className="flex items-center gap-1 rounded-lg bg-tint py-1 pr-1 pl-3">
        <span className="min-w-0 grow font-mono text-[0.8125rem] break-all">{address}</span>
        <CopyButton
          value={address}
          label={words("copy", { what: say("addressWhat", { network }) })}
          done={words("copied")}
        />
      </p>
      <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm">
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-soft">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary className="inline-flex min-h-10 cursor-pointer items-center text-sm font-medium text-accent">
          {say("showQr")}
          <span className="sr-only">: {network}</span>
        </summary>
        <QrCode text={address} label={say("qr", { network })} />
      </details>
    </>
  );
}
