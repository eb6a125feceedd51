"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { useFocusInvalid } from "@/components/dashboard/use-focus-invalid";
import { Button, CheckField, TextArea, TextField } from "@/components/ui";
import { type NewKeyPair, PairOnce } from "./secrets-once";

/** What is asked for: amounts in USDT as decimal texts, addresses one per line. */
export interface NewKey {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly ipAllowList: string;
  readonly dailyCap: string;
  readonly dailyCapWithSecret: string;
}

/** Asks what a new key may do; shows it once it is made. */
export function IssueForm({
  issue,
  scopes,
}: {
  readonly issue: ServerAction<NewKey, NewKeyPair>;
  readonly scopes: readonly string[];
}) {
  const t = useTranslations("developers");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [made, setMade] = useState<NewKeyPair | null>(null);
  const { run, busy, failure, dialog } = useAction(issue, {
    onDone: (pair) => {
      setMade(pair);
      router.refresh();
    },
  });
  useFocusInvalid(form, failure);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    void run({
      name: text("name"),
      scopes: given.getAll("scopes").map(String),
      ipAllowList: text("ipAllowList"),
      dailyCap: text("dailyCap"),
      dailyCapWithSecret: text("dailyCapWithSecret"),
    });
  }

  if (made) return <PairOnce pair={made} onDone={() => setMade(null)} />;
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <KeyFields scopes={scopes} wrong={(path) => problemOf(failure, path, t as never)} />
      <FailureNotice failure={failure} />
      <div>
        <Button type="submit" busy={busy}>
          {t("issue")}
        </Button>
      </div>
      {dialog}
    </form>
  );
}

function KeyFields({
  scopes,
  wrong,
}: {
  readonly scopes: readonly string[];
  readonly wrong: (path: string) => string | null;
}) {
  const t = useTranslations("developers");
  return (
    <>
      <TextField
        id="key-name"
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        error={wrong("name")}
        maxLength={100}
        autoComplete="off"
        required
      />
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-2 text-sm font-medium">{t("scopes")}</legend>
        {scopes.map((scope, index) => (
          <CheckField
            key={scope}
            id={`scope-${scope}`}
            name="scopes"
            value={scope}
            label={scope}
            hint={t(`scope_${scope}` as "scope_all")}
            error={index === 0 ? wrong("scopes") : null}
          />
        ))}
      </fieldset>
      <TextArea
        id="key-addresses"
        name="ipAllowList"
        label={t("allowList")}
        hint={t("allowListHint")}
        error={wrong("ipAllowList")}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          id="key-cap"
          name="dailyCap"
          label={t("cap")}
          hint={t("capHint")}
          error={wrong("dailyCap")}
          inputMode="decimal"
          autoComplete="off"
        />
        <TextField
          id="key-cap-secret"
          name="dailyCapWithSecret"
          label={t("capSecret")}
          hint={t("capSecretHint")}
          error={wrong("dailyCapWithSecret")}
          inputMode="decimal"
          autoComplete="off"
        />
      </div>
    </>
  );
}
