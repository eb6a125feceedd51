"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button } from "@/components/ui";
import { AfterForm } from "./after-form";
import { useTokenOut } from "./token-out";

/** Does what a mailed link is for, when a person says so: a mail program that looks at links must not use them up. */
export function ConfirmLink({
  token,
  what,
  confirm,
}: {
  readonly token: string;
  readonly what: "verify" | "change";
  readonly confirm: ServerAction<{ readonly token: string }, null>;
}) {
  const t = useTranslations("door");
  const [done, setDone] = useState(false);
  const { run, busy, failure } = useAction(confirm, { onDone: () => setDone(true) });
  useTokenOut();
  if (done) {
    const links = [{ href: "/dashboard", text: t("toDashboard") }];
    return <AfterForm title={t(`${what}Done`)} links={links} />;
  }
  if (failure?.code === "link_expired")
    return <DeadLink href="/dashboard/account" text="toDashboard" />;
  return (
    <div className="flex flex-col gap-4">
      <FailureNotice failure={failure} />
      <Button busy={busy} onClick={() => void run({ token })}>
        {t(`${what}Do`)}
      </Button>
    </div>
  );
}

/** Says that a link works no more, and where another is to be had. */
export function DeadLink({
  href,
  text,
}: {
  readonly href: string;
  readonly text: "forgotSend" | "toDashboard" | "toSignIn";
}) {
  const t = useTranslations("door");
  return (
    <AfterForm title={t("expired")} links={[{ href, text: t(text) }]}>
      {t("expiredAbout")}
    </AfterForm>
  );
}
