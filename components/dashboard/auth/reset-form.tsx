"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button } from "@/components/ui";
import { AfterForm } from "./after-form";
import { DeadLink } from "./confirm-link";
import { NewPassword } from "./new-password";
import { useTokenOut } from "./token-out";
import { useForm } from "./use-form";

/** Sets a new password by a mailed link. */
export function ResetForm({
  token,
  reset,
}: {
  readonly token: string;
  readonly reset: ServerAction<{ readonly token: string; readonly password: string }, null>;
}) {
  const t = useTranslations("door");
  const [done, setDone] = useState(false);
  const { run, busy, failure } = useAction(reset, { onDone: () => setDone(true) });
  const form = useForm(busy, (text) => run({ token, password: text("password") }));
  useTokenOut();
  if (done) {
    const links = [{ href: "/sign-in", text: t("toSignIn") }];
    return <AfterForm title={t("resetDone")} links={links} />;
  }
  if (failure?.code === "link_expired")
    return <DeadLink href="/forgot-password" text="forgotSend" />;
  return (
    <form method="post" {...form} className="flex flex-col gap-4">
      <NewPassword
        id="password"
        label={t("newPassword")}
        hint={t("passwordHint")}
        show={t("showPassword")}
        error={problemOf(failure, "password", t as never)}
      />
      <FailureNotice failure={failure?.details.length ? null : failure} />
      <Button type="submit" busy={busy}>
        {t("resetDo")}
      </Button>
    </form>
  );
}
