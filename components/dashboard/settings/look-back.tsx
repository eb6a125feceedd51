"use client";

import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, DataTable } from "@/components/ui";
import type { LookBackAnswer, LookBackRequest } from "./setting-shapes";

/** Holds the last 30 days against the rule that stands in the form, saved or not (D-24). */
export function LookBack({
  act,
  rule,
}: {
  readonly act: ServerAction<LookBackRequest, LookBackAnswer>;
  readonly rule: () => LookBackRequest;
}) {
  const t = useTranslations("settings");
  const [found, setFound] = useState<LookBackAnswer | null>(null);
  const { run, busy, failure, dialog } = useAction(act, { onDone: setFound });
  return (
    <div className="flex flex-col items-start gap-3 rounded-lg border border-line p-4">
      <p className="text-sm text-soft">{t("lookBackAbout")}</p>
      <Button
        look="secondary"
        className="h-auto py-2 whitespace-normal!"
        busy={busy}
        onClick={() => void run(rule())}
      >
        {t("lookBack")}
      </Button>
      <FailureNotice failure={failure} />
      <p role="status" className="font-medium empty:-mt-3">
        {found &&
          !failure &&
          t("lookBackResult", {
            approved: found.approved,
            asked: found.asked,
            amount: found.amount,
          })}
      </p>
      {found && !failure && found.biggest.length > 0 && <Biggest found={found} />}
      {dialog}
    </div>
  );
}

function Biggest({ found }: { readonly found: LookBackAnswer }) {
  const t = useTranslations("settings");
  const columns = [
    { key: "amount", title: t("amount"), numeric: true },
    { key: "user", title: t("user") },
    { key: "address", title: t("address") },
    { key: "when", title: t("when") },
  ];
  const rows = found.biggest.map(({ id, amount, user, address, when }) => ({
    id,
    cells: {
      amount: (
        <Link
          href={`/dashboard/transactions/${id}`}
          prefetch={false}
          className="whitespace-nowrap text-accent underline underline-offset-4"
        >
          {amount}
        </Link>
      ),
      user: <span className="break-all">{user}</span>,
      address: <span className="font-mono text-xs break-all">{address}</span>,
      when,
    },
  }));
  return (
    <div className="w-full overflow-x-auto">
      <p className="text-sm text-soft">{t("lookBackBiggest")}</p>
      <DataTable caption={t("lookBackBiggest")} columns={columns} rows={rows} />
    </div>
  );
}
