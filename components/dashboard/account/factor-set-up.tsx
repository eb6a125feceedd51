"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl/react";
import { useForm } from "@/components/dashboard/auth/use-form";
import { CodeField } from "@/components/dashboard/code-field";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, CopyButton, TextField } from "@/components/ui";
import { RecoveryCodes } from "./recovery-codes";

export interface SetUp {
  readonly secret: string;
  /** Drawn on the server. */
  readonly picture: ReactNode;
}
export interface FirstCode {
  readonly code: string;
  readonly password?: string;
}
type Confirm = ServerAction<FirstCode, readonly string[]>;

/** Sets up the second factor: secret, one code, then the recovery codes (D-18). */
export function FactorSetUp({
  begin,
  confirm,
}: {
  readonly begin: ServerAction<null, SetUp>;
  readonly confirm: Confirm;
}) {
  const t = useTranslations("account");
  const router = useRouter();
  const [setUp, setSetUp] = useState<SetUp | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const { run, busy, failure } = useAction(begin, { onDone: setSetUp });
  if (codes !== null) return <RecoveryCodes codes={codes} onKept={() => router.refresh()} />;
  if (setUp !== null) return <Steps setUp={setUp} confirm={confirm} onDone={setCodes} />;
  return (
    <div className="flex flex-col items-start gap-3">
      <FailureNotice failure={failure} />
      <Button busy={busy} onClick={() => void run(null)}>
        {t("setUp")}
      </Button>
    </div>
  );
}

function Steps({
  setUp,
  confirm,
  onDone,
}: {
  readonly setUp: SetUp;
  readonly confirm: Confirm;
  readonly onDone: (codes: readonly string[]) => void;
}) {
  const t = useTranslations("account");
  const words = useTranslations("words");
  const [askPassword, setAskPassword] = useState(false);
  const { run, busy, failure } = useAction(confirm, { onDone });
  // The password was given a while ago: it is asked for again.
  if (failure?.code === "password_required" && !askPassword) setAskPassword(true);
  const form = useForm(busy, (text) =>
    run({ code: text("code"), ...(askPassword ? { password: text("password") } : {}) }),
  );
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-3">
        <p className="font-medium">{t("scan")}</p>
        {setUp.picture}
        <div>
          <p className="text-sm text-soft">{t("typeSecret")}</p>
          <p className="flex items-center gap-1">
            <code className="font-mono text-sm break-all">{setUp.secret}</code>
            <CopyButton
              value={setUp.secret}
              label={words("copy", { what: t("secret") })}
              done={words("copied")}
            />
          </p>
        </div>
      </div>
      <form {...form} className="flex flex-col gap-4">
        <p className="font-medium">{t("thenCode")}</p>
        {askPassword && (
          <TextField
            id="factor-password"
            name="password"
            type="password"
            label={t("oldPassword")}
            autoComplete="current-password"
            required
          />
        )}
        <CodeField id="first-code" label={t("code")} hint={t("codeHint")} />
        <FailureNotice failure={failure} />
        <div>
          <Button type="submit" busy={busy}>
            {t("turnOn")}
          </Button>
        </div>
      </form>
    </div>
  );
}
