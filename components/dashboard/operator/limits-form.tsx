"use client";

import { useTranslations } from "use-intl/react";
import { useForm } from "@/components/dashboard/auth/use-form";
import { problemOf } from "@/components/dashboard/failure-notice";
import { Button, TextField } from "@/components/ui";
import { type OrderAction, useOrder } from "./use-order";

export interface LimitField {
  readonly tier: string;
  /** What stands for this merchant; null: the contract's. */
  readonly own: number | null;
  readonly contract: number;
}

/** How often a merchant may call; an empty field is the contract's figure. */
export function LimitsForm({
  merchantId,
  fields,
  order,
}: {
  readonly merchantId: string;
  readonly fields: readonly LimitField[];
  readonly order: OrderAction;
}) {
  const t = useTranslations("opMerchants");
  const { run, busy, failure, told } = useOrder(order);
  const form = useForm(busy, (text) =>
    run({
      kind: "merchant.rate-limits",
      merchantId,
      limits: Object.fromEntries(fields.map(({ tier }) => [tier, text(tier).trim()])),
    }),
  );
  return (
    <div className="flex flex-col gap-4">
      <form {...form} className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          {fields.map(({ tier, own, contract }) => (
            <TextField
              key={tier}
              id={`limit-${tier}`}
              name={tier}
              label={t(`tier_${tier}` as never)}
              hint={t("limitHint", { contract })}
              inputMode="numeric"
              autoComplete="off"
              defaultValue={own ?? ""}
              error={problemOf(failure, tier, t as never)}
            />
          ))}
        </div>
        <div>
          <Button type="submit" look="secondary" busy={busy}>
            {t("saveLimits")}
          </Button>
        </div>
      </form>
      {told}
    </div>
  );
}
