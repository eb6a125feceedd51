"use client";

import { type ChangeEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import { Button, TextField } from "@/components/ui";

const MOST_BYTES = 16_384;
const TYPES = ["image/png", "image/jpeg", "image/webp"];

interface LogoProps {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly error: string | null;
  readonly disabled: boolean;
  /** A data URL; empty: none. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A small picture, chosen from the disk and shown as payers will see it. */
export function LogoField({ id, label, hint, error, disabled, value, onChange }: LogoProps) {
  const t = useTranslations("settings");
  const [problem, setProblem] = useState<string | null>(null);
  const holder = useRef<HTMLDivElement>(null);

  function choose(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    setProblem(null);
    if (!file) return;
    if (!TYPES.includes(file.type)) return setProblem(t("logoWrong"));
    if (file.size > MOST_BYTES) {
      return setProblem(t("logoTooBig", { size: Math.ceil(file.size / 1024) }));
    }
    const reader = new FileReader();
    reader.onload = () => onChange(String(reader.result));
    reader.onerror = () => setProblem(t("logoWrong"));
    reader.readAsDataURL(file);
  }

  function remove() {
    const input = holder.current?.querySelector("input");
    if (input) input.value = "";
    setProblem(null);
    onChange("");
  }

  return (
    <div ref={holder} className="flex flex-col gap-2">
      <TextField
        id={id}
        type="file"
        accept={TYPES.join(",")}
        label={label}
        hint={hint}
        error={problem ?? error}
        disabled={disabled}
        onChange={choose}
        className="py-2"
      />
      {value !== "" && (
        <div className="flex flex-wrap items-center gap-3">
          {/* biome-ignore lint/performance/noImgElement: a picture of a few KB that is there already */}
          <img
            src={value}
            alt={t("logoNow")}
            className="h-10 w-auto max-w-48 rounded border border-line object-contain"
          />
          {!disabled && (
            <Button look="quiet" onClick={remove}>
              {t("logoRemove")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
