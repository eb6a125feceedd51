"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const YEAR_SECONDS = 31_536_000;

/** Tells the server the browser's time zone, for a person who chose none (D-14); times are drawn anew when it changes. */
export function BrowserZone({ shown }: { readonly shown: string }) {
  const router = useRouter();
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const cookie = `tillgate-zone=${encodeURIComponent(zone)}`;
    if (!zone || zone === shown || document.cookie.split("; ").includes(cookie)) return;
    // biome-ignore lint/suspicious/noDocumentCookie: plain, and known to every browser
    document.cookie = `${cookie}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    router.refresh();
  }, [shown, router]);
  return null;
}
