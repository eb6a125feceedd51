import type { Say } from "@/components/dashboard/texts";

/** What a sum received would cost on each network, as people read it. */
export interface FeeExample {
  readonly amount: string;
  readonly fees: readonly { readonly network: string; readonly fee: string }[];
}

/** Worked examples of a fee table, computed by the rule that books the fees. */
export function FeeExamples({
  examples,
  title,
  say,
}: {
  readonly examples: readonly FeeExample[];
  readonly title: string;
  readonly say: Say;
}) {
  const [first] = examples;
  if (first === undefined) return null;
  return (
    <div className="rounded-lg bg-tint px-4 py-3" aria-live="polite">
      <table className="w-full text-sm sm:max-w-lg">
        <caption className="pb-1 text-left text-soft">{title}</caption>
        <thead>
          <tr className="text-soft">
            <th scope="col" className="py-1 text-left font-medium">
              {say("exampleAmount")}
            </th>
            {first.fees.map(({ network }) => (
              <th key={network} scope="col" className="py-1 pl-3 text-right font-medium">
                {network}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {examples.map(({ amount, fees }) => (
            <tr key={amount}>
              <th scope="row" className="py-1 text-left font-normal tabular-nums">
                {amount}
              </th>
              {fees.map(({ network, fee }) => (
                <td key={network} className="py-1 pl-3 text-right font-medium tabular-nums">
                  {fee}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
