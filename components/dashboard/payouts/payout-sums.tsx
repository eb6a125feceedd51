"use client";

import { useTranslations } from "use-intl/react";
import { Notice } from "@/components/ui";
import type { PayoutPreviewText } from "./shapes";

/** What a payout comes to: amount, fee and who bears it, what arrives, what is taken. */
export function PayoutSums({ preview }: { readonly preview: PayoutPreviewText }) {
  const t = useTranslations("payouts");
  const { amount, fee, feePayer, net, debit, waitsForAnother } = preview;
  const lines = [
    [t("amountLine"), amount],
    [t(feePayer === "user" ? "feeOfRecipient" : "feeOfMerchant"), fee],
    [t("arrives"), net],
    [t("debit"), debit],
  ] as const;
  return (
    <>
      <dl className="flex flex-col gap-2 text-sm" aria-live="polite">
        {lines.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="text-soft">{name}</dt>
            <dd className="font-medium whitespace-nowrap tabular-nums">{value ?? "—"}</dd>
          </div>
        ))}
      </dl>
      {waitsForAnother && <Notice tone="info">{t("waitsForAnother")}</Notice>}
    </>
  );
}

/** What speaks against where it goes. */
export function PayoutWarnings({ preview }: { readonly preview: PayoutPreviewText }) {
  const t = useTranslations("payouts");
  return (
    <div role="status" className="flex flex-col gap-2 empty:hidden">
      {preview.warnings.map(({ kind, known, when }) => (
        <Notice
          key={kind}
          tone={kind === "look_alike" || kind === "token_contract" ? "bad" : "warn"}
          title={t(`warn_${kind}`)}
        >
          <p>{t(`warn_${kind}_about`, { when })}</p>
          {known.length > 0 && (
            <ul className="mt-2 flex flex-col gap-1 font-mono text-xs break-all">
              {known.map(({ address, label }) => (
                <li key={address}>
                  {label && <span className="font-sans font-semibold">{label}: </span>}
                  {address}
                </li>
              ))}
            </ul>
          )}
        </Notice>
      ))}
    </div>
  );
}
