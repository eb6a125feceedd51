"use client";

import { useTranslations } from "use-intl/react";
import { CheckField, SelectField, TextArea, TextField } from "@/components/ui";
import { LogoField } from "./logo-field";
import type { SettingField } from "./setting-shapes";

interface ControlProps {
  readonly field: SettingField;
  readonly value: string;
  readonly error: string | null;
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}

/** The control of one setting. */
export function SettingControl({ field, value, error, disabled, onChange }: ControlProps) {
  const { name, label, hint, kind } = field;
  const same = { id: `s-${name}`, name, label, hint, error, disabled };
  switch (kind) {
    case "check":
      return (
        <CheckField
          {...same}
          checked={value === "true"}
          onChange={(event) => onChange(String(event.target.checked))}
        />
      );
    case "select":
      return (
        <SelectField {...same} value={value} onChange={(event) => onChange(event.target.value)}>
          {field.options?.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </SelectField>
      );
    case "lines":
    case "area":
      return (
        <TextArea
          {...same}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          spellCheck={kind === "area"}
        />
      );
    case "logo":
      return <LogoField {...same} value={value} onChange={onChange} />;
    case "colour":
      return <ColourField field={field} {...{ value, error, disabled, onChange }} />;
    default:
      return (
        <TextField
          {...same}
          value={value}
          inputMode={kind === "decimal" ? "decimal" : "text"}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}

const COLOUR = /^#[0-9a-f]{6}$/i;

/** As text, which may be empty, with a picker beside it, which may not. */
function ColourField({ field, value, error, disabled, onChange }: ControlProps) {
  const t = useTranslations("settings");
  const { name, label, hint } = field;
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 grow">
        <TextField
          {...{ id: `s-${name}`, name, label, hint, error, disabled, value }}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
      <input
        type="color"
        aria-label={t("pickColor")}
        disabled={disabled}
        value={COLOUR.test(value) ? value.toLowerCase() : "#808080"}
        onChange={(event) => onChange(event.target.value)}
        className="mt-6.5 h-11 w-12 rounded-lg border border-field bg-slip p-1"
      />
    </div>
  );
}
