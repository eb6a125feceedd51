"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { useFocusInvalid } from "@/components/dashboard/use-focus-invalid";
import { Button, SelectField } from "@/components/ui";
import { KeyFields, type KeyForm, readKeyForm } from "./key-fields";
import { type NewKeyPair, PairOnce } from "./secrets-once";

/** What is asked for, and how many days it lives: digits, or nothing for no end. */
export interface NewKey extends KeyForm {
  readonly lifeDays: string;
}

const LIVES = [30, 90, 365];

/** Asks what a new key may do; shows it once it is made. */
export function IssueForm({
  issue,
  scopes,
}: {
  readonly issue: ServerAction<NewKey, NewKeyPair>;
  readonly scopes: readonly string[];
}) {
  const t = useTranslations("developers");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [made, setMade] = useState<NewKeyPair | null>(null);
  const { run, busy, failure, dialog } = useAction(issue, {
    onDone: (pair) => {
      setMade(pair);
      router.refresh();
    },
  });
  useFocusInvalid(form, failure);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget);
    void run({ ...readKeyForm(given), lifeDays: String(given.get("lifeDays") ?? "") });
  }

  // The button that was pressed is gone by then: the focus goes to where the next key begins.
  const putAway = () => {
    setMade(null);
    setTimeout(() => form.current?.querySelector<HTMLElement>("input")?.focus(), 0);
  };
  if (made) return <PairOnce pair={made} onDone={putAway} />;
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <KeyFields id="key" scopes={scopes} wrong={(path) => problemOf(failure, path, t as never)} />
      <SelectField id="key-life" name="lifeDays" label={t("life")} hint={t("lifeHint")}>
        <option value="">{t("lifeNone")}</option>
        {LIVES.map((count) => (
          <option key={count} value={count}>
            {t("overlapDays", { count })}
          </option>
        ))}
      </SelectField>
      <FailureNotice failure={failure} />
      <div>
        <Button type="submit" busy={busy}>
          {t("issue")}
        </Button>
      </div>
      {dialog}
    </form>
  );
}
