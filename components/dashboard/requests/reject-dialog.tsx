"use client";

import type { FormEvent } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import type { Failure } from "@/components/dashboard/use-action";
import { Button, Dialog, TextArea } from "@/components/ui";
import type { Subject } from "./shapes";

const LONGEST = 1_000;

/** Asks why before a request is turned down, and says what follows. */
export function RejectDialog({
  subject,
  busy,
  failure,
  onCancel,
  onReject,
}: {
  readonly subject: Subject;
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly onCancel: () => void;
  readonly onReject: (remarks: string) => void;
}) {
  const t = useTranslations("requests");
  const words = useTranslations("words");
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const remarks = String(new FormData(event.currentTarget).get("remarks") ?? "").trim();
    if (!busy && remarks !== "") onReject(remarks);
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onCancel()}
      title={t("rejectTitle", { what: subject.label })}
      about={t("rejectAbout")}
      closeLabel={words("close")}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextArea
          id="reject-remarks"
          name="remarks"
          label={t("reason")}
          hint={t("reasonHint")}
          maxLength={LONGEST}
          required
        />
        <FailureNotice failure={failure} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="secondary" onClick={onCancel}>
            {words("cancel")}
          </Button>
          <Button type="submit" look="danger" busy={busy}>
            {t("reject")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
