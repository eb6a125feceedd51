"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { useAction } from "@/components/dashboard/use-action";
import { Button, CheckField, Notice, TextField } from "@/components/ui";
import type { RulesAction } from "./shapes";

const LONGEST_HOLD = 168;

/** Whether payouts go to the address book alone, and how long a new recipient waits; loosening takes a code (D-19). */
export function RecipientRules({
  version,
  onlyRecipients,
  holdHours,
  save,
}: {
  readonly version: number;
  readonly onlyRecipients: boolean;
  readonly holdHours: number;
  readonly save: RulesAction;
}) {
  const t = useTranslations("recipients");
  const words = useTranslations("words");
  const router = useRouter();
  const [saved, setSaved] = useState(false);
  const { run, busy, failure, dialog } = useAction(save, {
    onDone: () => {
      setSaved(true);
      router.refresh();
    },
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    setSaved(false);
    const form = new FormData(event.currentTarget);
    void run({
      version,
      onlyRecipients: form.get("only") === "on",
      holdHours: Number(form.get("hours")),
    });
  }
  return (
    <>
      <form onSubmit={submit} className="flex max-w-2xl flex-col gap-5">
        <CheckField
          id="rules-only"
          name="only"
          label={t("only")}
          hint={t("onlyHint")}
          defaultChecked={onlyRecipients}
        />
        <TextField
          id="rules-hours"
          name="hours"
          type="number"
          min={0}
          max={LONGEST_HOLD}
          step={1}
          required
          label={t("hours")}
          hint={t("hoursHint")}
          className="max-w-32"
          defaultValue={String(holdHours)}
        />
        <p className="text-sm text-soft">{t("loosening")}</p>
        <FailureNotice failure={failure} />
        <div role="status" className="empty:hidden">
          {saved && <Notice tone="good">{t("saved")}</Notice>}
        </div>
        <div>
          <Button type="submit" busy={busy}>
            {words("save")}
          </Button>
        </div>
      </form>
      {dialog}
    </>
  );
}
