"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, CheckField } from "@/components/ui";

interface Choice {
  readonly chosen: readonly string[];
  /** What was chosen when the page was drawn. */
  readonly seen: readonly string[];
}

/** Chooses which events are sent to the webhook address. */
export function EventPicker({
  names,
  chosen,
  choose,
}: {
  readonly names: readonly string[];
  readonly chosen: readonly string[];
  readonly choose: ServerAction<Choice, null>;
}) {
  const t = useTranslations("endpoint");
  const texts = useTranslations("developers");
  const router = useRouter();
  const [saved, setSaved] = useState(false);
  const { run, busy, failure } = useAction(choose, {
    onDone: () => {
      setSaved(true);
      router.refresh();
    },
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setSaved(false);
    const wanted = new FormData(event.currentTarget).getAll("event").map(String);
    if (!busy) void run({ chosen: wanted, seen: chosen });
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <fieldset className="grid gap-3 sm:grid-cols-2">
        <legend className="sr-only">{t("picker")}</legend>
        {names.map((name) => (
          <CheckField
            key={name}
            id={`event-${name.replace(" ", "-")}`}
            name="event"
            value={name}
            defaultChecked={chosen.includes(name)}
            label={name}
            hint={texts(`event_${name.replace(" ", "_")}` as "event_deposit_confirmed")}
          />
        ))}
      </fieldset>
      <FailureNotice failure={failure} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="secondary" busy={busy}>
          {t("pick")}
        </Button>
        <span role="status" className="text-sm">
          {saved ? texts("urlSaved") : ""}
        </span>
      </div>
    </form>
  );
}
