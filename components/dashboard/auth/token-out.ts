"use client";

import { useEffect } from "react";

/** Takes a mailed link's token out of the address bar and the history: the form alone keeps it. */
export function useTokenOut(): void {
  useEffect(() => {
    if (location.search !== "") history.replaceState(null, "", location.pathname);
  }, []);
}
