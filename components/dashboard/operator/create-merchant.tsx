"use client";

import { useTranslations } from "use-intl/react";
import { OrderForm } from "./order-form";
import type { OrderAction } from "./use-order";

/** Orders a merchant, whose owner is invited by mail. */
export function CreateMerchant({ order }: { readonly order: OrderAction }) {
  const t = useTranslations("opMerchants");
  return (
    <OrderForm
      id="create"
      fields={[
        { name: "name", label: t("name") },
        { name: "ownerEmail", label: t("ownerEmail"), hint: t("ownerHint"), kind: "email" },
      ]}
      draftOf={(text) => ({
        kind: "merchant.create",
        name: text("name").trim(),
        ownerEmail: text("ownerEmail").trim(),
      })}
      order={order}
      submit={t("create")}
    />
  );
}

/** Invites somebody as an owner: of a merchant that has none, or one more. */
export function InviteOwner({
  merchantId,
  order,
}: {
  readonly merchantId: string;
  readonly order: OrderAction;
}) {
  const t = useTranslations("opMerchants");
  return (
    <OrderForm
      id="invite"
      look="secondary"
      fields={[{ name: "ownerEmail", label: t("ownerEmail"), hint: t("ownerHint"), kind: "email" }]}
      draftOf={(text) => ({
        kind: "merchant.invite-owner",
        merchantId,
        ownerEmail: text("ownerEmail").trim(),
      })}
      order={order}
      submit={t("invite")}
    />
  );
}
