"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button } from "@/components/ui";
import { SecretsOnce } from "./secrets-once";

/** Puts a new signing secret beside the old one, and shows it once. */
export function RotateSecret({
  rotate,
}: {
  readonly rotate: ServerAction<null, { readonly webhookSecret: string }>;
}) {
  const t = useTranslations("developers");
  const router = useRouter();
  const [made, setMade] = useState<string | null>(null);
  const { run, busy, failure, dialog } = useAction(rotate, {
    onDone: ({ webhookSecret }) => {
      setMade(webhookSecret);
      router.refresh();
    },
  });
  if (made !== null) {
    const secrets = [{ label: t("rotateShown"), value: made }];
    return <SecretsOnce secrets={secrets} onDone={() => setMade(null)} />;
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-soft">{t("rotateAbout")}</p>
      <FailureNotice failure={failure} />
      <div>
        <Button look="secondary" busy={busy} onClick={() => void run(null)}>
          {t("rotate")}
        </Button>
      </div>
      {dialog}
    </div>
  );
}
