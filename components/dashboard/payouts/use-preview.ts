"use client";

import { useEffect, useRef, useState } from "react";
import type { PayoutDraft, PayoutPreviewText, PreviewAction } from "./shapes";

const PAUSE_MS = 350;

/** What the server says of the draft, a moment after the last key was pressed; an answer that came too late is dropped. */
export function usePreview(act: PreviewAction, draft: PayoutDraft) {
  const [shown, setShown] = useState<{
    readonly asked: string;
    readonly preview: PayoutPreviewText;
  } | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const asked = JSON.stringify(draft);
  const latest = useRef(asked);
  latest.current = asked;
  useEffect(() => {
    const timer = setTimeout(async () => {
      const answer = await act(JSON.parse(asked) as PayoutDraft).catch(() => null);
      if (latest.current !== asked) return;
      if (answer?.ok) {
        setShown({ asked, preview: answer.data });
        setFailed(null);
      } else {
        setFailed(answer && "failure" in answer ? answer.failure.message : "");
      }
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [act, asked]);
  return {
    /** Of an older draft while the new one's is on its way. */
    preview: shown?.preview ?? null,
    /** The preview is of what stands in the form now. */
    settled: shown?.asked === asked,
    failed,
  };
}
