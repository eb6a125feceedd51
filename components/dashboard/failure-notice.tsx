"use client";

import { useTranslations } from "use-intl/react";
import { Notice } from "@/components/ui";
import type { Failure } from "./use-action";

/** What went wrong with a deed, with the request's id for whoever is asked about it. */
export function FailureNotice({ failure }: { readonly failure: Failure | null }) {
  const words = useTranslations("words");
  return (
    <div role="alert">
      {failure && (
        <Notice tone="bad" title={failure.message}>
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
