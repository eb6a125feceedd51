"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import type { Failure } from "@/components/dashboard/use-action";
import { Button, CheckField } from "@/components/ui";
import { PayoutSums, PayoutWarnings } from "./payout-sums";
import type { PayoutOrder, PayoutPreviewText } from "./shapes";

interface ReviewProps {
  readonly order: PayoutOrder;
  readonly preview: PayoutPreviewText;
  readonly network: string;
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly dialog: ReactNode;
  readonly onBack: () => void;
  readonly onPay: () => void;
}

/** Everything of a payout once more, in full; where something speaks against the address, it is to be compared. */
export function PayoutReview({
  order,
  preview,
  network,
  busy,
  failure,
  dialog,
  onBack,
  onPay,
}: ReviewProps) {
  const t = useTranslations("payouts");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const doubtful = preview.warnings.some(({ kind }) => kind !== "first_payout");
  const [compared, setCompared] = useState(false);
  return (
    <section
      aria-labelledby="review-title"
      className="flex max-w-2xl flex-col gap-5 rounded-xl border border-line bg-slip p-5"
    >
      <h2
        id="review-title"
        ref={heading}
        tabIndex={-1}
        className="text-lg font-semibold outline-none"
      >
        {t("reviewTitle")}
      </h2>
      <Destination order={order} recipient={preview.recipient} network={network} />
      <PayoutSums preview={preview} />
      <PayoutWarnings preview={preview} />
      {doubtful && (
        <CheckField
          id="p-compared"
          label={t("compared")}
          checked={compared}
          onChange={({ target }) => setCompared(target.checked)}
        />
      )}
      <p className="text-sm text-soft">{t("final")}</p>
      <FailureNotice failure={failure} />
      <div className="grid grid-cols-2 gap-2 sm:flex sm:justify-end">
        <Button look="secondary" className="min-h-12 sm:min-h-10" onClick={onBack}>
          {t("change")}
        </Button>
        <Button
          className="min-h-12 sm:min-h-10"
          busy={busy}
          disabled={doubtful && !compared}
          onClick={onPay}
        >
          {t("pay", { amount: preview.amount ?? "" })}
        </Button>
      </div>
      {dialog}
    </section>
  );
}

function Destination({
  order,
  recipient,
  network,
}: Pick<ReviewProps, "order" | "network"> & { readonly recipient: string | null }) {
  const t = useTranslations("payouts");
  return (
    <dl className="flex flex-col gap-3 text-sm">
      <div>
        <dt className="text-soft">{t("to")}</dt>
        <dd>
          {recipient && <span className="block font-medium">{recipient}</span>}
          <span className="font-mono text-base break-all">{order.address}</span>
        </dd>
      </div>
      <div>
        <dt className="text-soft">{t("network")}</dt>
        <dd>{network}</dd>
      </div>
      {order.description && (
        <div>
          <dt className="text-soft">{t("description")}</dt>
          <dd className="break-words">{order.description}</dd>
        </div>
      )}
    </dl>
  );
}
