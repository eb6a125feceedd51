import type { ReactNode } from "react";
import type { Say } from "@/components/dashboard/texts";
import { CopyButton } from "@/components/ui";

/** Names and values, side by side. */
export function Facts({
  items,
}: {
  readonly items: readonly { readonly name: string; readonly value: ReactNode }[];
}) {
  return (
    <dl className="grid gap-x-8 gap-y-2 text-sm sm:grid-cols-2 xl:grid-cols-3">
      {items.map(({ name, value }) => (
        <div key={name} className="flex justify-between gap-4 border-b border-line pb-1.5">
          <dt className="text-soft">{name}</dt>
          <dd className="text-right font-medium tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A figure that stands for itself, with what it counts. */
export function Figure({
  name,
  value,
  beside,
}: {
  readonly name: string;
  readonly value: ReactNode;
  readonly beside?: ReactNode;
}) {
  return (
    <div className="rounded-xl border border-line bg-slip px-5 py-4">
      <p className="text-sm text-soft">{name}</p>
      <p className="text-xl font-semibold tabular-nums">{value}</p>
      {beside && <p className="text-sm text-soft">{beside}</p>}
    </div>
  );
}

/** An address in full, with a button to copy it: money may be sent there. */
export function WholeAddress({
  value,
  words,
}: {
  readonly value: string | null;
  readonly words: Say;
}) {
  if (value === null) return "—";
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <span className="font-mono text-[0.8125rem] break-all">{value}</span>
      <CopyButton
        value={value}
        label={words("copy", { what: words("address") })}
        done={words("copied")}
      />
    </span>
  );
}

const SHOWN_DIGITS = 6;

/** Native coin as people read it: six places at most, cut and not rounded up; its name beside it. */
export function nativeText(amount: bigint, scale: number, code: string, locale: string): string {
  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString().padStart(scale + 1, "0");
  const fraction = digits.slice(-scale).slice(0, SHOWN_DIGITS).replace(/0+$/, "");
  const point =
    new Intl.NumberFormat(locale).formatToParts(1.1).find(({ type }) => type === "decimal")
      ?.value ?? ".";
  const whole = new Intl.NumberFormat(locale, { useGrouping: "always" }).format(
    BigInt(digits.slice(0, -scale)),
  );
  return `${sign}${whole}${fraction === "" ? "" : point + fraction} ${code}`;
}
