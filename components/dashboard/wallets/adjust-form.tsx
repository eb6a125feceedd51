"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { useFocusInvalid } from "@/components/dashboard/use-focus-invalid";
import { Button, Dialog, Notice, SelectField, TextArea, TextField } from "@/components/ui";

export interface FigureChange {
  readonly userId: string;
  readonly network: string;
  readonly direction: string;
  readonly amount: string;
  readonly reason: string;
  readonly reference: string;
  readonly key: string;
}

interface AdjustProps {
  readonly userId: string;
  readonly networks: readonly { readonly id: string; readonly name: string }[];
  readonly act: ServerAction<FigureChange, { readonly figure: string; readonly network: string }>;
}

/** A person's correction of what a user may spend: up or down, with a reason, confirmed by a code (D-46). */
export function AdjustFigure({ userId, networks, act }: AdjustProps) {
  const t = useTranslations("wallets");
  const words = useTranslations("words");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState("");
  const [done, setDone] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const { run, busy, failure, dialog } = useAction(act, {
    onDone: ({ figure, network }) => {
      setOpen(false);
      setDone(t("adjusted", { amount: figure, network }));
      router.refresh();
    },
  });

  useFocusInvalid(form, failure);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!busy) void run({ userId, key, ...changeOf(new FormData(event.currentTarget)) });
  }

  return (
    <>
      <Button
        look="secondary"
        onClick={() => {
          setKey(newKey());
          setDone("");
          setOpen(true);
        }}
      >
        {t("adjust")}
      </Button>
      <div role="status" className="basis-full">
        {done && <Notice tone="good">{done}</Notice>}
      </div>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("adjustTitle", { user: userId })}
        about={t("adjustAbout")}
        closeLabel={words("close")}
      >
        <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
          <Fields networks={networks} wrong={(path) => problemOf(failure, path, t as never)} />
          <FailureNotice failure={failure} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button look="quiet" onClick={() => setOpen(false)}>
              {words("cancel")}
            </Button>
            <Button type="submit" busy={busy}>
              {t("go")}
            </Button>
          </div>
        </form>
      </Dialog>
      {dialog}
    </>
  );
}

function changeOf(given: FormData) {
  const text = (name: string) => String(given.get(name) ?? "").trim();
  return {
    network: text("network"),
    direction: text("direction"),
    amount: text("amount"),
    reason: text("reason"),
    reference: text("reference"),
  };
}

function Fields({
  networks,
  wrong,
}: {
  readonly networks: AdjustProps["networks"];
  readonly wrong: (path: string) => string | null;
}) {
  const t = useTranslations("wallets");
  return (
    <>
      <SelectField id="adjust-network" name="network" label={t("network")} error={wrong("network")}>
        {networks.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField id="adjust-direction" name="direction" label={t("direction")}>
        <option value="add">{t("add")}</option>
        <option value="take">{t("take")}</option>
      </SelectField>
      <TextField
        id="adjust-amount"
        name="amount"
        label={t("amount")}
        hint={t("amountHint")}
        error={wrong("amount")}
        inputMode="decimal"
        autoComplete="off"
        required
      />
      <TextArea
        id="adjust-reason"
        name="reason"
        label={t("reason")}
        hint={t("reasonHint")}
        error={wrong("reason")}
        maxLength={500}
        required
      />
      <TextField
        id="adjust-reference"
        name="reference"
        label={t("reference")}
        error={wrong("reference")}
        maxLength={255}
        autoComplete="off"
      />
    </>
  );
}

/** `randomUUID` is there in secure contexts alone. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(36)).join("-");
}
