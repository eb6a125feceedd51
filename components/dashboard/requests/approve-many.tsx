"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { useAction } from "@/components/dashboard/use-action";
import { Badge, Button, DataTable, type Tone } from "@/components/ui";
import type { ApproveManyAction, Subject } from "./shapes";
import { type Decided, Told } from "./use-decisions";

export interface ManyResult extends Subject {
  readonly became: "released" | "waiting" | "failed";
  readonly message: string | null;
}

/** Approving several by one code; what became of each is kept to be shown (D-22). */
export function useMany(act: ApproveManyAction, onDone: () => void) {
  const router = useRouter();
  const [asked, setAsked] = useState<readonly Subject[]>([]);
  const [results, setResults] = useState<readonly ManyResult[] | null>(null);
  const { run, busy, failure, dialog } = useAction(act, {
    onDone: ({ released, waiting, failed }) => {
      setResults(
        asked.map(({ id, label }) => ({
          id,
          label,
          became: released.includes(id) ? "released" : waiting.includes(id) ? "waiting" : "failed",
          message: failed.find((one) => one.id === id)?.message ?? null,
        })),
      );
      onDone();
      router.refresh();
    },
  });
  const marks: Record<string, Decided> = {};
  for (const { id, became } of results ?? []) if (became !== "failed") marks[id] = became;
  if (busy) for (const { id } of asked) marks[id] = "approving";
  const told: ReactNode = (
    <Told mark={failure?.requestId ?? null}>{failure && <FailureNotice failure={failure} />}</Told>
  );
  return {
    approve: (subjects: readonly Subject[]) => {
      setAsked(subjects);
      setResults(null);
      void run(subjects.map(({ id }) => id));
    },
    busy,
    dialog,
    marks,
    results,
    told,
    close: () => setResults(null),
  };
}

const TONES: Readonly<Record<ManyResult["became"], Tone>> = {
  released: "good",
  waiting: "info",
  failed: "bad",
};

/** What became of each of them. */
export function ManyResults({
  results,
  onClose,
}: {
  readonly results: readonly ManyResult[];
  readonly onClose: () => void;
}) {
  const t = useTranslations("requests");
  const words = useTranslations("words");
  const count = (became: ManyResult["became"]) =>
    results.filter((one) => one.became === became).length;
  const sums = { released: count("released"), waiting: count("waiting"), failed: count("failed") };
  return (
    <Told mark={results.map(({ id }) => id).join()}>
      <section
        aria-labelledby="many-title"
        className="rounded-xl border border-line bg-slip px-5 py-4"
      >
        <div className="flex items-center justify-between gap-4 pb-2">
          <h2 id="many-title" className="font-semibold">
            {t("manyTitle", sums)}
          </h2>
          <Button look="quiet" onClick={onClose}>
            {words("close")}
          </Button>
        </div>
        <DataTable
          caption={t("manyTitle", sums)}
          columns={[
            { key: "what", title: t("request") },
            { key: "became", title: t("became") },
          ]}
          rows={results.map(({ id, label, became, message }) => ({
            id,
            cells: {
              what: label,
              became: (
                <span className="flex flex-wrap items-center justify-end gap-2 sm:justify-start">
                  <Badge tone={TONES[became]}>{t(`became_${became}`)}</Badge>
                  {message && <span>{message}</span>}
                </span>
              ),
            },
          }))}
        />
      </section>
    </Told>
  );
}
