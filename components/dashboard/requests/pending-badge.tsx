"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl/react";

const EVERY_MS = 7_000;
const PATH = "/api/dashboard/requests/pending";
/** Counting ends there. */
const COUNTED = 1_000;

/** How many requests wait, live (D-20). Nothing stands there while nothing waits. */
export function PendingBadge({ first }: { readonly first: number }) {
  const t = useTranslations("shell");
  const { data: count = first } = useQuery({
    queryKey: ["pending-requests"],
    queryFn: ({ signal }) => readCount(signal),
    initialData: first,
    refetchInterval: EVERY_MS,
  });
  if (count === 0) return null;
  return (
    <span className="inline-flex min-w-5 items-center justify-center rounded-full bg-accent px-1.5 text-xs font-semibold text-on-accent tabular-nums">
      <span aria-hidden="true">{count >= COUNTED ? `${COUNTED - 1}+` : count}</span>
      <span className="sr-only">{t("pending", { count })}</span>
    </span>
  );
}

async function readCount(signal: AbortSignal): Promise<number> {
  const response = await fetch(PATH, { signal, cache: "no-store" });
  if (!response.ok) throw new Error(`${PATH} answered ${response.status}`);
  return ((await response.json()) as { data: { count: number } }).data.count;
}
