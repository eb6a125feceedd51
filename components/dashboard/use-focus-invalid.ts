"use client";

import { type RefObject, useEffect } from "react";
import type { Failure } from "./use-action";

/** After a failure that names fields, the first of them has the focus. */
export function useFocusInvalid(
  form: RefObject<HTMLElement | null>,
  failure: Failure | null,
): void {
  useEffect(() => {
    if (failure === null) return;
    form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [form, failure]);
}
