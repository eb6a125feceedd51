"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { type Failure, type ServerAction, useAction } from "@/components/dashboard/use-action";
import { useFocusInvalid } from "@/components/dashboard/use-focus-invalid";
import { Button, Notice } from "@/components/ui";
import { LookBack } from "./look-back";
import { SettingControl } from "./setting-control";
import type {
  LookBackAnswer,
  LookBackRequest,
  SettingChangeRequest,
  SettingField,
} from "./setting-shapes";

/** What was typed, and what the setting was when it was. */
interface Typed {
  readonly value: string;
  readonly base: string;
}
type Draft = Readonly<Record<string, Typed>>;

interface SettingsFormProps {
  readonly fields: readonly SettingField[];
  readonly version: number;
  readonly writable: boolean;
  readonly save: ServerAction<SettingChangeRequest, null>;
  /** Of the rule for withdrawals alone. */
  readonly lookBack?: ServerAction<LookBackRequest, LookBackAnswer>;
  /** Worked examples, by the setting that they belong to. */
  readonly examples: Readonly<Record<string, ReactNode>>;
}

/**
 * A group of settings. Only what was touched is sent, with the version it was made to; when somebody else was faster,
 * nothing that was typed is lost, and what they changed is shown beside it (D-39, U09).
 */
export function SettingsForm(props: SettingsFormProps) {
  const { fields, version, writable, save, lookBack, examples } = props;
  const t = useTranslations("settings");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const { draft, shown, touched, change, discard } = useDraft(fields);
  const [saved, setSaved] = useState(false);
  const ready = useReady();
  const { run, busy, failure, dialog } = useAction(save, {
    onDone: () => {
      discard();
      setSaved(true);
      router.refresh();
    },
  });
  const stale = failure?.code === "stale_version";
  useEffect(() => {
    if (stale) router.refresh();
  }, [stale, router]);
  useFocusInvalid(form, failure);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy || touched.length === 0) return;
    const values = Object.fromEntries(touched.map((field) => [field.name, shown(field)]));
    void run({ version, values });
  }

  return (
    <>
      <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-5">
        {fields.map((field) => (
          <div key={field.name} className="flex max-w-2xl flex-col gap-2">
            <SettingControl
              field={field}
              value={shown(field)}
              error={problemOf(failure, field.name, t as never)}
              disabled={!writable || !ready}
              onChange={(value) => {
                setSaved(false);
                change(field, value);
              }}
            />
            <Meanwhile field={field} typed={draft[field.name]} />
            {examples[field.name]}
          </div>
        ))}
        {lookBack && (
          <LookBack
            act={lookBack}
            rule={() => ruleOf(Object.fromEntries(fields.map((one) => [one.name, shown(one)])))}
          />
        )}
        <div>
          <Outcome failure={failure} stale={stale} saved={saved} />
          {writable && <Buttons busy={busy} changed={touched.length > 0} discard={discard} />}
        </div>
      </form>
      {dialog}
    </>
  );
}

/** Before the page is at work, what is typed would be lost: until then nothing can be. */
function useReady(): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  return ready;
}

function Buttons({
  busy,
  changed,
  discard,
}: {
  readonly busy: boolean;
  readonly changed: boolean;
  readonly discard: () => void;
}) {
  const t = useTranslations("settings");
  return (
    <div className="flex flex-wrap gap-2 pt-3">
      <Button type="submit" busy={busy} disabled={!changed}>
        {t("save")}
      </Button>
      {changed && (
        <Button look="quiet" onClick={discard}>
          {t("discard")}
        </Button>
      )}
    </div>
  );
}

/** What was typed and not saved: it stays when the page is drawn anew. */
function useDraft(fields: readonly SettingField[]) {
  const [draft, setDraft] = useState<Draft>({});
  const shown = (field: SettingField) => draft[field.name]?.value ?? field.value;
  const change = (field: SettingField, value: string) =>
    setDraft({ ...draft, [field.name]: { value, base: draft[field.name]?.base ?? field.value } });
  const touched = fields.filter((field) => shown(field) !== field.value);
  return { draft, shown, touched, change, discard: () => setDraft({}) };
}

function ruleOf(values: Readonly<Record<string, string>>): LookBackRequest {
  return {
    autoWithdraw: values.autoWithdraw === "true",
    maxAutoWithdrawAmount: (values.maxAutoWithdrawAmount ?? "").trim(),
    applyLimitsToApi: values.applyLimitsToApi === "true",
  };
}

/** Beside a field that somebody else changed after it was touched here. */
function Meanwhile({
  field,
  typed,
}: {
  readonly field: SettingField;
  readonly typed: Typed | undefined;
}) {
  const t = useTranslations("settings");
  if (typed === undefined || typed.base === field.value || typed.value === field.value) return null;
  const { kind, value, options } = field;
  const told = () => {
    if (kind === "check") return t(value === "true" ? "on" : "off");
    if (kind === "logo") return t(value === "" ? "none" : "brandLogo");
    return options?.find((one) => one.value === value)?.label ?? (value || t("none"));
  };
  return (
    <Notice tone="warn" role="status">
      {t("meanwhile", { value: told() })}
    </Notice>
  );
}

function Outcome({
  failure,
  stale,
  saved,
}: {
  readonly failure: Failure | null;
  readonly stale: boolean;
  readonly saved: boolean;
}) {
  const t = useTranslations("settings");
  return (
    <>
      {stale ? (
        <Notice tone="warn" role="alert" title={t("staleTitle")}>
          {t("staleAbout")}
        </Notice>
      ) : (
        <FailureNotice failure={failure} />
      )}
      <div role="status">{saved && <Notice tone="good">{t("saved")}</Notice>}</div>
    </>
  );
}
