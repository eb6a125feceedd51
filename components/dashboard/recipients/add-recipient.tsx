"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type Failure, useAction } from "@/components/dashboard/use-action";
import { Button, Dialog, SelectField, TextArea, TextField } from "@/components/ui";
import type { AddAction, NewRecipient } from "./shapes";

interface AddProps {
  readonly networks: readonly { readonly id: string; readonly name: string }[];
  readonly add: AddAction;
}

/** A button that opens the form for a new recipient; adding one takes a code (D-19). */
export function AddRecipient({ networks, add }: AddProps) {
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
        <RecipientForm
          networks={networks}
          busy={busy}
          failure={failure}
          onSubmit={(one) => void run(one)}
          onCancel={() => setOpen(false)}
        />
        {/* Within the dialog, so that it stands above it; beside the form, so that its own form is not this one. */}
        {dialog}
      </Dialog>
    </>
  );
}

function RecipientForm({
  networks,
  busy,
  failure,
  onSubmit,
  onCancel,
}: {
  readonly networks: AddProps["networks"];
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly onSubmit: (recipient: NewRecipient) => void;
  readonly onCancel: () => void;
}) {
  const t = useTranslations("recipients");
  const words = useTranslations("words");
  const problem = (path: string) =>
    failure?.details.find((one) => one.path === path)?.message ?? null;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    if (busy) return;
    onSubmit({
      label: text("label"),
      network: text("network"),
      address: text("address"),
      note: text("note") || null,
    });
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Fields networks={networks} problem={problem} />
      <FailureNotice failure={failure} />
      <div className="flex justify-end gap-2">
        <Button look="secondary" onClick={onCancel}>
          {words("cancel")}
        </Button>
        <Button type="submit" busy={busy}>
          {t("goOn")}
        </Button>
      </div>
    </form>
  );
}

function Fields({
  networks,
  problem,
}: {
  readonly networks: AddProps["networks"];
  readonly problem: (path: string) => string | null;
}) {
  const t = useTranslations("recipients");
  const words = useTranslations("words");
  return (
    <>
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
    </>
  );
}
