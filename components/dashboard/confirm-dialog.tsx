"use client";

import { type FormEvent, useEffect, useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button, Dialog, Notice, TextField } from "@/components/ui";
import { CodeField } from "./code-field";
import { useFailureText } from "./failure-notice";
import type { Confirmation, ConfirmRequest, Failure } from "./use-action";

interface ConfirmDialogProps {
  readonly request: ConfirmRequest;
  readonly failure: Failure | null;
  readonly busy: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: (confirmation: Confirmation) => void;
}

/** Repeats in full what the code is for, then asks for it (D-16, D-17). */
export function ConfirmDialog({ request, failure, busy, onCancel, onConfirm }: ConfirmDialogProps) {
  const t = useTranslations("confirm");
  const textOf = useFailureText();
  const words = useTranslations("words");
  const [recovery, setRecovery] = useState(false);
  const left = useSecondsLeft(request.expiresAt);
  const [askPassword, setAskPassword] = useState(request.password);
  // It was proven when the dialog opened, and is too old by now.
  if (failure?.code === "password_required" && !askPassword) setAskPassword(true);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // React's events leave a portal: a form around the dialog would send its input again, without the code.
    event.stopPropagation();
    if (busy || left === 0) return;
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    onConfirm({
      challengeId: request.challengeId,
      ...(recovery ? { recoveryCode: text("recovery") } : { code: text("code") }),
      ...(askPassword ? { password: text("password") } : {}),
    });
  }

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
        {askPassword && (
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
        <div role="alert">
          {left === 0 && <Notice tone="bad">{t("expired")}</Notice>}
          {failure && left > 0 && <Notice tone="bad">{textOf(failure).title}</Notice>}
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
      </form>
    </Dialog>
  );
}

/** What it is about, as people read it. */
export function ShownFacts({ facts }: { readonly facts: ConfirmRequest["shown"] }) {
  return (
    <dl className="flex flex-col gap-2 rounded-lg bg-tint px-4 py-3 text-sm">
      {facts.map(({ label, value }) => (
        <div key={label} className="flex flex-col sm:flex-row sm:justify-between sm:gap-6">
          <dt className="shrink-0 text-soft">{label}</dt>
          <dd className="font-medium break-all sm:text-right">{value}</dd>
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
