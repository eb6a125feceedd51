"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, Dialog } from "@/components/ui";

/** Ends somebody's work for the merchant, after it was said what follows. */
export function RemoveButton({
  userId,
  name,
  merchant,
  remove,
}: {
  readonly userId: string;
  readonly name: string;
  readonly merchant: string;
  readonly remove: ServerAction<string, null>;
}) {
  const t = useTranslations("team");
  const words = useTranslations("words");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { run, busy, failure } = useAction(remove, {
    onDone: () => {
      setOpen(false);
      router.refresh();
    },
  });
  return (
    <>
      <Button look="quiet" aria-label={t("removeOf", { name })} onClick={() => setOpen(true)}>
        {t("remove")}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("removeTitle", { name })}
        closeLabel={words("close")}
      >
        <div className="flex flex-col gap-4">
          <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
            <li>{t("removeNow", { name, merchant })}</li>
            <li>{t("removeKeeps", { name })}</li>
            <li>{t("removeBack", { name })}</li>
          </ul>
          <FailureNotice failure={failure} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button look="quiet" onClick={() => setOpen(false)}>
              {t("keep")}
            </Button>
            <Button look="danger" busy={busy} onClick={() => void run(userId)}>
              {t("remove")}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
