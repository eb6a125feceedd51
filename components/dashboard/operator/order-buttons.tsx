"use client";

import { Button } from "@/components/ui";
import type { OrderDraft } from "./shapes";
import { type OrderAction, useOrder } from "./use-order";

/** Orders that have nothing to fill in: what each does is said beside them, and again where the code is asked for. */
export function OrderButtons({
  ways,
  order,
}: {
  /** The first that is `main` stands out. */
  readonly ways: readonly {
    readonly draft: OrderDraft;
    readonly label: string;
    readonly main?: boolean;
  }[];
  readonly order: OrderAction;
}) {
  const { run, busy, told } = useOrder(order);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-3">
        {ways.map(({ draft, label, main }) => (
          <Button
            key={label}
            look={main ? "primary" : "secondary"}
            busy={busy}
            onClick={() => void run(draft)}
          >
            {label}
          </Button>
        ))}
      </div>
      {told}
    </div>
  );
}
