"use client";

import { useRef } from "react";
import type { PasskeyRequest } from "@/components/dashboard/passkey/ask-passkey";
import { PasskeyButton } from "@/components/dashboard/passkey/passkey-button";
import type { ServerAction } from "@/components/dashboard/use-action";
import type { AuthAnswer } from "./auth-call";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}
export interface PasskeyAsked {
  readonly challengeId: string;
  readonly passkey: PasskeyRequest;
}

/** A passkey in place of the code: asked for with the password, and sent with it. */
export function PasskeySignIn({
  known,
  busy,
  ask,
  send,
  tell,
}: {
  readonly known: Credentials;
  readonly busy: boolean;
  readonly ask: ServerAction<Credentials, PasskeyAsked>;
  readonly send: (fields: Readonly<Record<string, string>>) => Promise<AuthAnswer | null>;
  readonly tell: (answer: AuthAnswer | null) => void;
}) {
  const asked = useRef("");
  async function request(): Promise<PasskeyRequest | null> {
    tell(null);
    const told = await ask(known).catch(() => null);
    if (told?.ok) {
      asked.current = told.data.challengeId;
      return told.data.passkey;
    }
    const code = told && "failure" in told ? told.failure.code : "failed";
    const status = code === "rate_limited" ? 429 : 0;
    tell({ status, error: code, retryAfter: 60 });
    return null;
  }
  async function answer(passkey: string) {
    const told = await send({ ...known, passkey, passkeyChallenge: asked.current });
    if (told === null) return;
    tell(told.error === "invalid_otp" ? { ...told, error: "passkey_refused" } : told);
  }
  return (
    <PasskeyButton busy={busy} request={request} onAnswer={(passkey) => void answer(passkey)} />
  );
}
