"use client";

import { type ReactNode, useCallback, useState } from "react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { OrderProgress } from "./order-progress";
import type { OrderDraft } from "./shapes";

export type OrderAction = ServerAction<OrderDraft, { readonly id: string }>;

const nothing = () => undefined;

/**
 * Places an order of the operator: the code is asked for by a dialog, then it is told how the order stands until the
 * worker has carried it out. `told` must be rendered; failures of fields may be shown there instead.
 */
export function useOrder(order: OrderAction, onCarriedOut: () => void = nothing) {
  const [placed, setPlaced] = useState<string | null>(null);
  const onDone = useCallback(({ id }: { readonly id: string }) => setPlaced(id), []);
  const { run, busy, failure, dialog } = useAction(order, { onDone });
  const told: ReactNode = (
    <>
      <FailureNotice failure={failure?.details.length ? null : failure} />
      <div role="status" className="empty:hidden">
        {placed !== null && failure === null && (
          <OrderProgress key={placed} id={placed} onDone={onCarriedOut} />
        )}
      </div>
      {dialog}
    </>
  );
  return { run, busy, failure, told };
}
