"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl/react";
import { Badge, Button, buttonClass } from "@/components/ui";
import { ManyResults, useMany } from "./approve-many";
import type { ApproveAction, ApproveManyAction, RejectAction, Subject } from "./shapes";
import { type Decided, useDecisions } from "./use-decisions";

export interface QueueEntry extends Subject {
  readonly body: ReactNode;
  /** The person said a word to it already: another one's is needed. */
  readonly mine: boolean;
}

interface RequestQueueProps {
  readonly entries: readonly QueueEntry[];
  readonly mayDecide: boolean;
  readonly approve: ApproveAction;
  readonly reject: RejectAction;
  readonly approveMany: ApproveManyAction;
  /** Stands there when nothing waits; what was just told stays above it. */
  readonly empty: ReactNode;
}

/** What waits: each can be looked at, approved or rejected; several can be approved by one code (D-20..D-22). */
export function RequestQueue({ entries, mayDecide, empty, ...actions }: RequestQueueProps) {
  const t = useTranslations("requests");
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const one = useDecisions(actions.approve, actions.reject);
  const many = useMany(actions.approveMany, () => setTicked(new Set()));
  const marks = { ...one.marks, ...many.marks };
  const open = entries.filter(({ id, mine }) => !mine && marks[id] === undefined);
  const chosen = open.filter(({ id }) => ticked.has(id));
  const tick = (id: string, on: boolean) =>
    setTicked(
      (before) => new Set(on ? [...before, id] : [...before].filter((other) => other !== id)),
    );
  return (
    <div className="flex flex-col gap-4">
      {one.told}
      {many.told}
      {many.results && <ManyResults results={many.results} onClose={many.close} />}
      {mayDecide && open.length > 1 && (
        <div className="sticky top-2 z-10 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-line bg-slip px-4 py-2 shadow-sm sm:px-5">
          <label className="flex min-h-10 grow items-center gap-3 text-sm font-medium">
            <input
              type="checkbox"
              className="size-5 accent-accent"
              checked={chosen.length === open.length}
              onChange={({ target }) =>
                setTicked(new Set(target.checked ? open.map(({ id }) => id) : []))
              }
            />
            {t("chooseAll")}
          </label>
          <Button
            disabled={chosen.length === 0}
            busy={many.busy}
            onClick={() => many.approve(chosen)}
          >
            {t("approveMany", { count: chosen.length })}
          </Button>
        </div>
      )}
      {entries.length === 0 && empty}
      <ul aria-label={t("caption")} className="flex flex-col gap-3 empty:hidden">
        {entries.map((entry) => (
          <Entry
            key={entry.id}
            entry={entry}
            mayDecide={mayDecide}
            mark={marks[entry.id]}
            busy={one.busy || many.busy}
            ticked={ticked.has(entry.id)}
            onTick={(on) => tick(entry.id, on)}
            onApprove={() => one.approve(entry)}
            onReject={() => one.reject(entry)}
          />
        ))}
      </ul>
      {one.dialogs}
      {many.dialog}
    </div>
  );
}

interface EntryProps {
  readonly entry: QueueEntry;
  readonly mayDecide: boolean;
  readonly mark: Decided | undefined;
  readonly busy: boolean;
  readonly ticked: boolean;
  readonly onTick: (on: boolean) => void;
  readonly onApprove: () => void;
  readonly onReject: () => void;
}

function Entry({ entry, mayDecide, mark, busy, ticked, onTick, ...on }: EntryProps) {
  const t = useTranslations("requests");
  const { id, label, mine, body } = entry;
  // The buttons stay where they are meanwhile: a second click must not land on what moved there.
  const decidable = mayDecide && (mark === undefined || mark === "approving");
  return (
    <li
      className={`rounded-xl border border-line bg-slip p-4 sm:p-5 ${ticked ? "border-accent" : ""}`}
    >
      <div className="flex gap-3">
        {decidable && !mine && (
          <label className="-m-2 flex size-10 shrink-0 items-center justify-center">
            <input
              type="checkbox"
              className="size-5 accent-accent"
              aria-label={t("choose", { what: label })}
              checked={ticked}
              onChange={({ target }) => onTick(target.checked)}
            />
          </label>
        )}
        <div className="min-w-0 grow">{body}</div>
      </div>
      <div className="mt-4 grid grid-cols-2 gap-2 sm:flex sm:items-center sm:justify-end">
        {mark && (
          <span className="col-span-2 sm:mr-auto" role="status">
            <Badge tone={mark === "rejected" ? "neutral" : "info"}>{t(`mark_${mark}`)}</Badge>
          </span>
        )}
        <Link
          href={`/dashboard/requests/${id}`}
          prefetch={false}
          aria-label={t("detailsOf", { what: label })}
          className={buttonClass("quiet", "col-span-2 min-h-11 sm:min-h-10")}
        >
          {t("details")}
        </Link>
        {decidable && (
          <Button
            look="secondary"
            className="min-h-12 sm:min-h-10"
            busy={busy}
            aria-label={t("rejectWhat", { what: label })}
            onClick={on.onReject}
          >
            {t("reject")}
          </Button>
        )}
        {decidable && !mine && (
          <Button
            className="min-h-12 sm:min-h-10"
            busy={busy}
            aria-label={t("approveWhat", { what: label })}
            onClick={on.onApprove}
          >
            {t("approve")}
          </Button>
        )}
      </div>
    </li>
  );
}
