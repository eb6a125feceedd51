"use client";

import { type ReactNode, useCallback, useState } from "react";
import { ConfirmDialog } from "./confirm-dialog";
import type { PasskeyRequest } from "./passkey/ask-passkey";

/** What the server's actions answer; the same shapes as in lib/http, which the browser does not import. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details: readonly { readonly path: string; readonly message: string }[];
  readonly requestId: string;
}
export interface ConfirmRequest {
  readonly challengeId: string;
  readonly expiresAt: string;
  readonly shown: readonly { readonly label: string; readonly value: string }[];
  readonly password: boolean;
  /** What a passkey may sign instead of a code; null: there is none. */
  readonly passkey: PasskeyRequest | null;
}
export interface Confirmation {
  readonly challengeId: string;
  readonly code?: string;
  readonly recoveryCode?: string;
  readonly passkey?: string;
  readonly password?: string;
}
export type Answer<Result> =
  | { readonly ok: true; readonly data: Result }
  | { readonly ok: false; readonly failure: Failure }
  | { readonly ok: false; readonly confirm: ConfirmRequest };
export type ServerAction<Input, Result> = (
  input: Input,
  confirmation?: Confirmation,
) => Promise<Answer<Result>>;

interface Asked<Input> {
  readonly input: Input;
  readonly request: ConfirmRequest;
}

const UNREACHABLE: Failure = {
  code: "unreachable",
  message:
    "The server did not answer. Whether it was done is not known: look before you try again.",
  details: [],
  requestId: "",
};

/** After these, the same dialog can still succeed: by another code or password, or once more in a moment. */
const WORTH_ANOTHER_TRY: ReadonlySet<string> = new Set([
  "otp_required",
  "invalid_otp",
  "password_required",
  "invalid_credentials",
  "rate_limited",
  "request_in_progress",
  "service_unavailable",
  UNREACHABLE.code,
]);

/**
 * Runs a server action one at a time. Where it asks for a one-time code, the dialog shows what for and sends the same
 * input again with the code. What is wrong with the code is told there; what no code can mend closes it and is told by
 * the page. `dialog` must be rendered.
 */
export function useAction<Input, Result>(
  act: ServerAction<Input, Result>,
  options: {
    readonly onDone?: (data: Result, input: Input) => void;
    readonly onFailed?: (failure: Failure) => void;
  } = {},
) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [asked, setAsked] = useState<Asked<Input> | null>(null);
  const { onDone, onFailed } = options;

  const run = useCallback(
    async (input: Input, confirmation?: Confirmation) => {
      setBusy(true);
      setFailure(null);
      const answer = await act(input, confirmation).catch(
        (): Answer<Result> => ({ ok: false, failure: UNREACHABLE }),
      );
      setBusy(false);
      if (answer.ok) {
        setAsked(null);
        onDone?.(answer.data, input);
      } else if ("confirm" in answer) {
        setAsked({ input, request: answer.confirm });
      } else {
        setFailure(answer.failure);
        if (!WORTH_ANOTHER_TRY.has(answer.failure.code)) setAsked(null);
        onFailed?.(answer.failure);
      }
    },
    [act, onDone, onFailed],
  );

  const dialog: ReactNode = asked && (
    <ConfirmDialog
      key={asked.request.challengeId}
      request={asked.request}
      failure={failure}
      busy={busy}
      onCancel={() => {
        setAsked(null);
        setFailure(null);
      }}
      onConfirm={(confirmation) => void run(asked.input, confirmation)}
    />
  );
  /** Outside of the dialog; in it, it is told there. */
  return { run: (input: Input) => run(input), busy, failure: asked ? null : failure, dialog };
}
