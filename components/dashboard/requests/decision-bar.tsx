"use client";

import { useTranslations } from "use-intl/react";
import { Badge, Button } from "@/components/ui";
import type { ApproveAction, RejectAction, Subject } from "./shapes";
import { useDecisions } from "./use-decisions";

/** Approve and reject on a request's own page; within reach of a thumb on a phone. */
export function DecisionBar({
  subject,
  open,
  mayApprove,
  note,
  approve,
  reject,
}: {
  readonly subject: Subject;
  /** It waits for a person's word. */
  readonly open: boolean;
  readonly mayApprove: boolean;
  /** Why this person can't approve it, or what their word does. */
  readonly note: string | null;
  readonly approve: ApproveAction;
  readonly reject: RejectAction;
}) {
  const t = useTranslations("requests");
  const one = useDecisions(approve, reject);
  const mark = one.marks[subject.id];
  return (
    <>
      {one.told}
      {open && (
        <div className="sticky bottom-18 z-10 flex flex-col gap-3 rounded-xl border border-line bg-slip p-3 shadow-lg sm:flex-row sm:items-center sm:justify-end sm:px-5 lg:bottom-4">
          <p className="text-sm text-soft sm:mr-auto">
            {mark ? <Badge tone="info">{t(`mark_${mark}`)}</Badge> : note}
          </p>
          {(mark === undefined || mark === "approving") && (
            <div className="grid auto-cols-fr grid-flow-col gap-2">
              <Button
                look="secondary"
                className="min-h-12"
                busy={one.busy}
                onClick={() => one.reject(subject)}
              >
                {t("reject")}
              </Button>
              {mayApprove && (
                <Button className="min-h-12" busy={one.busy} onClick={() => one.approve(subject)}>
                  {t("approve")}
                </Button>
              )}
            </div>
          )}
        </div>
      )}
      {one.dialogs}
    </>
  );
}
