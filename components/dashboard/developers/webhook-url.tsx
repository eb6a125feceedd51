"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { useFocusInvalid } from "@/components/dashboard/use-focus-invalid";
import { Button, Notice, TextField } from "@/components/ui";

/** What became of a test. */
export interface TestOutcome {
  readonly deliveryStatus: string;
  readonly lastStatusCode: number | null;
  readonly lastError: string | null;
}

/** Sets where webhooks go, and tries it. */
export function WebhookUrl({
  url,
  save,
  test,
}: {
  readonly url: string | null;
  readonly save: ServerAction<{ readonly webhookUrl: string }, null>;
  readonly test: ServerAction<null, TestOutcome>;
}) {
  const t = useTranslations("developers");
  const words = useTranslations("words");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [told, setTold] = useState<{ tone: "good" | "bad"; text: string } | null>(null);
  const saving = useAction(save, {
    onDone: () => {
      setTold({ tone: "good", text: t("urlSaved") });
      router.refresh();
    },
  });
  const testing = useAction(test, {
    onDone: ({ deliveryStatus, lastStatusCode, lastError }) => {
      const code = String(lastStatusCode ?? lastError ?? t("testNone"));
      const tone = deliveryStatus === "delivered" ? "good" : "bad";
      setTold({ tone, text: t("testAnswer", { status: deliveryStatus, code }) });
      router.refresh();
    },
  });
  useFocusInvalid(form, saving.failure);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setTold(null);
    const webhookUrl = String(new FormData(event.currentTarget).get("webhookUrl") ?? "").trim();
    if (!saving.busy) void saving.run({ webhookUrl });
  }

  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        id="webhook-url"
        name="webhookUrl"
        type="url"
        label={t("urlField")}
        hint={t("urlHint")}
        error={problemOf(saving.failure, "webhookUrl", t as never)}
        defaultValue={url ?? ""}
        autoComplete="off"
      />
      <FailureNotice failure={saving.failure ?? testing.failure} />
      <div role="status">{told && <Notice tone={told.tone} title={told.text} />}</div>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={saving.busy}>
          {words("save")}
        </Button>
        {url !== null && (
          <Button look="secondary" busy={testing.busy} onClick={() => void testing.run(null)}>
            {t("test")}
          </Button>
        )}
      </div>
      {saving.dialog}
    </form>
  );
}
