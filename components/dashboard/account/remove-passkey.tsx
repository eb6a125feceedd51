"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button } from "@/components/ui";

/** Takes a passkey away; it takes a code. */
export function RemovePasskey({
  passkeyId,
  name,
  remove,
}: {
  readonly passkeyId: string;
  readonly name: string;
  readonly remove: ServerAction<string, null>;
}) {
  const t = useTranslations("account");
  const router = useRouter();
  const { run, busy, failure, dialog } = useAction(remove, { onDone: () => router.refresh() });
  return (
    <>
      <Button
        look="quiet"
        busy={busy}
        aria-label={t("passkeyRemoveOf", { name })}
        onClick={() => void run(passkeyId)}
      >
        {t("passkeyRemove")}
      </Button>
      <FailureNotice failure={failure} />
      {dialog}
    </>
  );
}
