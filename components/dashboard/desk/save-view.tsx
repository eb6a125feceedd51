"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, CheckField, Dialog, TextField } from "@/components/ui";

export interface ViewToSave {
  readonly name: string;
  readonly query: string;
  readonly shared: boolean;
}

/** Keeps the filter that is shown under a name. */
export function SaveView({
  query,
  save,
}: {
  readonly query: string;
  readonly save: ServerAction<ViewToSave, { readonly id: string }>;
}) {
  const t = useTranslations("desk");
  const words = useTranslations("words");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [open, setOpen] = useState(false);
  const { run, busy, failure, dialog } = useAction(save, {
    onDone: () => {
      setOpen(false);
      router.refresh();
    },
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget);
    const name = String(given.get("name") ?? "").trim();
    void run({ name, query, shared: given.get("shared") === "on" }).then(() =>
      form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus(),
    );
  }

  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        {t("saveView")}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t("saveTitle")} closeLabel={words("close")}>
        <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
          <TextField
            id="view-name"
            name="name"
            label={t("name")}
            hint={t("nameHint")}
            error={problemOf(failure, "name", t as never)}
            maxLength={60}
            autoComplete="off"
            required
          />
          <CheckField id="view-shared" name="shared" label={t("share")} hint={t("shareHint")} />
          <FailureNotice failure={failure} />
          <div className="flex justify-end">
            <Button type="submit" busy={busy}>
              {t("save")}
            </Button>
          </div>
        </form>
      </Dialog>
      {dialog}
    </>
  );
}
