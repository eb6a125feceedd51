"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button } from "@/components/ui";

/** Sends an invitation again, or takes it back. */
export function InvitationButtons({
  id,
  email,
  resend,
  revoke,
}: {
  readonly id: string;
  readonly email: string;
  readonly resend: ServerAction<string, null>;
  readonly revoke: ServerAction<string, null>;
}) {
  const t = useTranslations("team");
  const router = useRouter();
  const [resent, setResent] = useState(false);
  const again = useAction(resend, {
    onDone: () => {
      setResent(true);
      router.refresh();
    },
  });
  const back = useAction(revoke, { onDone: () => router.refresh() });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-1">
        <Button
          look="quiet"
          busy={again.busy}
          aria-label={t("resendOf", { email })}
          onClick={() => void again.run(id)}
        >
          {t("resend")}
        </Button>
        <Button
          look="quiet"
          busy={back.busy}
          aria-label={t("revokeOf", { email })}
          onClick={() => void back.run(id)}
        >
          {t("revoke")}
        </Button>
      </div>
      <p role="status" className="text-sm">
        {resent && t("resent")}
      </p>
      <FailureNotice failure={again.failure ?? back.failure} />
    </div>
  );
}
