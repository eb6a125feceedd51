"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { useAction } from "@/components/dashboard/use-action";
import { Button, Dialog, SelectField, TextArea, TextField } from "@/components/ui";
import type { AddAction } from "./shapes";

/** A button that opens the form for a new recipient; adding one takes a code (D-19). */
export function AddRecipient({
  networks,
  add,
}: {
  readonly networks: readonly { readonly id: string; readonly name: string }[];
  readonly add: AddAction;
}) {
  const t = useTranslations("recipients");
  const words = useTranslations("words");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { run, busy, failure, dialog } = useAction(add, {
    onDone: () => {
      setOpen(false);
      router.refresh();
    },
  });
  const problem = (path: string) =>
    failure?.details.find((one) => one.path === path)?.message ?? null;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    if (busy) return;
    void run({
      label: text("label"),
      network: text("network"),
      address: text("address"),
      note: text("note") || null,
    });
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("add")}</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("add")}
        about={t("addAbout")}
        closeLabel={words("close")}
      >
        <form onSubmit={submit} className="flex flex-col gap-4">
          <TextField
            id="r-label"
            name="label"
            label={t("label")}
            hint={t("labelHint")}
            error={problem("label")}
            maxLength={100}
            required
          />
          <SelectField id="r-network" name="network" label={words("network")}>
            {networks.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <TextField
            id="r-address"
            name="address"
            label={words("address")}
            hint={t("addressHint")}
            error={problem("address")}
            className="font-mono"
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
            required
          />
          <TextArea
            id="r-note"
            name="note"
            label={t("note")}
            error={problem("note")}
            maxLength={500}
            rows={2}
          />
          <FailureNotice failure={failure} />
          <div className="flex justify-end gap-2">
            <Button look="secondary" onClick={() => setOpen(false)}>
              {words("cancel")}
            </Button>
            <Button type="submit" busy={busy}>
              {t("goOn")}
            </Button>
          </div>
        </form>
        {/* Within the dialog, so that it stands above it; beside the form, so that its own form is not this one. */}
        {dialog}
      </Dialog>
    </>
  );
}
