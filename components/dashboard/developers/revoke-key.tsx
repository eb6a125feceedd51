"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, Dialog, TextField } from "@/components/ui";

/** Ends a key, after its beginning was typed. */
export function RevokeKey({
  keyId,
  name,
  prefix,
  revoke,
}: {
  readonly keyId: string;
  readonly name: string;
  readonly prefix: string;
  readonly revoke: ServerAction<{ readonly keyId: string }, null>;
}) {
  const t = useTranslations("developers");
  const words = useTranslations("words");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [wrong, setWrong] = useState(false);
  const { run, busy, failure, dialog } = useAction(revoke, {
    onDone: () => {
      setOpen(false);
      router.refresh();
    },
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get("typed") ?? "").trim();
    setWrong(typed !== prefix);
    if (!busy && typed === prefix) void run({ keyId });
  }

  return (
    <>
      <Opener label={t("revokeOf", { name })} text={t("revoke")} open={() => setOpen(true)} />
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("revokeOf", { name })}
        about={t("revokeAbout")}
        closeLabel={words("close")}
      >
        <form onSubmit={submit} className="flex flex-col gap-4">
          <TextField
            id={`revoke-${keyId}`}
            name="typed"
            label={t("revokeType", { prefix })}
            error={wrong ? t("revokeWrong") : null}
            autoComplete="off"
            spellCheck={false}
          />
          <FailureNotice failure={failure} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button look="quiet" onClick={() => setOpen(false)}>
              {t("keep")}
            </Button>
            <Button type="submit" look="danger" busy={busy}>
              {t("revokeDo")}
            </Button>
          </div>
        </form>
      </Dialog>
      {dialog}
    </>
  );
}

function Opener({
  label,
  text,
  open,
}: {
  readonly label: string;
  readonly text: string;
  readonly open: () => void;
}) {
  return (
    <Button look="quiet" className="px-3" aria-label={label} onClick={open}>
      {text}
    </Button>
  );
}
