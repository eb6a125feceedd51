"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";

const EVERY_MS = 5_000;

/** Asks every five seconds, while somebody looks, whether what the page shows has changed; then the page is drawn anew. */
export function Live({
  path,
  mark = null,
}: {
  readonly path: string;
  /** The ETag of what is shown. Without it, what changes before the first look is missed. */
  readonly mark?: string | null;
}) {
  const router = useRouter();
  const shown = useRef(mark);
  const { data } = useQuery({
    queryKey: ["live", path],
    queryFn: ({ signal }) => readMark(path, signal),
    refetchInterval: EVERY_MS,
    staleTime: 0,
  });
  useEffect(() => {
    if (data === undefined) return;
    if (shown.current !== null && shown.current !== data) router.refresh();
    shown.current = data;
  }, [data, router]);
  return null;
}

/** What an answer is known by. A session that is over sends to the sign-in page. */
async function readMark(path: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(path, { signal, cache: "no-store" });
  if (response.status === 401) {
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  // Who may not see it any more is shown what is left: the page itself says what that is.
  if (response.status === 403) return "refused";
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  // A proxy that compresses calls it weak.
  return (response.headers.get("etag") ?? "").replace(/^W\//, "");
}
