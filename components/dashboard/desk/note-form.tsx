"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { newFormId } from "@/components/dashboard/form-id";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, TextArea } from "@/components/ui";

export interface NoteToAdd {
  readonly id: string;
  readonly subjectId: string;
  readonly text: string;
}

/** Writes a note; what is written stays in the field until it is kept. */
export function NoteForm({
  subjectId,
  add,
}: {
  readonly subjectId: string;
  readonly add: ServerAction<NoteToAdd, { readonly id: string }>;
}) {
  const t = useTranslations("notes");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const id = useRef<string | null>(null);
  const [added, setAdded] = useState(false);
  const { run, busy, failure, dialog } = useAction(add, {
    onDone: () => {
      id.current = null;
      form.current?.reset();
      setAdded(true);
      router.refresh();
    },
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    setAdded(false);
    // Tried again after no answer, it is the same note.
    id.current ??= newFormId();
    const text = String(new FormData(event.currentTarget).get("text") ?? "");
    void run({ id: id.current, subjectId, text }).then(() =>
      form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus(),
    );
  }

  return (
    <form ref={form} onSubmit={submit} noValidate className="mt-4 flex flex-col gap-3">
      <TextArea
        id="note-text"
        name="text"
        label={t("note")}
        hint={t("hint")}
        error={problemOf(failure, "text", t as never)}
        maxLength={2_000}
        required
      />
      <FailureNotice failure={failure} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="secondary" busy={busy}>
          {t("add")}
        </Button>
        <span role="status" className="text-sm text-soft">
          {added && t("added")}
        </span>
      </div>
      {dialog}
    </form>
  );
}
