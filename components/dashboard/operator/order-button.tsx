"use client";

import type { ReactNode } from "react";
import { Button, type ButtonLook } from "@/components/ui";
import type { OrderDraft } from "./shapes";
import { type OrderAction, useOrder } from "./use-order";

/** An order that has nothing to fill in: what it does is said beside it, and again where the code is asked for. */
export function OrderButton({
  draft,
  order,
  look = "secondary",
  children,
}: {
  readonly draft: OrderDraft;
  readonly order: OrderAction;
  readonly look?: ButtonLook;
  readonly children: ReactNode;
}) {
  const { run, busy, told } = useOrder(order);
  return (
    <div className="flex flex-col items-start gap-3">
      <Button look={look} busy={busy} onClick={() => void run(draft)}>
        {children}
      </Button>
      {told}
    </div>
  );
}
