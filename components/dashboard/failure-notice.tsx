"use client";

import { useLocale, useTranslations } from "use-intl/react";
import { Notice } from "@/components/ui";
import type { Failure } from "./use-action";

/** Codes that stand for many things: what exactly it was, only the server's own words say. */
const BROAD = new Set([
  "conflict",
  "invalid_state",
  "not_found",
  "scope_missing",
  "validation_failed",
]);

/**
 * What a failure is called: in English the server's words; in another language what its code means, and the server's
 * words beside it where the code alone says too little.
 */
export function useFailureText(): (failure: Failure) => { title: string; more: string | null } {
  const words = useTranslations("words");
  const locale = useLocale();
  return ({ code, message }) => {
    const key = `failure_${code}` as "failure_conflict";
    if (locale === "en" || !words.has(key)) return { title: message, more: null };
    return { title: words(key), more: BROAD.has(code) ? message : null };
  };
}

/** What went wrong with a deed, with the request's id for whoever is asked about it. */
export function FailureNotice({ failure }: { readonly failure: Failure | null }) {
  const words = useTranslations("words");
  const textOf = useFailureText();
  return (
    // Without a word it takes no room among the fields.
    <div role="alert" className="empty:contents">
      {failure && (
        <Notice tone="bad" title={textOf(failure).title}>
          {textOf(failure).more && <p lang="en">{textOf(failure).more}</p>}
          {failure.code === "second_factor_required" && (
            <a href="/dashboard/account#second-factor" className="underline underline-offset-4">
              {words("setUpFactor")}
            </a>
          )}
          {failure.requestId && (
            <p className="font-mono text-xs">{words("requestId", { id: failure.requestId })}</p>
          )}
        </Notice>
      )}
    </div>
  );
}

/** What a failure says of a field, in the person's language where there are words for it. */
export function problemOf(
  failure: Failure | null,
  path: string,
  t: { (key: string): string; has(key: string): boolean },
): string | null {
  const told = failure?.details.find((one) => one.path === path);
  if (told === undefined) return null;
  return t.has(`problem_${path}`) ? t(`problem_${path}`) : told.message;
}
