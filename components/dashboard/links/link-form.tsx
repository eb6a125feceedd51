"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { useFocusInvalid } from "@/components/dashboard/use-focus-invalid";
import { Button, SelectField, TextField } from "@/components/ui";

export interface NewLink {
  readonly currencyType: string;
  readonly amount: string;
  /** Minutes. */
  readonly timer: string;
  readonly description: string;
  readonly referenceId: string;
  readonly key: string;
}

const TIMES = [
  ["minutes", 15, 15],
  ["minutes", 30, 30],
  ["hours", 1, 60],
  ["hours", 6, 360],
  ["days", 1, 1440],
  ["days", 3, 4320],
  ["days", 7, 10_080],
] as const;

/** Asks for what an invoice takes; what is wrong stands at its field. A link that is made is shown. */
export function LinkForm({
  create,
  formKey,
  networks,
}: {
  readonly create: ServerAction<NewLink, { readonly id: string }>;
  /** Made with the form: with it there is one link, however often it is sent. */
  readonly formKey: string;
  readonly networks: readonly { readonly id: string; readonly name: string }[];
}) {
  const t = useTranslations("links");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const { run, busy, failure, dialog } = useAction(create, {
    onDone: ({ id }) => router.push(`/dashboard/links?shown=${id}`),
  });
  useFocusInvalid(form, failure);
  const wrong = (path: string) => problemOf(failure, path, t as never);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    void run({
      currencyType: text("currencyType"),
      amount: text("amount"),
      timer: text("timer"),
      description: text("description"),
      referenceId: text("referenceId"),
      key: formKey,
    });
  }

  return (
    <>
      <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Terms networks={networks} wrong={wrong} />
        <Words wrong={wrong} />
        <div>
          <FailureNotice failure={failure} />
          <Button type="submit" busy={busy} className="mt-2">
            {t("make")}
          </Button>
        </div>
      </form>
      {dialog}
    </>
  );
}

interface FieldsProps {
  /** What is wrong with a field; null: nothing. */
  readonly wrong: (path: string) => string | null;
}

function Terms({
  networks,
  wrong,
}: FieldsProps & { readonly networks: readonly { readonly id: string; readonly name: string }[] }) {
  const t = useTranslations("links");
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <TextField
        id="link-amount"
        name="amount"
        label={t("amount")}
        hint={t("amountHint")}
        error={wrong("amount")}
        inputMode="decimal"
        autoComplete="off"
        required
      />
      <SelectField
        id="link-network"
        name="currencyType"
        label={t("network")}
        hint={t("networkHint")}
        error={wrong("currencyType")}
        defaultValue={networks.at(-1)?.id}
      >
        {networks.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        id="link-timer"
        name="timer"
        label={t("timer")}
        hint={t("timerHint")}
        error={wrong("timer")}
        defaultValue="60"
      >
        {TIMES.map(([unit, count, minutes]) => (
          <option key={minutes} value={minutes}>
            {t(unit, { count })}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

function Words({ wrong }: FieldsProps) {
  const t = useTranslations("links");
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        id="link-description"
        name="description"
        label={t("description")}
        hint={t("descriptionHint")}
        error={wrong("description")}
        maxLength={2_000}
      />
      <TextField
        id="link-reference"
        name="referenceId"
        label={t("referenceId")}
        hint={t("referenceHint")}
        error={wrong("referenceId")}
        maxLength={255}
        autoComplete="off"
      />
    </div>
  );
}
