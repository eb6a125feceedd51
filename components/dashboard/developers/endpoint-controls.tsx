"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button } from "@/components/ui";

/** A step of sending what waited. */
export interface ResumeStep {
  /** What was given up since then is sent too. */
  readonly everything: boolean;
  /** From the answer before; null: what waited is not all sent yet. */
  readonly since: string | null;
  readonly after: string | null;
}
export interface ResumeAnswer {
  readonly sent: number;
  /** Null: that was all. */
  readonly next: ResumeStep | null;
}

/** Pauses, resumes, enables again: step by step until everything is on its way. */
export function EndpointControls({
  state,
  pause,
  resume,
}: {
  readonly state: "active" | "paused" | "disabled";
  readonly pause: ServerAction<null, null>;
  readonly resume: ServerAction<ResumeStep, ResumeAnswer>;
}) {
  const t = useTranslations("endpoint");
  const router = useRouter();
  const pausing = useAction(pause, { onDone: () => router.refresh() });
  const sending = useResume(resume, () => router.refresh());
  const begin = (everything: boolean) => sending.begin({ everything, since: null, after: null });
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-prose text-soft">
        {state === "active" && t("pauseAbout")}
        {state === "disabled" && t("enableAbout")}
      </p>
      <FailureNotice failure={pausing.failure ?? sending.failure} />
      <div className="flex flex-wrap gap-2">
        {state === "active" && (
          <Button look="secondary" busy={pausing.busy} onClick={() => void pausing.run(null)}>
            {t("pause")}
          </Button>
        )}
        {state === "paused" && (
          <Button busy={sending.busy} onClick={() => begin(false)}>
            {t("resume")}
          </Button>
        )}
        {state === "disabled" && (
          <>
            <Button busy={sending.busy} onClick={() => begin(true)}>
              {t("recover")}
            </Button>
            <Button look="secondary" busy={sending.busy} onClick={() => begin(false)}>
              {t("enable")}
            </Button>
          </>
        )}
      </div>
      <p role="status">
        {sending.busy && t("sending", { count: sending.sent })}
        {sending.done && t("opened", { count: sending.sent })}
      </p>
    </div>
  );
}

/** Asks for one step after the other. What was broken off goes on where it was when it is asked for again. */
function useResume(resume: ServerAction<ResumeStep, ResumeAnswer>, onDone: () => void) {
  const [sent, setSent] = useState(0);
  const [stage, setStage] = useState<"idle" | "going" | "done">("idle");
  const step = useRef<(input: ResumeStep) => void>(() => undefined);
  const { run, failure } = useAction(resume, {
    onDone: ({ sent: more, next }) => {
      setSent((before) => before + more);
      if (next !== null) return step.current(next);
      setStage("done");
      onDone();
    },
  });
  step.current = (input) => void run(input);
  return {
    sent,
    failure,
    busy: stage === "going" && failure === null,
    done: stage === "done",
    begin: (input: ResumeStep) => {
      setSent(0);
      setStage("going");
      step.current(input);
    },
  };
}
