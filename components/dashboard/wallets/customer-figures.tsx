import Link from "next/link";
import { Money } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import { Panel } from "@/components/ui";

interface Figures {
  readonly userId: string;
  readonly figure: bigint;
  readonly held: bigint;
  readonly deposits: { readonly count: number; readonly amount: bigint };
  readonly waitingWithdrawals: number;
}

/** What a user may spend, what is held, and what came in, on all networks. */
export function CustomerFigures({
  locale,
  customer,
}: {
  readonly locale: string;
  readonly customer: Figures;
}) {
  const say = textsOf(locale, "wallets");
  const { figure, held, deposits, waitingWithdrawals: count, userId } = customer;
  const items = [
    { label: say("figure"), units: figure, about: say("figureAbout") },
    { label: say("held"), units: held, about: say("heldAbout") },
    {
      label: say("deposits"),
      units: deposits.amount,
      about: say("depositsCount", { count: deposits.count }),
    },
  ];
  const waiting = new URLSearchParams({ type: "withdrawal", status: "pending", userId });
  return (
    <Panel id="figures" title={say("money")}>
      <dl className="grid gap-4 sm:grid-cols-3">
        {items.map(({ label, units, about }) => (
          <div key={label} className="flex flex-col">
            <dt className="text-sm text-soft">{label}</dt>
            <dd className="text-xl font-semibold">
              <Money units={units} locale={locale} />
            </dd>
            <dd className="text-sm text-soft">{about}</dd>
          </div>
        ))}
      </dl>
      {count > 0 && (
        <Link
          href={`/dashboard/transactions?${waiting}`}
          prefetch={false}
          className="mt-3 inline-block text-accent underline"
        >
          {say("waiting", { count })}
        </Link>
      )}
    </Panel>
  );
}
