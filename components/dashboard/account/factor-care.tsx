"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button } from "@/components/ui";
import { type Proof, ProofDialog } from "./proof-dialog";
import { RecoveryCodes } from "./recovery-codes";

/** Of a second factor that is set up: new recovery codes, and turning it off. */
export function FactorCare({
  left,
  renew,
  turnOff,
}: {
  /** How many recovery codes were not used. */
  readonly left: number;
  readonly renew: ServerAction<Proof, readonly string[]>;
  readonly turnOff: ServerAction<Proof, null>;
}) {
  const t = useTranslations("account");
  const router = useRouter();
  const [open, setOpen] = useState<"codes" | "off" | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const renewal = useAction(renew, {
    onDone: (made) => {
      setOpen(null);
      setCodes(made);
      router.refresh();
    },
  });
  const end = useAction(turnOff, {
    onDone: () => {
      setOpen(null);
      router.refresh();
    },
  });
  if (codes !== null) {
    return <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />;
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-sm">{t("codesLeft", { count: left })}</p>
      <div className="flex flex-wrap gap-2">
        <Button look="secondary" onClick={() => setOpen("codes")}>
          {t("newCodes")}
        </Button>
        <Button look="quiet" onClick={() => setOpen("off")}>
          {t("turnOff")}
        </Button>
      </div>
      {open === "codes" && (
        <ProofDialog
          title={t("newCodes")}
          about={t("newCodesAbout")}
          submit={t("newCodes")}
          danger={false}
          busy={renewal.busy}
          failure={renewal.failure}
          onClose={() => setOpen(null)}
          onProof={renewal.run}
        />
      )}
      {open === "off" && (
        <ProofDialog
          title={t("turnOffTitle")}
          about={t("turnOffAbout")}
          submit={t("turnOff")}
          danger
          busy={end.busy}
          failure={end.failure}
          onClose={() => setOpen(null)}
          onProof={end.run}
        />
      )}
    </div>
  );
}
