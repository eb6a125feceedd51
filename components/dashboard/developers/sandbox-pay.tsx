"use client";

import { type FormEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { useFocusInvalid } from "@/components/dashboard/use-focus-invalid";
import { Button, Notice, SelectField, TextField } from "@/components/ui";

/** Test money: the amount in USDT as a decimal text. */
export interface TestPayment {
  readonly currencyType: string;
  readonly amount: string;
  readonly walletAddress: string;
}

/** Sends test money, as a payer would. */
export function SandboxPay({
  pay,
  networks,
}: {
  readonly pay: ServerAction<TestPayment, { readonly transactionHash: string }>;
  readonly networks: readonly { readonly id: string; readonly name: string }[];
}) {
  const t = useTranslations("developers");
  const form = useRef<HTMLFormElement>(null);
  const [hash, setHash] = useState<string | null>(null);
  const { run, busy, failure } = useAction(pay, {
    onDone: ({ transactionHash }) => setHash(transactionHash),
  });
  useFocusInvalid(form, failure);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setHash(null);
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    if (busy) return;
    void run({
      currencyType: text("currencyType"),
      amount: text("amount"),
      walletAddress: text("walletAddress"),
    });
  }

  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <PayFields networks={networks} wrong={(path) => problemOf(failure, path, t as never)} />
      <FailureNotice failure={failure} />
      <div role="status" className="break-all">
        {hash !== null && <Notice tone="good" title={t("paid", { hash })} />}
      </div>
      <div>
        <Button type="submit" busy={busy}>
          {t("pay")}
        </Button>
      </div>
    </form>
  );
}

function PayFields({
  networks,
  wrong,
}: {
  readonly networks: readonly { readonly id: string; readonly name: string }[];
  readonly wrong: (path: string) => string | null;
}) {
  const t = useTranslations("developers");
  const words = useTranslations("words");
  return (
    <>
      <SelectField
        id="pay-network"
        name="currencyType"
        label={words("network")}
        defaultValue={networks.at(-1)?.id}
      >
        {networks.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField
        id="pay-address"
        name="walletAddress"
        label={t("payAddress")}
        error={wrong("walletAddress")}
        autoComplete="off"
        spellCheck={false}
        required
      />
      <TextField
        id="pay-amount"
        name="amount"
        label={t("payAmount")}
        error={wrong("amount")}
        inputMode="decimal"
        autoComplete="off"
        required
      />
    </>
  );
}
