"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button } from "@/components/ui";

/** Ends one session of one's own. */
export function EndSession({
  sessionId,
  device,
  address,
  end,
}: {
  readonly sessionId: string;
  readonly device: string;
  readonly address: string;
  readonly end: ServerAction<string, null>;
}) {
  const t = useTranslations("account");
  const router = useRouter();
  const { run, busy, failure } = useAction(end, { onDone: () => router.refresh() });
  return (
    <>
      <Button
        look="quiet"
        busy={busy}
        aria-label={t("endOf", { device, address })}
        onClick={() => void run(sessionId)}
      >
        {t("end")}
      </Button>
      <FailureNotice failure={failure} />
    </>
  );
}

/** Ends every session of one's own but this. */
export function EndOthers({ end }: { readonly end: ServerAction<null, number> }) {
  const t = useTranslations("account");
  const router = useRouter();
  const [ended, setEnded] = useState<number | null>(null);
  const { run, busy, failure } = useAction(end, {
    onDone: (count) => {
      setEnded(count);
      router.refresh();
    },
  });
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button look="secondary" busy={busy} onClick={() => void run(null)}>
        {t("endOthers")}
      </Button>
      <p role="status" className="text-sm">
        {ended !== null && t("ended", { count: ended })}
      </p>
      <FailureNotice failure={failure} />
    </div>
  );
}
