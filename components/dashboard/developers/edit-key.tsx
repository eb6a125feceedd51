"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { useFocusInvalid } from "@/components/dashboard/use-focus-invalid";
import { Button, Dialog } from "@/components/ui";
import { KeyFields, type KeyForm, readKeyForm } from "./key-fields";

/** A key as its form was shown, and as it is wanted. */
export interface KeyEdit {
  readonly keyId: string;
  readonly seen: KeyForm;
  readonly wanted: KeyForm;
}

/** Changes what a key may do; a code is asked for where that becomes more. */
export function EditKey({
  keyId,
  scopes,
  now,
  edit,
}: {
  readonly keyId: string;
  readonly scopes: readonly string[];
  readonly now: KeyForm;
  readonly edit: ServerAction<KeyEdit, null>;
}) {
  const t = useTranslations("developers");
  const words = useTranslations("words");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [open, setOpen] = useState(false);
  const { run, busy, failure, dialog } = useAction(edit, {
    onDone: () => {
      setOpen(false);
      router.refresh();
    },
  });
  useFocusInvalid(form, failure);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const wanted = readKeyForm(new FormData(event.currentTarget));
    if (!busy) void run({ keyId, seen: now, wanted });
  }

  return (
    <>
      <Button
        look="quiet"
        className="px-3"
        aria-label={t("editOf", { name: now.name })}
        onClick={() => setOpen(true)}
      >
        {t("edit")}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("editOf", { name: now.name })}
        about={t("editAbout")}
        closeLabel={words("close")}
      >
        <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
          <KeyFields
            id={`edit-${keyId}`}
            scopes={scopes}
            now={now}
            wrong={(path) => problemOf(failure, path, t as never)}
          />
          <FailureNotice failure={failure} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button look="quiet" onClick={() => setOpen(false)}>
              {words("cancel")}
            </Button>
            <Button type="submit" busy={busy}>
              {t("editDo")}
            </Button>
          </div>
        </form>
      </Dialog>
      {dialog}
    </>
  );
}
