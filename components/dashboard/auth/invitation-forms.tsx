"use client";

import { useTranslations } from "use-intl/react";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, Notice, TextField } from "@/components/ui";
import { authCall } from "./auth-call";
import { DeadLink } from "./confirm-link";
import { NewPassword } from "./new-password";
import { useTokenOut } from "./token-out";
import { useForm } from "./use-form";

interface WithToken {
  readonly token: string;
}
type Accept = ServerAction<WithToken & { readonly name: string; readonly password: string }, null>;

/** For the person whom it is for, and who is signed in: one button. */
export function JoinButton({
  token,
  join,
}: WithToken & { readonly join: ServerAction<WithToken, null> }) {
  const t = useTranslations("door");
  const { run, busy, failure } = useAction(join, { onDone: () => location.assign("/dashboard") });
  useTokenOut();
  if (failure?.code === "link_expired") return <DeadLink href="/dashboard" text="toDashboard" />;
  return (
    <div className="flex flex-col gap-4">
      <FailureNotice failure={failure} />
      <Button busy={busy} onClick={() => void run({ token })}>
        {t("join")}
      </Button>
    </div>
  );
}

/** For somebody without an account: a name and a password; then they are signed in. */
export function NewcomerForm({
  token,
  email,
  accept,
}: WithToken & { readonly email: string; readonly accept: Accept }) {
  const t = useTranslations("door");
  const { run, busy, failure } = useAction(accept, {
    onDone: async (_none, { password }) => {
      const told = await authCall("callback/credentials", { email, password }).catch(() => null);
      location.assign(told?.error === null ? "/dashboard" : "/sign-in");
    },
  });
  const form = useForm(busy, (text) =>
    run({ token, name: text("name").trim(), password: text("password") }),
  );
  useTokenOut();
  if (failure?.code === "link_expired") return <DeadLink href="/sign-in" text="toSignIn" />;
  return (
    <form method="post" {...form} className="flex flex-col gap-4">
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextField
        id="name"
        name="name"
        label={t("yourName")}
        autoComplete="name"
        error={problemOf(failure, "name", t as never)}
        required
      />
      <NewPassword
        id="password"
        label={t("password")}
        hint={t("passwordHint")}
        show={t("showPassword")}
        error={problemOf(failure, "password", t as never)}
      />
      <FailureNotice failure={failure?.details.length ? null : failure} />
      <Button type="submit" busy={busy}>
        {t("joinNew")}
      </Button>
    </form>
  );
}

/** For somebody who has to sign in first, or is signed in as somebody else: the link is kept meanwhile. */
export function OtherPerson({
  token,
  invited,
  signedIn,
  hold,
}: WithToken & {
  readonly invited: string;
  /** The address of who is signed in; null: nobody is. */
  readonly signedIn: string | null;
  readonly hold: ServerAction<WithToken, null>;
}) {
  const t = useTranslations("door");
  const { run, busy, failure } = useAction(hold, {
    onDone: async () => {
      if (signedIn !== null) await authCall("signout", {});
      location.assign(signedIn === null ? "/sign-in?next=/invitation" : "/invitation");
    },
  });
  useTokenOut();
  return (
    <div className="flex flex-col gap-4">
      {signedIn === null ? (
        <p className="text-sm">{t("signInFirst")}</p>
      ) : (
        <Notice tone="warn" title={t("wrongPerson", { email: signedIn })}>
          {t("wrongPersonAbout", { invited })}
        </Notice>
      )}
      <FailureNotice failure={failure} />
      <Button busy={busy} onClick={() => void run({ token })}>
        {t(signedIn === null ? "signInDo" : "signOut")}
      </Button>
    </div>
  );
}
