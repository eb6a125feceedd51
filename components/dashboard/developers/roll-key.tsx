"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, Dialog, SelectField } from "@/components/ui";
import { type NewKeyPair, PairOnce } from "./secrets-once";

const DAYS = [1, 2, 3, 4, 5, 6, 7];

/** Puts a new key in an old one's place, which works on for some days. */
export function RollKey({
  keyId,
  name,
  roll,
}: {
  readonly keyId: string;
  readonly name: string;
  readonly roll: ServerAction<{ readonly keyId: string; readonly overlapDays: number }, NewKeyPair>;
}) {
  const t = useTranslations("developers");
  const words = useTranslations("words");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<NewKeyPair | null>(null);
  const { run, busy, failure, dialog } = useAction(roll, { onDone: setMade });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const days = Number(new FormData(event.currentTarget).get("overlap") ?? 1);
    if (!busy) void run({ keyId, overlapDays: days });
  }
  // The list is drawn anew when the dialog is closed: before, its row might take the secrets with it.
  function close() {
    setOpen(false);
    if (made) router.refresh();
    setMade(null);
  }

  return (
    <>
      <Button
        look="quiet"
        className="px-3"
        aria-label={t("rollOf", { name })}
        onClick={() => setOpen(true)}
      >
        {t("roll")}
      </Button>
      <Dialog
        open={open}
        onOpenChange={(wanted) => (wanted ? setOpen(true) : close())}
        title={t("rollOf", { name })}
        about={t("rollAbout")}
        closeLabel={words("close")}
      >
        {made ? (
          <PairOnce pair={made} onDone={close} />
        ) : (
          <form onSubmit={submit} className="flex flex-col gap-4">
            <Overlap id={`overlap-${keyId}`} />
            <FailureNotice failure={failure} />
            <div className="flex flex-wrap justify-end gap-2">
              <Button look="quiet" onClick={close}>
                {words("cancel")}
              </Button>
              <Button type="submit" busy={busy}>
                {t("rollDo")}
              </Button>
            </div>
          </form>
        )}
      </Dialog>
      {dialog}
    </>
  );
}

function Overlap({ id }: { readonly id: string }) {
  const t = useTranslations("developers");
  return (
    <SelectField id={id} name="overlap" label={t("overlap")} defaultValue="1">
      <option value="0">{t("overlapNow")}</option>
      {DAYS.map((count) => (
        <option key={count} value={count}>
          {t("overlapDays", { count })}
        </option>
      ))}
    </SelectField>
  );
}
