"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { useAction } from "@/components/dashboard/use-action";
import { Button, Dialog, TextArea, TextField } from "@/components/ui";
import type { EditAction, RemoveAction } from "./shapes";

interface ActionsProps {
  readonly recipient: { readonly id: string; readonly label: string; readonly note: string | null };
  /** The address in full and its network, as the dialog repeats them. */
  readonly shown: string;
  readonly edit: EditAction;
  readonly remove: RemoveAction;
}

/** What can be done with a recipient: other words for it, or out of the book. */
export function RecipientActions({ recipient, shown, edit, remove }: ActionsProps) {
  const t = useTranslations("recipients");
  const [open, setOpen] = useState<"edit" | "remove" | null>(null);
  const onClose = () => setOpen(null);
  const { label } = recipient;
  return (
    <span className="inline-flex gap-1">
      <Button
        look="quiet"
        className="px-3"
        aria-label={t("editWhat", { label })}
        onClick={() => setOpen("edit")}
      >
        {t("edit")}
      </Button>
      <Button
        look="quiet"
        className="px-3"
        aria-label={t("removeWhat", { label })}
        onClick={() => setOpen("remove")}
      >
        {t("remove")}
      </Button>
      {open === "edit" && <EditDialog recipient={recipient} edit={edit} onClose={onClose} />}
      {open === "remove" && (
        <RemoveDialog recipient={recipient} shown={shown} remove={remove} onClose={onClose} />
      )}
    </span>
  );
}

function useDone(onClose: () => void): () => void {
  const router = useRouter();
  return () => {
    onClose();
    router.refresh();
  };
}

function EditDialog({
  recipient: { id, label, note },
  edit,
  onClose,
}: Pick<ActionsProps, "recipient" | "edit"> & { readonly onClose: () => void }) {
  const t = useTranslations("recipients");
  const words = useTranslations("words");
  const editing = useAction(edit, { onDone: useDone(onClose) });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    if (!editing.busy) void editing.run({ id, label: text("label"), note: text("note") || null });
  }
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={t("editWhat", { label })}
      about={t("editAbout")}
      closeLabel={words("close")}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          id={`edit-label-${id}`}
          name="label"
          label={t("label")}
          defaultValue={label}
          maxLength={100}
          required
        />
        <TextArea
          id={`edit-note-${id}`}
          name="note"
          label={t("note")}
          defaultValue={note ?? ""}
          maxLength={500}
        />
        <FailureNotice failure={editing.failure} />
        <div className="flex justify-end gap-2">
          <Button look="secondary" onClick={onClose}>
            {words("cancel")}
          </Button>
          <Button type="submit" busy={editing.busy}>
            {words("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function RemoveDialog({
  recipient: { id, label },
  shown,
  remove,
  onClose,
}: Pick<ActionsProps, "recipient" | "shown" | "remove"> & { readonly onClose: () => void }) {
  const t = useTranslations("recipients");
  const words = useTranslations("words");
  const removing = useAction(remove, { onDone: useDone(onClose) });
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={t("removeTitle", { label })}
      about={t("removeAbout")}
      closeLabel={words("close")}
    >
      <p className="font-mono text-sm break-all">{shown}</p>
      <div className="mt-4 flex flex-col gap-4">
        <FailureNotice failure={removing.failure} />
        <div className="flex justify-end gap-2">
          <Button look="secondary" onClick={onClose}>
            {words("cancel")}
          </Button>
          <Button look="danger" busy={removing.busy} onClick={() => void removing.run(id)}>
            {t("removeNow")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
