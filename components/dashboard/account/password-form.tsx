"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { NewPassword } from "@/components/dashboard/auth/new-password";
import { useForm } from "@/components/dashboard/auth/use-form";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, Notice, TextField } from "@/components/ui";

/** Changes the password by the old one. */
export function PasswordForm({
  change,
}: {
  readonly change: ServerAction<{ readonly old: string; readonly password: string }, null>;
}) {
  const t = useTranslations("account");
  const router = useRouter();
  const [done, setDone] = useState(0);
  const { run, busy, failure } = useAction(change, {
    onDone: () => {
      setDone((times) => times + 1);
      router.refresh();
    },
  });
  const form = useForm(busy, (text) => run({ old: text("old"), password: text("password") }));
  return (
    <form key={done} {...form} className="flex flex-col gap-4">
      <TextField
        id="old-password"
        name="old"
        type="password"
        label={t("oldPassword")}
        autoComplete="current-password"
        required
      />
      <NewPassword
        id="new-password"
        label={t("newPassword")}
        hint={t("passwordHint")}
        show={t("showPassword")}
        error={problemOf(failure, "password", t as never)}
      />
      <FailureNotice failure={failure?.details.length ? null : failure} />
      <div role="status">{done > 0 && <Notice tone="good">{t("passwordChanged")}</Notice>}</div>
      <div>
        <Button type="submit" look="secondary" busy={busy}>
          {t("changePassword")}
        </Button>
      </div>
    </form>
  );
}
