"use client";

import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl/react";
import { type TextOf, useForm } from "@/components/dashboard/auth/use-form";
import { problemOf } from "@/components/dashboard/failure-notice";
import { Button, type ButtonLook, TextArea, TextField } from "@/components/ui";
import type { OrderDraft } from "./shapes";
import { type OrderAction, useOrder } from "./use-order";

interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly kind?: "text" | "area" | "email" | "decimal";
}

/** A form of a few texts that becomes an order. */
export function OrderForm({
  id,
  fields,
  draftOf,
  order,
  submit,
  look = "primary",
  children,
}: {
  /** Of its fields: unique on the page. */
  readonly id: string;
  readonly fields: readonly Field[];
  readonly draftOf: (text: TextOf) => OrderDraft;
  readonly order: OrderAction;
  readonly submit: string;
  readonly look?: ButtonLook;
  /** Said above the fields. */
  readonly children?: ReactNode;
}) {
  const t = useTranslations("opOrders");
  const [times, setTimes] = useState(0);
  // What was carried out is not ordered again by the same texts; what failed may be.
  const { run, busy, failure, told } = useOrder(order, () => setTimes((before) => before + 1));
  const form = useForm(busy, (text) => run(draftOf(text)));
  return (
    <div className="flex flex-col gap-4">
      {children}
      <form key={times} {...form} className="flex flex-col gap-4">
        <div className={fields.length > 1 ? "grid gap-4 sm:grid-cols-2" : ""}>
          {fields.map((field) => (
            <OneField
              key={field.name}
              id={`${id}-${field.name}`}
              field={field}
              error={problemOf(failure, field.name, t as never)}
            />
          ))}
        </div>
        <div>
          <Button type="submit" look={look} busy={busy}>
            {submit}
          </Button>
        </div>
      </form>
      {told}
    </div>
  );
}

function OneField({
  id,
  field: { name, label, hint, kind = "text" },
  error,
}: {
  readonly id: string;
  readonly field: Field;
  readonly error: string | null;
}) {
  const same = { id, name, label, hint, error, required: true };
  if (kind === "area") return <TextArea {...same} maxLength={500} />;
  return (
    <TextField
      {...same}
      type={kind === "email" ? "email" : "text"}
      inputMode={kind === "decimal" ? "decimal" : undefined}
      autoComplete="off"
      className={kind === "decimal" ? "max-w-56" : ""}
    />
  );
}
