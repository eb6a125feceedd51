"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { useForm } from "@/components/dashboard/auth/use-form";
import { CodeField } from "@/components/dashboard/code-field";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import type { Failure } from "@/components/dashboard/use-action";
import { Button, Dialog, TextField } from "@/components/ui";

export interface Proof {
  readonly password: string;
  readonly code?: string;
  readonly recoveryCode?: string;
}

/** Asks for the password and a code, for what changes the second factor itself. */
export function ProofDialog({
  title,
  about,
  submit,
  danger,
  busy,
  failure,
  onClose,
  onProof,
}: {
  readonly title: string;
  readonly about: string;
  readonly submit: string;
  readonly danger: boolean;
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly onClose: () => void;
  readonly onProof: (proof: Proof) => Promise<void>;
}) {
  const t = useTranslations("account");
  const words = useTranslations("words");
  const [recovery, setRecovery] = useState(false);
  const form = useForm(busy, (text) =>
    onProof({
      password: text("password"),
      ...(recovery ? { recoveryCode: text("recovery") } : { code: text("code") }),
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      about={about}
      closeLabel={words("close")}
    >
      <form {...form} className="flex flex-col gap-4">
        <TextField
          id="proof-password"
          name="password"
          type="password"
          label={t("oldPassword")}
          autoComplete="current-password"
          required
        />
        {recovery ? (
          <TextField
            id="proof-recovery"
            name="recovery"
            label={t("recoveryCode")}
            autoComplete="off"
            required
          />
        ) : (
          <CodeField id="proof-code" label={t("code")} hint={t("codeHint")} />
        )}
        <FailureNotice failure={failure} />
        <div className="flex flex-wrap justify-between gap-2">
          <Button look="quiet" onClick={() => setRecovery(!recovery)}>
            {recovery ? t("app") : t("recovery")}
          </Button>
          <Button type="submit" look={danger ? "danger" : "primary"} busy={busy}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
