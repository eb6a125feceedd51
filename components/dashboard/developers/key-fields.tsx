"use client";

import { useTranslations } from "use-intl/react";
import { CheckField, TextArea, TextField } from "@/components/ui";

/** What is decided about a key: amounts in USDT as decimal texts, addresses one per line. */
export interface KeyForm {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly ipAllowList: string;
  readonly dailyCap: string;
  readonly dailyCapWithSecret: string;
}

export function readKeyForm(given: FormData): KeyForm {
  const text = (name: string) => String(given.get(name) ?? "").trim();
  return {
    name: text("name"),
    scopes: given.getAll("scopes").map(String),
    ipAllowList: text("ipAllowList"),
    dailyCap: text("dailyCap"),
    dailyCapWithSecret: text("dailyCapWithSecret"),
  };
}

interface FieldsProps {
  /** What the fields' ids begin with. */
  readonly id: string;
  readonly scopes: readonly string[];
  readonly wrong: (path: string) => string | null;
  /** The key as it is; a new one has none. */
  readonly now?: KeyForm | undefined;
}

/** The fields of a key: empty, or as it is. */
export function KeyFields({ id, scopes, wrong, now }: FieldsProps) {
  const t = useTranslations("developers");
  return (
    <>
      <TextField
        id={`${id}-name`}
        name="name"
        defaultValue={now?.name}
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
            id={`${id}-scope-${scope}`}
            name="scopes"
            value={scope}
            defaultChecked={now?.scopes.includes(scope)}
            label={scope}
            hint={t(`scope_${scope}` as "scope_all")}
            error={index === 0 ? wrong("scopes") : null}
          />
        ))}
      </fieldset>
      <TextArea
        id={`${id}-addresses`}
        name="ipAllowList"
        defaultValue={now?.ipAllowList}
        label={t("allowList")}
        hint={t("allowListHint")}
        error={wrong("ipAllowList")}
      />
      <Caps id={id} wrong={wrong} now={now} />
    </>
  );
}

function Caps({ id, wrong, now }: Omit<FieldsProps, "scopes">) {
  const t = useTranslations("developers");
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        id={`${id}-cap`}
        name="dailyCap"
        defaultValue={now?.dailyCap}
        label={t("cap")}
        hint={t("capHint")}
        error={wrong("dailyCap")}
        inputMode="decimal"
        autoComplete="off"
      />
      <TextField
        id={`${id}-cap-secret`}
        name="dailyCapWithSecret"
        defaultValue={now?.dailyCapWithSecret}
        label={t("capSecret")}
        hint={t("capSecretHint")}
        error={wrong("dailyCapWithSecret")}
        inputMode="decimal"
        autoComplete="off"
      />
    </div>
  );
}
