"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, TextField } from "@/components/ui";
import { AfterForm } from "./after-form";
import { NewPassword } from "./new-password";
import { type TextOf, useForm } from "./use-form";

export interface NewMerchant {
  readonly name: string;
  readonly email: string;
  readonly merchantName: string;
  readonly password: string;
}

const MAILBOX = "/sandbox/mail";

/** Asks for what a merchant and its owner take; the answer is the same for an address that has an account. */
export function RegisterForm({
  register,
  mailbox,
}: {
  readonly register: ServerAction<NewMerchant, null>;
  /** Whether mail is kept here, to be looked at. */
  readonly mailbox: boolean;
}) {
  const t = useTranslations("door");
  const [sent, setSent] = useState<string | null>(null);
  const { run, busy, failure } = useAction(register, {
    onDone: (_none, { email }) => setSent(email),
  });
  const wrong = (path: string) => problemOf(failure, path, t as never);
  const form = useForm(busy, (text) => run(read(text)));
  if (sent !== null) {
    return (
      <AfterForm title={t("sentTitle")} links={afterMail(t, mailbox)}>
        {t("registerSent", { email: sent })}
      </AfterForm>
    );
  }
  return (
    <form method="post" {...form} className="flex flex-col gap-4">
      <TextField
        id="name"
        name="name"
        label={t("yourName")}
        autoComplete="name"
        error={wrong("name")}
        required
      />
      <TextField
        id="merchant-name"
        name="merchantName"
        label={t("merchantName")}
        hint={t("merchantHint")}
        autoComplete="organization"
        error={wrong("merchantName")}
        required
      />
      <TextField
        id="email"
        name="email"
        type="email"
        label={t("email")}
        autoComplete="username"
        error={wrong("email")}
        required
      />
      <NewPassword
        id="password"
        label={t("password")}
        hint={t("passwordHint")}
        show={t("showPassword")}
        error={wrong("password")}
      />
      <FailureNotice failure={failure?.details.length ? null : failure} />
      <Button type="submit" busy={busy}>
        {t("register")}
      </Button>
    </form>
  );
}

const read = (text: TextOf): NewMerchant => ({
  name: text("name").trim(),
  email: text("email").trim(),
  merchantName: text("merchantName").trim(),
  password: text("password"),
});

/** Where one goes after a mail was sent: into the sandbox's mailbox where there is one, and to sign in. */
export function afterMail(t: (key: "mailbox" | "toSignIn") => string, mailbox: boolean) {
  const signIn = { href: "/sign-in", text: t("toSignIn") };
  return mailbox ? [{ href: MAILBOX, text: t("mailbox") }, signIn] : [signIn];
}
