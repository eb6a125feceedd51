"use client";

import { KeyRound } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button } from "@/components/ui";
import {
  askPasskey,
  dropPasskey,
  hasPasskeys,
  type PasskeyRequest,
  preparePasskeys,
} from "./ask-passkey";

type State = "ready" | "waiting" | "givenUp" | "failed";
const WORDS = {
  waiting: "passkeyWaiting",
  givenUp: "passkeyGivenUp",
  failed: "passkeyFailed",
} as const;

/**
 * Offers a passkey beside a code (D-17). `request`: what is to be signed, asked for when it is pressed; null: not now.
 * Where the browser knows no passkeys it shows nothing.
 */
export function PasskeyButton({
  busy,
  request,
  onAnswer,
}: {
  readonly busy: boolean;
  readonly request: (form: HTMLFormElement | null) => Promise<PasskeyRequest | null>;
  readonly onAnswer: (answer: string, form: HTMLFormElement | null) => void;
}) {
  const t = useTranslations("confirm");
  const [state, setState] = useState<State>("ready");
  const [known, setKnown] = useState(false);
  // Of this button alone: the next place may be asking already when this one goes.
  const asking = useRef(false);
  useEffect(() => {
    setKnown(hasPasskeys());
    preparePasskeys();
    return () => {
      if (asking.current) dropPasskey();
    };
  }, []);

  async function press(form: HTMLFormElement | null) {
    setState("ready");
    const asked = await request(form);
    if (asked === null) return;
    setState("waiting");
    asking.current = true;
    const told = await askPasskey(asked);
    asking.current = false;
    if ("answer" in told) {
      setState("ready");
      onAnswer(told.answer, form);
    } else {
      setState(told.why === "givenUp" ? "givenUp" : "failed");
    }
  }

  if (!known) return null;
  return (
    <div className="flex flex-col">
      <Button
        look="secondary"
        busy={busy || state === "waiting"}
        onClick={(event) => void press(event.currentTarget.form)}
      >
        <KeyRound aria-hidden className="size-4" />
        {t("passkey")}
      </Button>
      <div role="status">
        {state !== "ready" && <p className="mt-1.5 text-sm text-soft">{t(WORDS[state])}</p>}
      </div>
    </div>
  );
}
