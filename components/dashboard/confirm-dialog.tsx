"use client";

import { type FormEvent, useEffect, useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button, Dialog, Notice, TextField } from "@/components/ui";
import { CodeField } from "./code-field";
import { useFailureText } from "./failure-notice";
import { PasskeyButton } from "./passkey/passkey-button";
import type { Confirmation, ConfirmRequest, Failure } from "./use-action";

interface ConfirmDialogProps {
  readonly request: ConfirmRequest;
  readonly failure: Failure | null;
  readonly busy: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: (confirmation: Confirmation) => void;
}

/** Repeats in full what the code is for, then asks for it, or for a passkey (D-16, D-17). */
export function ConfirmDialog({ request, failure, busy, onCancel, onConfirm }: ConfirmDialogProps) {
  const t = useTranslations("confirm");
  const textOf = useFailureText();
  const words = useTranslations("words");
  const [recovery, setRecovery] = useState(false);
  const [byPasskey, setByPasskey] = useState(false);
  const left = useSecondsLeft(request.expiresAt);
  const [askPassword, setAskPassword] = useState(request.password);
  // It was proven when the dialog opened, and is too old by now.
  if (failure?.code === "password_required" && !askPassword) setAskPassword(true);

  function send(form: HTMLFormElement, passkey: string | null) {
    if (busy || left === 0) return;
    const given = new FormData(form);
    const text = (name: string) => String(given.get(name) ?? "");
    const code = recovery ? { recoveryCode: text("recovery") } : { code: text("code") };
    setByPasskey(passkey !== null);
    onConfirm({
      challengeId: request.challengeId,
      ...(passkey === null ? code : { passkey }),
      ...(askPassword ? { password: text("password") } : {}),
    });
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // React's events leave a portal: a form around the dialog would send its input again, without the code.
    event.stopPropagation();
    send(event.currentTarget, null);
  }

  const refused = byPasskey && failure?.code === "invalid_otp" ? t("passkeyRefused") : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onCancel()}
      title={t("title")}
      about={t("about")}
      closeLabel={words("close")}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <ShownFacts facts={request.shown} />
        <ProofFields password={askPassword} recovery={recovery} />
        <div role="alert">
          {left === 0 && <Notice tone="bad">{t("expired")}</Notice>}
          {failure && left > 0 && <Notice tone="bad">{refused ?? textOf(failure).title}</Notice>}
        </div>
        <p className="text-sm text-soft">{left > 0 && t("expires", { seconds: left })}</p>
        <div className="flex flex-wrap justify-between gap-2">
          <Button look="quiet" onClick={() => setRecovery(!recovery)}>
            {recovery ? t("app") : t("recovery")}
          </Button>
          <Button type="submit" busy={busy} disabled={left === 0}>
            {t("confirm")}
          </Button>
        </div>
        {request.passkey && left > 0 && (
          <PasskeyButton
            busy={busy}
            request={async (form) => (mayAsk(form) ? request.passkey : null)}
            onAnswer={(answer, form) => form && send(form, answer)}
          />
        )}
      </form>
    </Dialog>
  );
}

/** Without the password that is asked for beside it, a passkey's signature would be for nothing. */
function mayAsk(form: HTMLFormElement | null): boolean {
  const password = form?.elements.namedItem("password");
  return !(password instanceof HTMLInputElement) || password.reportValidity();
}

function ProofFields({
  password,
  recovery,
}: {
  readonly password: boolean;
  readonly recovery: boolean;
}) {
  const t = useTranslations("confirm");
  return (
    <>
      {password && (
        <TextField
          id="confirm-password"
          name="password"
          type="password"
          label={t("password")}
          autoComplete="current-password"
          required
        />
      )}
      {recovery ? (
        <TextField
          id="confirm-recovery"
          name="recovery"
          label={t("recoveryCode")}
          autoComplete="off"
          required
        />
      ) : (
        <CodeField id="confirm-code" label={t("code")} hint={t("codeHint")} />
      )}
    </>
  );
}

/** What it is about, as people read it. */
export function ShownFacts({ facts }: { readonly facts: ConfirmRequest["shown"] }) {
  return (
    <dl className="flex flex-col gap-2 rounded-lg bg-tint px-4 py-3 text-sm">
      {facts.map(({ label, value }) => (
        <div key={label} className="flex flex-col sm:flex-row sm:justify-between sm:gap-6">
          <dt className="shrink-0 text-soft">{label}</dt>
          <dd className="font-medium wrap-anywhere sm:text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Whole seconds until a time, counted down. */
function useSecondsLeft(until: string): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((Date.parse(until) - now) / 1_000));
}
