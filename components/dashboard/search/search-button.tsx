"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl/react";
import type { Place } from "./palette";
import { areOff, GO_KEYS, isTyping, moveRow } from "./shortcut-keys";

const Palette = lazy(async () => ({ default: (await import("./palette")).Palette }));
const ShortcutSheet = lazy(async () => ({
  default: (await import("./shortcut-sheet")).ShortcutSheet,
}));
/** Between the two keys of "g t". */
const CHORD_MS = 1_200;

type Opened = "palette" | "sheet" | null;

/** Search from everywhere, and the keys of the dashboard (D-03, D-37). Both load when they are asked for. */
export function SearchButton({
  places,
  records,
}: {
  readonly places: readonly Place[];
  /** Whether records may be looked for too. */
  readonly records: boolean;
}) {
  const t = useTranslations("search");
  const [opened, setOpened] = useState<Opened>(null);
  useKeys(places, opened, setOpened);
  const close = () => setOpened(null);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpened("palette")}
        className="inline-flex min-h-10 items-center gap-2 rounded-lg border border-line bg-slip px-3 text-sm text-soft hover:bg-tint"
      >
        <Search className="size-4" aria-hidden />
        <span>{t("open")}</span>
        <span className="hidden font-mono text-xs sm:inline" aria-hidden="true">
          Ctrl K
        </span>
      </button>
      <Suspense fallback={null}>
        {opened === "palette" && <Palette places={places} records={records} onClose={close} />}
        {opened === "sheet" && <ShortcutSheet places={places} onClose={close} />}
      </Suspense>
    </>
  );
}

function useKeys(places: readonly Place[], opened: Opened, open: (what: Opened) => void): void {
  const router = useRouter();
  const chord = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if ((event.metaKey || event.ctrlKey) && key === "k") {
        event.preventDefault();
        return open("palette");
      }
      const plain = !(event.metaKey || event.ctrlKey || event.altKey);
      if (!plain || opened !== null || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector("[role=dialog]") || areOff()) return;
      const after = Date.now() - chord.current < CHORD_MS;
      chord.current = key === "g" ? Date.now() : 0;
      const place = after && places.find((one) => GO_KEYS[one.key] === key);
      if (place) return router.push(place.href);
      if (key === "/") {
        event.preventDefault();
        open("palette");
      } else if (key === "?") open("sheet");
      else if (key === "j") moveRow(1);
      else if (key === "k") moveRow(-1);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [places, opened, open, router]);
}
