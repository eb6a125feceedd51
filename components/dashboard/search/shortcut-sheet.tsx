"use client";

import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { CheckField, Dialog } from "@/components/ui";
import type { Place } from "./palette";
import { areOff, GO_KEYS, turn } from "./shortcut-keys";

/** What the keys do, and a way to turn single keys off (WCAG 2.1.4). */
export function ShortcutSheet({
  places,
  onClose,
}: {
  readonly places: readonly Place[];
  readonly onClose: () => void;
}) {
  const t = useTranslations("search");
  const [off, setOff] = useState(areOff);
  const rows: readonly (readonly [string, string])[] = [
    ["⌘K, Ctrl K, /", t("keySearch")],
    ["?", t("keySheet")],
    ["j, k", t("keyRows")],
    ["Esc", t("keyClose")],
    ...places.flatMap(({ key, label }) => {
      const letter = GO_KEYS[key];
      return letter ? [[`g ${letter}`, label] as const] : [];
    }),
  ];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("shortcuts")}
      about={t("shortcutsAbout")}
      closeLabel={t("close")}
    >
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2 text-sm">
        {rows.map(([keys, meaning]) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="rounded border border-line bg-tint px-1.5 py-0.5 font-mono">
                {keys}
              </kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-5">
        <CheckField
          id="shortcuts-off"
          label={t("off")}
          checked={off}
          onChange={(event) => {
            turn(event.target.checked);
            setOff(event.target.checked);
          }}
        />
      </div>
    </Dialog>
  );
}
