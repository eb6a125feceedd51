"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, SelectField } from "@/components/ui";

/** Sends one delivery again. */
export function ResendButton({
  id,
  resend,
}: {
  readonly id: string;
  readonly resend: ServerAction<{ readonly id: string }, null>;
}) {
  const t = useTranslations("developers");
  const router = useRouter();
  const [done, setDone] = useState(false);
  const { run, busy, failure } = useAction(resend, {
    onDone: () => {
      setDone(true);
      router.refresh();
    },
  });
  return (
    <div className="flex flex-col gap-2">
      <FailureNotice failure={failure} />
      <div className="flex flex-wrap items-center gap-3">
        <Button
          look="secondary"
          busy={busy}
          onClick={() => {
            setDone(false);
            void run({ id });
          }}
        >
          {t("resend")}
        </Button>
        <span role="status" className="text-sm">
          {done ? t("resent") : ""}
        </span>
      </div>
    </div>
  );
}

const SINCE = [1, 6, 24, 72, 168] as const;

/** Sends again all that were given up since a time. */
export function ResendFailed({
  resend,
}: {
  readonly resend: ServerAction<
    { readonly hours: number },
    { readonly retried: number; readonly more: boolean }
  >;
}) {
  const t = useTranslations("developers");
  const router = useRouter();
  const [told, setTold] = useState("");
  const { run, busy, failure } = useAction(resend, {
    onDone: ({ retried, more }) => {
      setTold(`${t("retried", { count: retried })} ${more ? t("retriedMore") : ""}`);
      router.refresh();
    },
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setTold("");
    const hours = Number(new FormData(event.currentTarget).get("hours") ?? 24);
    if (!busy) void run({ hours });
  }
  return (
    <details className="mt-4 border-t border-line pt-2">
      <summary className="min-h-10 cursor-pointer py-2 text-sm font-medium">
        {t("resendFailed")}
      </summary>
      <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
        <SelectField id="resend-since" name="hours" label={t("since")} defaultValue="24">
          {SINCE.map((hours) => (
            <option key={hours} value={hours}>
              {hours > 24
                ? t("sinceDays", { count: hours / 24 })
                : t("sinceHours", { count: hours })}
            </option>
          ))}
        </SelectField>
        <Button type="submit" look="secondary" busy={busy}>
          {t("resendAll")}
        </Button>
        <p role="status" className="w-full text-sm">
          {told}
        </p>
        <FailureNotice failure={failure} />
      </form>
    </details>
  );
}
