"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button, Dialog } from "@/components/ui";
import type { NetworkId } from "@/lib/kit";
import { OrderForm } from "./order-form";
import type { OrderAction } from "./use-order";

/** Ends a halt, with what a person found. */
export function NetworkResume({
  network,
  name,
  order,
}: {
  readonly network: NetworkId;
  readonly name: string;
  readonly order: OrderAction;
}) {
  const t = useTranslations("operator");
  const words = useTranslations("words");
  const [open, setOpen] = useState(false);
  return (
    <div className="mt-3">
      <Button look="secondary" onClick={() => setOpen(true)}>
        {t("resume")}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("resumeTitle", { network: name })}
        closeLabel={words("close")}
      >
        <OrderForm
          id={`resume-${network}`}
          fields={[{ name: "note", label: t("note"), hint: t("noteHint"), kind: "area" }]}
          draftOf={(text) => ({ kind: "network.resume", network, note: text("note").trim() })}
          order={order}
          submit={t("resume")}
        />
      </Dialog>
    </div>
  );
}
