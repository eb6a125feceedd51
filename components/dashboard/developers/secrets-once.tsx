"use client";

import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl/react";
import { Button, CopyButton } from "@/components/ui";

/** Secrets in the clear, this once; the heading has the focus, so that nobody misses them. */
export function SecretsOnce({
  secrets,
  onDone,
}: {
  readonly secrets: readonly { readonly label: string; readonly value: string }[];
  readonly onDone: () => void;
}) {
  const t = useTranslations("developers");
  const words = useTranslations("words");
  const heading = useRef<HTMLParagraphElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-warn/40 bg-warn-tint p-4">
      <p ref={heading} tabIndex={-1} className="font-semibold">
        {t("ready")}
      </p>
      <dl className="flex flex-col gap-3 text-sm">
        {secrets.map(({ label, value }) => (
          <div key={label}>
            <dt className="font-medium">{label}</dt>
            <dd className="flex items-center gap-2">
              <code className="min-w-0 grow break-all">{value}</code>
              <CopyButton
                value={value}
                label={words("copy", { what: label })}
                done={words("copied")}
              />
            </dd>
          </div>
        ))}
      </dl>
      <div>
        <Button look="secondary" onClick={onDone}>
          {t("done")}
        </Button>
      </div>
    </div>
  );
}

/** A key in the clear, this once. */
export interface NewKeyPair {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** A new key and its secret. */
export function PairOnce({
  pair,
  onDone,
}: {
  readonly pair: NewKeyPair;
  readonly onDone: () => void;
}) {
  const t = useTranslations("developers");
  const secrets = [
    { label: t("readyKey"), value: pair.apiKey },
    { label: t("readySecret"), value: pair.apiSecret },
  ];
  return <SecretsOnce secrets={secrets} onDone={onDone} />;
}
