"use client";

import { Plus, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, TextField } from "@/components/ui";
import { type FeeExample, FeeExamples } from "./fee-examples";
import type { TierText } from "./shapes";
import { type OrderAction, useOrder } from "./use-order";

export type FeePreview = ServerAction<readonly TierText[], { readonly examples: FeeExample[] }>;

interface Row extends TierText {
  readonly key: number;
}
const MOST_ROWS = 20;
const PAUSE_MS = 500;

/** What a merchant pays for deposits, row by row, with what typical sums come to by the rule itself. */
export function TiersForm({
  merchantId,
  tiers,
  examples,
  preview,
  order,
}: {
  readonly merchantId: string;
  readonly tiers: readonly TierText[];
  /** Of the tiers as they stand. */
  readonly examples: readonly FeeExample[];
  readonly preview: FeePreview;
  readonly order: OrderAction;
}) {
  const t = useTranslations("opMerchants");
  const { rows, add, remove, change } = useRows(tiers);
  const { run, busy, failure, told } = useOrder(order);
  const plain = rows.map(({ from, percent }) => ({ from: from.trim(), percent: percent.trim() }));
  const shown = useExamples(plain, examples, preview);
  const problem = problemOf(failure, "tiers", t as never);
  return (
    <div className="flex flex-col gap-5">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void run({ kind: "merchant.fee-tiers", merchantId, tiers: plain });
        }}
        noValidate
      >
        <ul className="flex flex-col gap-3">
          {rows.map((row, place) => (
            <TierRow
              key={row.key}
              row={row}
              place={place}
              error={problem}
              onChange={change}
              onRemove={place === 0 ? null : remove}
            />
          ))}
        </ul>
        {problem && (
          <p role="alert" className="text-sm font-medium text-bad">
            {problem}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button look="secondary" onClick={add} disabled={rows.length >= MOST_ROWS}>
            <Plus className="size-4" aria-hidden />
            {t("addTier")}
          </Button>
          <Button type="submit" busy={busy}>
            {t("saveTiers")}
          </Button>
        </div>
      </form>
      {told}
      <FeeExamples examples={shown} title={t("examples")} say={t as never} />
    </div>
  );
}

function TierRow({
  row,
  place,
  error,
  onChange,
  onRemove,
}: {
  readonly row: Row;
  readonly place: number;
  readonly error: string | null;
  readonly onChange: (key: number, part: Partial<TierText>) => void;
  readonly onRemove: ((key: number) => void) | null;
}) {
  const t = useTranslations("opMerchants");
  const invalid = error ? { "aria-invalid": true as const } : {};
  return (
    <li className="grid grid-cols-[1fr_1fr_2.75rem] items-end gap-3 sm:max-w-lg">
      <TextField
        id={`tier-${row.key}-from`}
        label={t("tierFrom", { place: place + 1 })}
        inputMode="decimal"
        autoComplete="off"
        value={row.from}
        readOnly={place === 0}
        onChange={(event) => onChange(row.key, { from: event.target.value })}
      />
      <TextField
        id={`tier-${row.key}-percent`}
        label={t("tierRate", { place: place + 1 })}
        inputMode="decimal"
        autoComplete="off"
        value={row.percent}
        onChange={(event) => onChange(row.key, { percent: event.target.value })}
        {...invalid}
      />
      {onRemove ? (
        <button
          type="button"
          aria-label={t("removeTier", { place: place + 1 })}
          title={t("removeTier", { place: place + 1 })}
          onClick={() => onRemove(row.key)}
          className="inline-flex size-11 items-center justify-center rounded-lg text-soft hover:bg-tint hover:text-ink"
        >
          <Trash2 className="size-4" aria-hidden />
        </button>
      ) : (
        <span />
      )}
    </li>
  );
}

function useRows(tiers: readonly TierText[]) {
  const [rows, setRows] = useState<readonly Row[]>(() =>
    tiers.map((tier, key) => ({ ...tier, key })),
  );
  const next = useRef(tiers.length);
  return {
    rows,
    add: () => {
      const key = next.current++;
      setRows((all) => [...all, { key, from: "", percent: "" }]);
    },
    remove: (key: number) => setRows((all) => all.filter((row) => row.key !== key)),
    change: (key: number, part: Partial<TierText>) =>
      setRows((all) => all.map((row) => (row.key === key ? { ...row, ...part } : row))),
  };
}

/** The examples of what is typed, asked of the server once typing pauses; while a row is wrong, the last good ones. */
function useExamples(
  tiers: readonly TierText[],
  first: readonly FeeExample[],
  preview: FeePreview,
): readonly FeeExample[] {
  const [shown, setShown] = useState(first);
  const { run } = useAction(preview, { onDone: ({ examples }) => setShown(examples) });
  const ask = useRef(run);
  ask.current = run;
  const typed = JSON.stringify(tiers);
  const asked = useRef(typed);
  useEffect(() => {
    if (asked.current === typed) return;
    const timer = setTimeout(() => {
      asked.current = typed;
      void ask.current(JSON.parse(typed) as TierText[]);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return shown;
}
