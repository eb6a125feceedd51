"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { FocusHeading } from "@/components/dashboard/focus-heading";
import { Button, buttonClass, CheckField, CopyButton } from "@/components/ui";

/** Ten codes, shown this once; one goes on by saying that they are kept (D-18). */
export function RecoveryCodes({
  codes,
  onKept,
}: {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}) {
  const t = useTranslations("account");
  const words = useTranslations("words");
  const [kept, setKept] = useState(false);
  const text = `${codes.join("\n")}\n`;
  return (
    <div className="flex flex-col gap-4">
      <div>
        <FocusHeading>{t("codesTitle")}</FocusHeading>
        <p className="text-sm text-soft">{t("codesAbout")}</p>
      </div>
      <ol className="grid gap-x-6 gap-y-1 rounded-lg bg-tint px-4 py-3 font-mono text-sm sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-2">
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="tillgate-recovery-codes.txt"
          className={buttonClass("secondary")}
        >
          {t("download")}
        </a>
        <CopyButton
          value={text}
          label={words("copy", { what: t("codesCopy") })}
          done={words("copied")}
        />
      </div>
      <CheckField
        id="codes-kept"
        label={t("kept")}
        checked={kept}
        onChange={(event) => setKept(event.target.checked)}
      />
      <div>
        <Button disabled={!kept} onClick={onKept}>
          {t("goOn")}
        </Button>
      </div>
    </div>
  );
}
