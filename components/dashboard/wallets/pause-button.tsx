"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, Dialog } from "@/components/ui";

const FOLLOWS = {
  pause: ["pauseNew", "pauseKept", "pauseLater", "pauseSpend"],
  resume: ["resumeNew", "resumeOld"],
} as const;

/** Pauses or resumes the crediting of a user's deposits, after it was said what follows of it. */
export function PauseButton({
  userId,
  active,
  act,
}: {
  readonly userId: string;
  readonly active: boolean;
  readonly act: ServerAction<{ readonly userId: string; readonly active: boolean }, null>;
}) {
  const t = useTranslations("wallets");
  const words = useTranslations("words");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { run, busy, failure, dialog } = useAction(act, {
    onDone: () => {
      setOpen(false);
      router.refresh();
    },
  });
  const what = active ? "pause" : "resume";
  return (
    <>
      <Button look="secondary" onClick={() => setOpen(true)}>
        {t(what)}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t(`${what}Title`, { user: userId })}
        closeLabel={words("close")}
      >
        <div className="flex flex-col gap-4">
          <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
            {FOLLOWS[what].map((key) => (
              <li key={key}>{t(key)}</li>
            ))}
          </ul>
          <FailureNotice failure={failure} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button look="quiet" onClick={() => setOpen(false)}>
              {t("keep")}
            </Button>
            <Button busy={busy} onClick={() => void run({ userId, active: !active })}>
              {t(what)}
            </Button>
          </div>
        </div>
      </Dialog>
      {dialog}
    </>
  );
}
