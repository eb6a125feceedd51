"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { CodeField } from "@/components/dashboard/code-field";
import type { ServerAction } from "@/components/dashboard/use-action";
import { Button, Notice, TextField } from "@/components/ui";
import { type AuthAnswer, authCall } from "./auth-call";
import { type Credentials, type PasskeyAsked, PasskeySignIn } from "./passkey-sign-in";

type Step = "password" | "code" | "recovery";

const KNOWN: Readonly<Record<string, string>> = {
  invalid_credentials: "wrong",
  invalid_otp: "wrongCode",
  locked_out: "locked",
  passkey_refused: "wrongPasskey",
};
const FAILED: AuthAnswer = { status: 0, error: "failed", retryAfter: 0 };

/**
 * E-mail address and password, then the code where a second factor is set up, or a passkey where there is one. `next`: a
 * path of ours.
 */
export function SignInForm({
  next,
  askPasskey,
}: {
  readonly next: string;
  readonly askPasskey: ServerAction<Credentials, PasskeyAsked>;
}) {
  const t = useTranslations("auth");
  const { step, setStep, busy, answer, setAnswer, known, passkey, second, submit, send } =
    useSigningIn(next);
  const problem = answer && message(t, answer);
  return (
    <form
      method="post"
      onSubmit={submit}
      className="flex flex-col gap-4"
      noValidate={step !== "password"}
    >
      {problem && (
        <Notice tone="bad" role="alert">
          {problem}
        </Notice>
      )}
      {step === "password" ? (
        <Password email={known.email} />
      ) : (
        <SecondFactor step={step} field={second} />
      )}
      <Button type="submit" busy={busy}>
        {step === "password" ? t("signIn") : t("continue")}
      </Button>
      {step !== "password" && passkey && (
        <PasskeySignIn known={known} busy={busy} ask={askPasskey} send={send} tell={setAnswer} />
      )}
      {step !== "password" && (
        <div className="flex flex-wrap justify-between gap-2 text-sm">
          <Button look="quiet" onClick={() => setStep(step === "code" ? "recovery" : "code")}>
            {step === "code" ? t("recoveryInstead") : t("codeInstead")}
          </Button>
          <Button look="quiet" onClick={() => setStep("password")}>
            {t("startOver")}
          </Button>
        </div>
      )}
    </form>
  );
}

/** Where the form stands, and how it is sent. */
function useSigningIn(next: string) {
  const [step, setStep] = useState<Step>("password");
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<AuthAnswer | null>(null);
  const [known, setKnown] = useState<Credentials>({ email: "", password: "" });
  const [passkey, setPasskey] = useState(false);
  const second = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (step !== "password") second.current?.focus();
  }, [step]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const credentials =
      step === "password" ? { email: text("email"), password: text("password") } : known;
    const codes = { code: text("code"), recoveryCode: text("recoveryCode") };
    const told = await send({ ...credentials, ...codes });
    if (told === null) return;
    setKnown(credentials);
    if (told.error === "otp_required" || told.error === "otp_or_passkey") {
      setAnswer(null);
      setStep("code");
      setPasskey(told.error === "otp_or_passkey");
    } else {
      setAnswer(told);
      second.current?.select();
    }
  }

  /** Why it did not work; null: it did, and the page is left. */
  async function send(fields: Readonly<Record<string, string>>): Promise<AuthAnswer | null> {
    setBusy(true);
    const told = await authCall("callback/credentials", fields).catch(() => FAILED);
    setBusy(false);
    if (told.error !== null) return told;
    location.assign(next);
    return null;
  }

  return { step, setStep, busy, answer, setAnswer, known, passkey, second, submit, send };
}

function message(t: ReturnType<typeof useTranslations>, { status, error, retryAfter }: AuthAnswer) {
  if (status === 429) return t("limited", { minutes: Math.max(1, Math.ceil(retryAfter / 60)) });
  return t(KNOWN[error ?? ""] ?? "failed");
}

function Password({ email }: { readonly email: string }) {
  const t = useTranslations("auth");
  const [shown, setShown] = useState(false);
  return (
    <>
      <TextField
        id="email"
        name="email"
        type="email"
        label={t("email")}
        autoComplete="username"
        defaultValue={email}
        required
      />
      <TextField
        id="password"
        name="password"
        type={shown ? "text" : "password"}
        label={t("password")}
        autoComplete="current-password"
        required
      />
      <label className="flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={shown}
          onChange={(event) => setShown(event.target.checked)}
        />
        {t("showPassword")}
      </label>
    </>
  );
}

function SecondFactor({
  step,
  field,
}: {
  readonly step: Step;
  readonly field: React.RefObject<HTMLInputElement | null>;
}) {
  const t = useTranslations("auth");
  if (step === "recovery") {
    return <RecoveryCode label={t("recoveryCode")} hint={t("recoveryHint")} field={field} />;
  }
  return <CodeField id="code" label={t("code")} hint={t("codeHint")} field={field} />;
}

function RecoveryCode({
  label,
  hint,
  field,
}: {
  readonly label: string;
  readonly hint: string;
  readonly field: React.RefObject<HTMLInputElement | null>;
}) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor="recovery" className="text-sm font-medium">
        {label}
      </label>
      <input
        ref={field}
        id="recovery"
        name="recoveryCode"
        autoComplete="off"
        maxLength={40}
        required
        aria-describedby="recovery-hint"
        className="h-12 rounded-lg border border-field bg-slip px-3 font-mono text-lg"
      />
      <p id="recovery-hint" className="text-sm text-soft">
        {hint}
      </p>
    </div>
  );
}
