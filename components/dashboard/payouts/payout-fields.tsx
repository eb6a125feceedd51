"use client";

import Link from "next/link";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button, Notice, SelectField, TextField } from "@/components/ui";
import type { Draft } from "./payout-form";
import { PayoutSums, PayoutWarnings } from "./payout-sums";
import type { BookEntry, NetworkChoice, PayoutPreviewText } from "./shapes";

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly networks: readonly NetworkChoice[];
  /** Of the chosen network. */
  readonly book: readonly BookEntry[];
  readonly onlyBook: boolean;
  readonly preview: PayoutPreviewText | null;
  /** The review is asked for, and waits for what the server says of the draft. */
  readonly busy: boolean;
  readonly failed: string | null;
  readonly onReview: () => void;
}

/** What a payout shall be: network, where to, how much; with what the server says of it. */
export function PayoutFields(props: FieldsProps) {
  const { draft, onChange, networks, preview, busy, failed, onReview } = props;
  const t = useTranslations("payouts");
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const leave = (name: string) => setLeft((before) => new Set([...before, name]));
  const problem = (path: string) =>
    (left.has(path) && preview?.problems.find((one) => one.path === path)?.message) || null;
  const told = { problem, leave };
  const given = draft.from === "book" ? draft.recipientId : draft.address;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    leave("address");
    leave("amount");
    onReview();
  }
  return (
    <form onSubmit={submit} className="grid items-start gap-6 lg:grid-cols-[1fr_22rem]">
      <div className="flex flex-col gap-5 rounded-xl border border-line bg-slip p-5">
        <SelectField
          id="p-network"
          label={t("network")}
          value={draft.network}
          onChange={({ target }) => onChange({ network: target.value, recipientId: null })}
        >
          {networks.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <Destination {...props} {...told} />
        {given && preview && <PayoutWarnings preview={preview} />}
        <Amount {...props} {...told} />
        <TextField
          id="p-description"
          label={t("description")}
          hint={t("descriptionHint")}
          maxLength={255}
          value={draft.description}
          onChange={({ target }) => onChange({ description: target.value })}
        />
      </div>
      <aside className="flex flex-col gap-4 rounded-xl border border-line bg-slip p-5 lg:sticky lg:top-4">
        <h2 className="font-semibold">{t("comesTo")}</h2>
        {preview && <PayoutSums preview={preview} />}
        {failed && (
          <Notice tone="bad" role="alert">
            {failed}
          </Notice>
        )}
        <Button
          type="submit"
          className="min-h-12 w-full"
          disabled={!given || draft.amount === ""}
          busy={busy}
        >
          {t("review")}
        </Button>
        <p className="text-sm text-soft">{t("reviewAbout")}</p>
      </aside>
    </form>
  );
}

interface Told {
  readonly problem: (path: string) => string | null;
  readonly leave: (name: string) => void;
}

function Destination({ draft, onChange, book, onlyBook, problem, leave }: FieldsProps & Told) {
  const t = useTranslations("payouts");
  const chosen = book.find(({ id }) => id === draft.recipientId);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 text-sm font-medium">{t("to")}</legend>
      {!onlyBook && (
        <div className="flex flex-wrap gap-x-6">
          {(["book", "address"] as const).map((from) => (
            <label key={from} className="flex min-h-10 items-center gap-2 text-sm">
              <input
                type="radio"
                name="from"
                className="size-5 accent-accent"
                checked={draft.from === from}
                onChange={() => onChange({ from })}
              />
              {t(`from_${from}`)}
            </label>
          ))}
        </div>
      )}
      {draft.from === "address" && !onlyBook ? (
        <TextField
          id="p-address"
          label={t("address")}
          hint={t("addressHint")}
          error={problem("address")}
          className="font-mono"
          autoComplete="off"
          spellCheck={false}
          value={draft.address ?? ""}
          onChange={({ target }) => onChange({ address: target.value.trim() || null })}
          onBlur={() => draft.address && leave("address")}
        />
      ) : book.length === 0 ? (
        <p className="text-sm text-soft">
          {t("bookEmpty")}{" "}
          <Link href="/dashboard/recipients" className="text-accent underline underline-offset-4">
            {t("toBook")}
          </Link>
        </p>
      ) : (
        <>
          <SelectField
            id="p-recipient"
            label={t("recipient")}
            error={problem("address")}
            value={draft.recipientId ?? ""}
            onChange={({ target }) => {
              onChange({ recipientId: target.value || null });
              leave("address");
            }}
          >
            <option value="">{t("choose")}</option>
            {book.map(({ id, label, waitsUntil }) => (
              <option key={id} value={id}>
                {waitsUntil ? t("waits", { label, when: waitsUntil }) : label}
              </option>
            ))}
          </SelectField>
          {chosen && <p className="font-mono text-[0.8125rem] break-all">{chosen.address}</p>}
        </>
      )}
    </fieldset>
  );
}

function Amount({ draft, onChange, preview, problem, leave }: FieldsProps & Told) {
  const t = useTranslations("payouts");
  return (
    <div className="flex items-start gap-2">
      <div className="grow">
        <TextField
          id="p-amount"
          label={t("amount")}
          hint={preview ? t("available", { available: preview.available }) : t("amountHint")}
          error={problem("amount")}
          inputMode="decimal"
          autoComplete="off"
          value={draft.amount}
          onChange={({ target }) => onChange({ amount: target.value })}
          onBlur={() => draft.amount !== "" && leave("amount")}
        />
      </div>
      <Button
        look="secondary"
        className="mt-[1.625rem] min-h-11"
        disabled={!preview || preview.max === "0"}
        aria-label={t("maxWhat")}
        onClick={() => {
          if (preview) onChange({ amount: preview.max });
        }}
      >
        {t("max")}
      </Button>
    </div>
  );
}
