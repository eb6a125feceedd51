"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, Dialog } from "@/components/ui";

/** Ends one's own work for the merchant that is shown, after it was said what follows. */
export function LeaveButton({
  merchant,
  leave,
}: {
  readonly merchant: string;
  readonly leave: ServerAction<null, null>;
}) {
  const t = useTranslations("account");
  const words = useTranslations("words");
  const [open, setOpen] = useState(false);
  const { run, busy, failure } = useAction(leave, { onDone: () => location.assign("/dashboard") });
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        {t("leave", { merchant })}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("leave", { merchant })}
        about={t("leaveAbout", { merchant })}
        closeLabel={words("close")}
      >
        <div className="flex flex-col gap-4">
          <FailureNotice failure={failure} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button look="quiet" onClick={() => setOpen(false)}>
              {t("keep")}
            </Button>
            <Button look="danger" busy={busy} onClick={() => void run(null)}>
              {t("leaveDo")}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
