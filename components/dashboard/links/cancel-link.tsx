"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, Dialog, TextField } from "@/components/ui";

export interface LinkToCancel {
  readonly transactionId: string;
  readonly remarks: string;
}

/** Cancels a payment link, after it was said what follows of it. */
export function CancelLink({
  id,
  invoiceNo,
  cancel,
}: {
  readonly id: string;
  readonly invoiceNo: string;
  readonly cancel: ServerAction<LinkToCancel, null>;
}) {
  const t = useTranslations("links");
  const words = useTranslations("words");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { run, busy, failure, dialog } = useAction(cancel, {
    onDone: () => {
      setOpen(false);
      router.refresh();
    },
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const remarks = String(new FormData(event.currentTarget).get("remarks") ?? "").trim();
    if (!busy) void run({ transactionId: id, remarks });
  }

  return (
    <>
      <Button
        look="quiet"
        className="px-3"
        aria-label={t("cancelOf", { invoice: invoiceNo })}
        onClick={() => setOpen(true)}
      >
        {t("cancel")}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("cancelTitle", { invoice: invoiceNo })}
        closeLabel={words("close")}
      >
        <form onSubmit={submit} className="flex flex-col gap-4">
          <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
            <li>{t("cancelPage")}</li>
            <li>{t("cancelMoney")}</li>
            <li>{t("cancelEnd")}</li>
          </ul>
          <TextField id={`remarks-${id}`} name="remarks" label={t("remarks")} maxLength={1_000} />
          <FailureNotice failure={failure} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button look="quiet" onClick={() => setOpen(false)}>
              {t("keep")}
            </Button>
            <Button type="submit" look="danger" busy={busy}>
              {t("cancelDo")}
            </Button>
          </div>
        </form>
      </Dialog>
      {dialog}
    </>
  );
}
