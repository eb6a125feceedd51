"use client";

import { useState } from "react";
import { TextField } from "@/components/ui";

/** A field for a password that is chosen now, which can be shown. */
export function NewPassword({
  id,
  label,
  hint,
  show,
  error,
}: {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly show: string;
  readonly error: string | null;
}) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <TextField
        id={id}
        name="password"
        type={shown ? "text" : "password"}
        label={label}
        hint={hint}
        error={error}
        autoComplete="new-password"
        maxLength={1_000}
        required
      />
      <label className="flex min-h-10 items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={shown}
          onChange={(event) => setShown(event.target.checked)}
        />
        {show}
      </label>
    </>
  );
}
