"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { useAction } from "@/components/dashboard/use-action";
import { Notice } from "@/components/ui";
import { RejectDialog } from "./reject-dialog";
import type { ApproveAction, RejectAction, Subject } from "./shapes";

export type Decided = "approving" | "released" | "waiting" | "rejected";

/**
 * Approving and rejecting one request at a time. `marks` says what became of each since the page was drawn; nothing is
 * called sent: the server's own list says that. `dialogs` and `told` must be rendered.
 */
export function useDecisions(approve: ApproveAction, reject: RejectAction) {
  const t = useTranslations("requests");
  const router = useRouter();
  const [subject, setSubject] = useState<Subject | null>(null);
  const [rejecting, setRejecting] = useState<Subject | null>(null);
  const [marks, setMarks] = useState<Readonly<Record<string, Decided>>>({});
  const [news, setNews] = useState<{
    readonly text: string;
    readonly tone: "good" | "info";
  } | null>(null);
  const decided = (id: string, mark: Decided, label: string) => {
    setMarks((before) => ({ ...before, [id]: mark }));
    setNews({
      text: t(`told_${mark}`, { what: label }),
      tone: mark === "released" ? "good" : "info",
    });
    setRejecting(null);
    router.refresh();
  };
  const approving = useAction(approve, {
    onDone: (outcome, id) => decided(id, outcome, subject?.label ?? ""),
  });
  const turning = useAction(reject, {
    onDone: (_, { id }) => decided(id, "rejected", rejecting?.label ?? ""),
    // Another reason would not help: the page says what is the matter.
    onFailed: ({ code }) => code !== "validation_failed" && setRejecting(null),
  });
  const failure = approving.failure ?? (rejecting ? null : turning.failure);
  // Somebody else was first: the list is no longer what it was.
  useEffect(() => {
    if (failure?.code === "invalid_state") router.refresh();
  }, [failure, router]);

  const dialogs: ReactNode = (
    <>
      {approving.dialog}
      {rejecting && (
        <RejectDialog
          subject={rejecting}
          busy={turning.busy}
          failure={turning.failure}
          onCancel={() => setRejecting(null)}
          onReject={(remarks) => void turning.run({ id: rejecting.id, remarks })}
        />
      )}
    </>
  );
  const told: ReactNode = (
    <Told mark={news?.text ?? failure?.requestId ?? null}>
      {news && <Notice tone={news.tone}>{news.text}</Notice>}
      {failure && <FailureNotice failure={failure} />}
    </Told>
  );
  return {
    marks: approving.busy && subject ? { ...marks, [subject.id]: "approving" as const } : marks,
    busy: approving.busy || turning.busy,
    approve: (one: Subject) => {
      if (approving.busy) return;
      setSubject(one);
      setNews(null);
      void approving.run(one.id);
    },
    reject: (one: Subject) => {
      setNews(null);
      setRejecting(one);
    },
    dialogs,
    told,
  };
}

/** What became of it: said aloud, and where the focus goes, since the button that was pressed may be gone. */
export function Told({
  mark,
  children,
}: {
  readonly mark: string | null;
  readonly children: ReactNode;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (mark === null) return;
    // After the dialog has given the focus back.
    const timer = setTimeout(() => place.current?.focus(), 60);
    return () => clearTimeout(timer);
  }, [mark]);
  return (
    <div ref={place} tabIndex={-1} role="status" className="scroll-mt-4 outline-none empty:hidden">
      {children}
    </div>
  );
}
