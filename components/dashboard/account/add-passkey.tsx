"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { useForm } from "@/components/dashboard/auth/use-form";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import {
  dropPasskey,
  hasPasskeys,
  makePasskey,
  type PasskeyOrder,
  preparePasskeys,
} from "@/components/dashboard/passkey/ask-passkey";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, Notice, TextField } from "@/components/ui";

interface Begun {
  readonly challengeId: string;
  readonly order: PasskeyOrder;
}
interface Made {
  readonly challengeId: string;
  readonly name: string;
  readonly answer: string;
}
type Note = "waiting" | "givenUp" | "known" | "failed" | "added";

/** A name, password and code, then the device is asked for a passkey (D-17). */
export function AddPasskey({
  begin,
  add,
}: {
  readonly begin: ServerAction<{ readonly name: string }, Begun>;
  readonly add: ServerAction<Made, null>;
}) {
  const t = useTranslations("account");
  const [known, setKnown] = useState(true);
  useEffect(() => setKnown(hasPasskeys()), []);
  const making = useMaking(begin, add);
  const { note, busy, failure, again, dialog } = making;
  const form = useForm(busy, (text) => making.start(text("name").trim()));
  if (!known) return <p className="text-sm text-soft">{t("passkeyNoBrowser")}</p>;
  return (
    <>
      <form {...form} key={making.count} className="flex flex-col gap-4">
        <TextField
          id="passkey-name"
          name="name"
          label={t("passkeyName")}
          hint={t("passkeyNameHint")}
          maxLength={100}
          autoComplete="off"
          error={problemOf(failure, "name", t as never)}
          required
        />
        <FailureNotice failure={failure?.details.length ? null : failure} />
        <div role="status">
          {note === "added" && <Notice tone="good">{t("passkeyAdded")}</Notice>}
          {note === "waiting" && <p className="text-sm text-soft">{t("passkeyWaiting")}</p>}
          {note === "known" && <Notice tone="warn">{t("passkeyKnown")}</Notice>}
          {note === "failed" && <Notice tone="bad">{t("passkeyFailed")}</Notice>}
          {note === "givenUp" && <Notice tone="warn">{t("passkeyGivenUp")}</Notice>}
        </div>
        <div className="flex flex-wrap gap-2">
          {note === "givenUp" && again ? (
            <Button onClick={again}>{t("passkeyAgain")}</Button>
          ) : (
            <Button type="submit" look="secondary" busy={busy}>
              {t("passkeyAdd")}
            </Button>
          )}
        </div>
      </form>
      {dialog}
    </>
  );
}

/** Asks the server whether, the device for the passkey, and hands it in. */
function useMaking(
  begin: ServerAction<{ readonly name: string }, Begun>,
  add: ServerAction<Made, null>,
) {
  const router = useRouter();
  const [note, setNote] = useState<Note | null>(null);
  const [again, setAgain] = useState<(() => void) | null>(null);
  const [count, setCount] = useState(0);
  const asking = useRef(false);
  useEffect(() => () => void (asking.current && dropPasskey()), []);
  const keeping = useAction(add, {
    onDone: () => {
      setNote("added");
      setCount((made) => made + 1);
      router.refresh();
    },
    onFailed: () => setNote(null),
  });
  async function make(begun: Begun, name: string) {
    setNote("waiting");
    asking.current = true;
    const told = await makePasskey(begun.order);
    asking.current = false;
    if ("answer" in told) {
      await keeping.run({ challengeId: begun.challengeId, name, answer: told.answer });
    } else {
      setNote(told.why);
      // What was begun is good for two minutes: a device that was shut too early may be asked once more.
      setAgain(() => () => void make(begun, name));
    }
  }
  const beginning = useAction(begin, { onDone: (begun, { name }) => void make(begun, name) });
  return {
    note,
    again,
    count,
    busy: beginning.busy || keeping.busy || note === "waiting",
    failure: beginning.failure ?? keeping.failure,
    dialog: beginning.dialog,
    start: (name: string) => {
      setNote(null);
      preparePasskeys();
      return beginning.run({ name });
    },
  };
}
