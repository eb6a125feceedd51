"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { useForm } from "@/components/dashboard/auth/use-form";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, Notice, SelectField, TextField } from "@/components/ui";

export interface Invitee {
  readonly email: string;
  readonly role: string;
}

/** Invites an address to work for the merchant. */
export function InviteForm({
  roles,
  mailbox,
  invite,
}: {
  readonly roles: readonly string[];
  /** Whether mail is kept here, to be looked at. */
  readonly mailbox: boolean;
  readonly invite: ServerAction<Invitee, null>;
}) {
  const t = useTranslations("team");
  const router = useRouter();
  const [sent, setSent] = useState<{ readonly email: string; readonly times: number } | null>(null);
  const { run, busy, failure, dialog } = useAction(invite, {
    onDone: (_none, { email }) => {
      setSent((before) => ({ email, times: (before?.times ?? 0) + 1 }));
      router.refresh();
    },
  });
  const form = useForm(busy, (text) => run({ email: text("email").trim(), role: text("role") }));
  return (
    <>
      <form key={sent?.times} {...form} className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            id="invite-email"
            name="email"
            type="email"
            label={t("email")}
            autoComplete="off"
            error={problemOf(failure, "email", t as never)}
            required
          />
          <SelectField
            id="invite-role"
            name="role"
            label={t("role")}
            hint={t("coded")}
            defaultValue="viewer"
          >
            {roles.map((role) => (
              <option key={role} value={role}>
                {t(`role_${role}` as never)}
              </option>
            ))}
          </SelectField>
        </div>
        <FailureNotice failure={failure?.details.length ? null : failure} />
        <div>
          <Button type="submit" busy={busy}>
            {t("invite")}
          </Button>
        </div>
      </form>
      <div role="status" className="mt-4">
        {sent !== null && (
          <Notice tone="good" title={t("invited", { email: sent.email })}>
            {mailbox && (
              <a href="/sandbox/mail" className="underline underline-offset-4">
                {t("mailbox")}
              </a>
            )}
          </Notice>
        )}
      </div>
      {dialog}
    </>
  );
}
