"use client";

import { type FormEvent, useRef } from "react";

export type TextOf = (name: string) => string;

/** A form that hands its texts to an action, and takes the reader to the first field that is wrong. */
export function useForm(busy: boolean, send: (text: TextOf) => Promise<void>) {
  const form = useRef<HTMLFormElement>(null);
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget);
    void send((name) => String(given.get(name) ?? "")).then(() =>
      // The field says so only after the answer is drawn.
      setTimeout(() => form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus(), 50),
    );
  }
  return { ref: form, onSubmit, noValidate: true } as const;
}
