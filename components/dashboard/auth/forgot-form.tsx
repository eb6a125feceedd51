"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, TextField } from "@/components/ui";
import { AfterForm } from "./after-form";
import { afterMail } from "./register-form";
import { useForm } from "./use-form";

/** Asks for a link by which a new password is set; the answer is the same whoever's address it is. */
export function ForgotForm({
  ask,
  mailbox,
}: {
  readonly ask: ServerAction<{ readonly email: string }, null>;
  readonly mailbox: boolean;
}) {
  const t = useTranslations("door");
  const [sent, setSent] = useState<string | null>(null);
  const { run, busy, failure } = useAction(ask, { onDone: (_none, { email }) => setSent(email) });
  const form = useForm(busy, (text) => run({ email: text("email").trim() }));
  if (sent !== null) {
    return (
      <AfterForm title={t("sentTitle")} links={afterMail(t, mailbox)}>
        {t("forgotSent", { email: sent })}
      </AfterForm>
    );
  }
  return (
    <form method="post" {...form} className="flex flex-col gap-4">
      <TextField
        id="email"
        name="email"
        type="email"
        label={t("email")}
        autoComplete="username"
        error={problemOf(failure, "email", t as never)}
        required
      />
      <FailureNotice failure={failure?.details.length ? null : failure} />
      <Button type="submit" busy={busy}>
        {t("forgotSend")}
      </Button>
    </form>
  );
}
