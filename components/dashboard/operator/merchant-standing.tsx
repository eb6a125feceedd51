"use client";

import { useTranslations } from "use-intl/react";
import { useForm } from "@/components/dashboard/auth/use-form";
import { problemOf } from "@/components/dashboard/failure-notice";
import { Button, Notice, TextArea } from "@/components/ui";
import { type OrderAction, useOrder } from "./use-order";

/** Suspends a merchant, with a reason, after it was said what follows; lets a suspended one go on. */
export function MerchantStanding({
  merchantId,
  suspended,
  reason,
  order,
}: {
  readonly merchantId: string;
  readonly suspended: boolean;
  /** Why it is; null: it is not, or nobody said. */
  readonly reason: string | null;
  readonly order: OrderAction;
}) {
  const t = useTranslations("opMerchants");
  const { run, busy, failure, told } = useOrder(order);
  const form = useForm(busy, (text) =>
    run({ kind: "merchant.suspend", merchantId, reason: text("reason").trim() }),
  );
  return (
    <div className="flex flex-col gap-4">
      {suspended ? (
        <>
          {reason && <Notice tone="warn">{t("suspendedReason", { reason })}</Notice>}
          <p className="text-sm">{t("resumeAbout")}</p>
          <div>
            <Button busy={busy} onClick={() => void run({ kind: "merchant.resume", merchantId })}>
              {t("resume")}
            </Button>
          </div>
        </>
      ) : (
        <form {...form} className="flex flex-col gap-4">
          <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
            <li>{t("suspendCalls")}</li>
            <li>{t("suspendPeople")}</li>
            <li>{t("suspendMoney")}</li>
          </ul>
          <TextArea
            id="suspend-reason"
            name="reason"
            label={t("reason")}
            hint={t("reasonHint")}
            error={problemOf(failure, "reason", t as never)}
            maxLength={500}
            required
          />
          <div>
            <Button type="submit" look="danger" busy={busy}>
              {t("suspend")}
            </Button>
          </div>
        </form>
      )}
      {told}
    </div>
  );
}
