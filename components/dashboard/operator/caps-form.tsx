"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { useForm } from "@/components/dashboard/auth/use-form";
import { problemOf } from "@/components/dashboard/failure-notice";
import { Button, SelectField, TextField } from "@/components/ui";
import { type OrderAction, useOrder } from "./use-order";

const CHOICES = ["default", "none", "amount"] as const;
export type CapChoice = (typeof CHOICES)[number];

/** What each key of a merchant may move out per day without its secret. */
export function CapsForm({
  merchantId,
  cap,
  amount,
  order,
}: {
  readonly merchantId: string;
  readonly cap: CapChoice;
  /** A plain decimal; empty where there is none. */
  readonly amount: string;
  readonly order: OrderAction;
}) {
  const t = useTranslations("opMerchants");
  const [chosen, setChosen] = useState<CapChoice>(cap);
  const { run, busy, failure, told } = useOrder(order);
  const form = useForm(busy, (text) =>
    run({ kind: "merchant.key-caps", merchantId, cap: chosen, amount: text("amount").trim() }),
  );
  return (
    <div className="flex flex-col gap-4">
      <form {...form} className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            id="cap"
            label={t("cap")}
            value={chosen}
            onChange={({ target }) =>
              setChosen(CHOICES.find((one) => one === target.value) ?? "default")
            }
          >
            {CHOICES.map((one) => (
              <option key={one} value={one}>
                {t(`cap_${one}`)}
              </option>
            ))}
          </SelectField>
          {chosen === "amount" && (
            <TextField
              id="cap-amount"
              name="amount"
              label={t("capAmount")}
              inputMode="decimal"
              autoComplete="off"
              defaultValue={amount}
              error={problemOf(failure, "amount", t as never)}
            />
          )}
        </div>
        <div>
          <Button type="submit" look="secondary" busy={busy}>
            {t("saveCap")}
          </Button>
        </div>
      </form>
      {told}
    </div>
  );
}
