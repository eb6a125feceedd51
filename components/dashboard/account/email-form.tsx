"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { useForm } from "@/components/dashboard/auth/use-form";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, Notice, TextField } from "@/components/ui";

export interface NewEmail {
  readonly email: string;
  /** Of a person without a second factor; others give it with the code. */
  readonly password?: string;
}

/** Asks for another address; it takes a fresh password, and a code where there is a second factor (A16). */
export function EmailForm({
  askPassword,
  change,
}: {
  readonly askPassword: boolean;
  readonly change: ServerAction<NewEmail, null>;
}) {
  const t = useTranslations("account");
  const [sent, setSent] = useState<string | null>(null);
  const { run, busy, failure, dialog } = useAction(change, {
    onDone: (_none, { email }) => setSent(email),
  });
  const form = useForm(busy, (text) => {
    setSent(null);
    const email = text("email").trim();
    return run(askPassword ? { email, password: text("password") } : { email });
  });
  return (
    <>
      <form {...form} className="flex flex-col gap-4">
        <TextField
          id="new-email"
          name="email"
          type="email"
          label={t("newEmail")}
          autoComplete="email"
          error={problemOf(failure, "email", t as never)}
          required
        />
        {askPassword && (
          <TextField
            id="email-password"
            name="password"
            type="password"
            label={t("oldPassword")}
            autoComplete="current-password"
            required
          />
        )}
        <FailureNotice failure={failure?.details.length ? null : failure} />
        <div role="status">
          {sent !== null && <Notice tone="good">{t("emailSent", { email: sent })}</Notice>}
        </div>
        <div>
          <Button type="submit" look="secondary" busy={busy}>
            {t("changeEmail")}
          </Button>
        </div>
      </form>
      {dialog}
    </>
  );
}

/** Sends the link that confirms the address once more. */
export function SendAgain({ send }: { readonly send: ServerAction<null, null> }) {
  const t = useTranslations("account");
  const [sent, setSent] = useState(false);
  const { run, busy, failure } = useAction(send, { onDone: () => setSent(true) });
  return (
    <Notice tone="warn" title={t("unverified")}>
      <div className="mt-2 flex flex-col gap-2">
        <FailureNotice failure={failure} />
        <p role="status">{sent && t("sentAgain")}</p>
        {!sent && (
          <div>
            <Button look="secondary" busy={busy} onClick={() => void run(null)}>
              {t("sendAgain")}
            </Button>
          </div>
        )}
      </div>
    </Notice>
  );
}
