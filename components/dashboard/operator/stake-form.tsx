"use client";

import { useTranslations } from "use-intl/react";
import { OrderForm } from "./order-form";
import type { OrderAction } from "./use-order";

/** Orders TRX of the gas wallet to be staked for energy, or some of the stake to be given back. */
export function StakeForm({
  kind,
  order,
}: {
  readonly kind: "stake" | "unstake";
  readonly order: OrderAction;
}) {
  const t = useTranslations("opMoney");
  return (
    <OrderForm
      id={kind}
      look={kind === "stake" ? "primary" : "secondary"}
      fields={[{ name: "amount", label: t("trx"), hint: t(`${kind}Hint`), kind: "decimal" }]}
      draftOf={(text) => ({ kind: `energy.${kind}`, amount: text("amount").trim() })}
      order={order}
      submit={t(kind)}
    />
  );
}
