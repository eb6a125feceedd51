"use client";

import type { RefObject } from "react";

/** One field for a code of six digits: typed, pasted or filled in by the browser (D-17). */
export function CodeField({
  id,
  label,
  hint,
  field,
}: {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly field?: RefObject<HTMLInputElement | null>;
}) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        ref={field}
        id={id}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9 ]{6,9}"
        maxLength={9}
        required
        aria-describedby={`${id}-hint`}
        className="h-12 rounded-lg border border-field bg-slip px-3 font-mono text-xl tracking-[0.3em]"
      />
      <p id={`${id}-hint`} className="text-sm text-soft">
        {hint}
      </p>
    </div>
  );
}
