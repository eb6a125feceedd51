import { Money, momentText, networkName, ShortText, When } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import { DataTable } from "@/components/ui";
import { getNetwork, type NetworkId } from "@/lib/kit";
import { nativeText } from "./facts";
import { MerchantLink } from "./fee-tables";
import type { Shown, Told } from "./shapes";

/** A sweep that does not move; amounts in micro-USDT. */
export interface SweepItem {
  readonly id: string;
  readonly merchantId: string;
  readonly number: number;
  readonly name: string;
  readonly network: NetworkId;
  readonly address: string;
  readonly amount: bigint;
  readonly state: string;
  readonly since: Date;
  readonly why: Told;
}

/** Sweeps that are stuck, the longest waiting first, and why in words. */
export function SweepTable({
  items,
  locale,
  timeZone,
}: Shown & { readonly items: readonly SweepItem[] }) {
  const say = textsOf(locale, "opSweeps");
  const words = textsOf(locale, "words");
  const columns = [
    { key: "since", title: say("since") },
    { key: "merchant", title: say("merchant") },
    { key: "network", title: words("network") },
    { key: "address", title: words("address") },
    { key: "amount", title: words("amount"), numeric: true },
    { key: "why", title: say("why") },
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      since: <When at={item.since} locale={locale} timeZone={timeZone} />,
      merchant: <MerchantLink {...item} />,
      network: networkName(item.network),
      address: <ShortText value={item.address} what={words("address")} words={words} />,
      amount: <Money units={item.amount} locale={locale} />,
      why: <Why item={item} locale={locale} timeZone={timeZone} />,
    },
  }));
  return <DataTable caption={say("caption")} columns={columns} rows={rows} />;
}

/** Why one does not move: in words, what was said, and since or until when. */
function Why({ item, locale, timeZone }: Shown & { readonly item: SweepItem }) {
  const say = textsOf(locale, "opSweeps");
  const { code, data } = item.why;
  const { reason, problem, error, refusal, retryAt, since, seenAt, balance } = data;
  const at = (time: string) => momentText(new Date(time), locale, timeZone);
  const { native } = getNetwork(item.network);
  const coin = (amount: string) => nativeText(BigInt(amount), native.scale, native.code, locale);
  const text = reason || problem || error || refusal;
  const lines = [
    text && say("detail", { text }),
    since && say("waiting", { at: at(since) }),
    seenAt && say("heard", { at: at(seenAt) }),
    retryAt && say("retry", { at: at(retryAt) }),
    balance && say("holds", { amount: coin(balance) }),
    say(`state_${item.state}`),
  ].filter((line) => line);
  return (
    <span className="flex flex-col text-pretty sm:max-w-96">
      <span>{say(`why_${code}`, { what: data.what ?? "" })}</span>
      {lines.map((line) => (
        <span key={line} className="break-words text-soft">
          {line}
        </span>
      ))}
    </span>
  );
}
