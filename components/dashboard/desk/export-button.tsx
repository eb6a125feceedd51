"use client";

import { Download } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { newFormId } from "@/components/dashboard/form-id";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, buttonClass, Dialog } from "@/components/ui";

export interface ExportToStart {
  readonly id: string;
  readonly format: "csv" | "xlsx";
  readonly query: string;
}

interface ExportProps {
  /** The list's filter, as its address has it. */
  readonly query: string;
  /** Null: not known. From `most` on it is "as many or more". */
  readonly rows: number | null;
  /** Fewer than so many are downloaded at once. */
  readonly most: number;
  readonly start: ServerAction<ExportToStart, { readonly id: string }>;
}

/** Everything that the list's filter lets through, as a file: at once, or made in the background (D-08). */
export function ExportButton(props: ExportProps) {
  const t = useTranslations("desk");
  const words = useTranslations("words");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="secondary" onClick={() => setOpen(true)}>
        <Download className="size-4" aria-hidden />
        {t("export")}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("exportTitle")}
        about={t("exportAbout")}
        closeLabel={words("close")}
      >
        <Choices {...props} />
      </Dialog>
    </>
  );
}

function Choices({ query, rows, most, start }: ExportProps) {
  const t = useTranslations("desk");
  const router = useRouter();
  const id = useRef<string | null>(null);
  const { run, busy, failure, dialog } = useAction(start, {
    onDone: () => {
      id.current = null;
      router.push("/dashboard/exports");
    },
  });
  const make = (format: ExportToStart["format"]) => {
    // Tried again after no answer, it is the same export.
    id.current ??= newFormId();
    void run({ id: id.current, format, query });
  };
  const atOnce = rows !== null && rows < most;
  return (
    <div className="flex flex-col gap-3">
      <p className="font-medium">{rowsText(rows, most, t)}</p>
      {atOnce ? (
        <a href={`/api/dashboard/exports/now?${query}`} className={buttonClass("primary")}>
          {t("now")}
        </a>
      ) : (
        <p className="text-sm text-soft">{t("nowNot")}</p>
      )}
      <div className="flex flex-col gap-2 border-t border-line pt-3">
        <p className="text-sm text-soft" id="export-background">
          {t("background")}
        </p>
        {(["csv", "xlsx"] as const).map((format) => (
          <Button
            key={format}
            look="secondary"
            busy={busy}
            aria-describedby="export-background"
            onClick={() => make(format)}
          >
            {t(format)}
          </Button>
        ))}
      </div>
      <FailureNotice failure={failure} />
      <Link href="/dashboard/exports" prefetch={false} className={buttonClass("quiet")}>
        {t("yours")}
      </Link>
      {dialog}
    </div>
  );
}

function rowsText(
  rows: number | null,
  most: number,
  t: (key: string, values?: { count: number }) => string,
): string {
  if (rows === null) return t("exportUnknown");
  return rows < most ? t("exportRows", { count: rows }) : t("exportMany");
}
