"use client";

import { KeyRound } from "lucide-react";
import { useEffect, useState } from "react";
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
  useEffect(() => {
    setKnown(hasPasskeys());
    preparePasskeys();
    return dropPasskey;
  }, []);

  async function press(form: HTMLFormElement | null) {
    setState("ready");
    const asked = await request(form);
    if (asked === null) return;
    setState("waiting");
    const told = await askPasskey(asked);
    if ("answer" in told) {
      setState("ready");
      onAnswer(told.answer, form);
    } else {
      setState(told.why === "givenUp" ? "givenUp" : "failed");
    }
  }

  if (!known) return null;
  return (
    <div className="flex flex-col gap-1.5">
      <Button
        look="secondary"
        busy={busy || state === "waiting"}
        onClick={(event) => void press(event.currentTarget.form)}
      >
        <KeyRound aria-hidden className="size-4" />
        {t("passkey")}
      </Button>
      <p role="status" className="text-sm text-soft empty:hidden">
        {state === "waiting" && t("passkeyWaiting")}
        {state === "givenUp" && t("passkeyGivenUp")}
        {state === "failed" && t("passkeyFailed")}
      </p>
    </div>
  );
}
