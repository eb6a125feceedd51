"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, Dialog } from "@/components/ui";
import { signOut } from "./sign-out";

const WARN_MS = 60_000;
/** After its end it is asked whether it is over: clocks go apart a little. */
const OVER_MS = 2_000;

interface SessionEnd {
  /** By this browser's clock (ms). */
  readonly at: number;
  /** It can't be put off any more. */
  readonly final: boolean;
}

/** Warns a minute before the session ends of being left alone, and lets it be kept (D-44). */
export function SessionGuard({ extend }: { readonly extend: ServerAction<null, null> }) {
  const t = useTranslations("shell");
  const [end, setEnd] = useState<SessionEnd | null>(null);
  const [left, setLeft] = useState<number | null>(null);
  const look = useCallback(async () => {
    const known = await readEnd();
    if (known !== null) setEnd(known);
  }, []);
  useEffect(() => void look(), [look]);
  const asked = useRef(false);
  useEffect(() => {
    if (end === null) return;
    const tick = () => {
      const rest = end.at - Date.now();
      setLeft(rest > WARN_MS ? null : Math.max(0, Math.ceil(rest / 1_000)));
      // Another tab, or a page that was opened meanwhile, may have kept it: asked once, before it is said.
      if (rest <= WARN_MS && !asked.current) void look();
      asked.current = rest <= WARN_MS;
    };
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [end, look]);
  useEffect(() => {
    if (left !== 0) return;
    const timer = setTimeout(() => void look(), OVER_MS);
    return () => clearTimeout(timer);
  }, [left, look]);
  const { run, busy, failure } = useAction(extend, { onDone: () => void look() });
  if (end === null || left === null) return null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !end.final && void run(null)}
      title={t("sessionTitle")}
      about={t(end.final ? "sessionFinal" : "sessionAbout")}
      closeLabel={t("close")}
    >
      <div className="flex flex-col gap-4">
        <p role="timer" className="text-sm">
          {t("sessionLeft", { seconds: left })}
        </p>
        <FailureNotice failure={failure} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={() => void signOut()}>
            {t("signOut")}
          </Button>
          {!end.final && (
            <Button busy={busy} onClick={() => void run(null)}>
              {t("staySignedIn")}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** When the session ends; null: not known now. One that is over sends to the sign-in page. */
async function readEnd(): Promise<SessionEnd | null> {
  const response = await fetch("/api/dashboard/session", { cache: "no-store" }).catch(() => null);
  if (response?.status === 401) {
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  if (!response?.ok) return null;
  const { data } = (await response.json()) as {
    data: { readonly leftMs: number; readonly final: boolean };
  };
  return { at: Date.now() + data.leftMs, final: data.final };
}
