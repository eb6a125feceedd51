import { Money, networkName } from "@/components/dashboard/figures";
import type { Say } from "@/components/dashboard/texts";
import { Notice, Panel } from "@/components/ui";
import type { NetworkId } from "@/lib/kit";

/** A merchant's money by what it is, micro-USDT. */
export interface MoneyParts {
  readonly available: bigint;
  readonly pending: bigint;
  readonly reserved: bigint;
  readonly unswept: bigint;
}

export interface BalancesProps {
  readonly locale: string;
  readonly say: Say;
  readonly total: MoneyParts;
  readonly networks: readonly (MoneyParts & { readonly network: NetworkId })[];
  readonly balanced: boolean;
}

const PARTS = ["available", "pending", "reserved", "unswept"] as const;

/** What there is, what is on its way in, what is on its way out, and what still lies on deposit addresses (D-11). */
export function Balances({ locale, say, total, networks, balanced }: BalancesProps) {
  return (
    <Panel id="balances" title={say("balances")} about={say("balancesAbout")}>
      {!balanced && (
        <div className="mb-4">
          <Notice tone="bad" title={say("unbalanced")}>
            {say("unbalancedAbout")}
          </Notice>
        </div>
      )}
      <dl className="grid gap-x-8 gap-y-5 sm:grid-cols-2 xl:grid-cols-4">
        {PARTS.map((part) => (
          <div key={part} className="flex flex-col gap-1">
            <dt className="text-sm text-soft">{say(part)}</dt>
            <dd className={part === "available" ? "text-2xl font-semibold" : "text-2xl"}>
              <Money units={total[part]} locale={locale} />
            </dd>
            <dd className="text-sm text-pretty text-soft">{say(`${part}About`)}</dd>
          </div>
        ))}
      </dl>
      <table className="cards mt-6 w-full text-sm">
        <caption className="sr-only">{say("byNetwork")}</caption>
        <thead className="border-b border-line text-left text-soft">
          <tr>
            <th scope="col" className="py-2 font-medium">
              {say("network")}
            </th>
            {PARTS.map((part) => (
              <th key={part} scope="col" className="py-2 pl-4 text-right font-medium">
                {say(part)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {networks.map((row) => (
            <tr key={row.network} className="border-b border-line last:border-0">
              <th scope="row" className="py-2.5 text-left font-medium">
                {networkName(row.network)}
              </th>
              {PARTS.map((part) => (
                <td key={part} className="py-2.5 pl-4 text-right">
                  <span className="card-label" aria-hidden="true">
                    {say(part)}
                  </span>
                  <Money units={row[part]} locale={locale} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
