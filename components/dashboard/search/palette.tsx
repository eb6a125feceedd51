"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl/react";

/** A place to go to. */
export interface Place {
  readonly key: string;
  readonly label: string;
  readonly href: string;
}
interface Found {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly href: string;
}
interface Item {
  readonly value: string;
  readonly label: string;
  readonly detail: string;
  readonly href: string;
}

/** Shorter texts find too much to be worth a question. */
const SHORTEST = 2;

/** Pages by name, and records and users by what they are known by (D-03). */
export function Palette({
  places,
  records,
  onClose,
}: {
  readonly places: readonly Place[];
  /** Whether there are any that the person may see. */
  readonly records: boolean;
  readonly onClose: () => void;
}) {
  const t = useTranslations("search");
  const router = useRouter();
  const [text, setText] = useState("");
  const found = useFound(records ? text.trim() : "");
  const groups = groupsOf(places, found, text.trim(), t);
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/45" />
        <Dialog.Popup
          aria-label={t("title")}
          className="fixed top-[12vh] left-1/2 z-50 flex max-h-[70vh] w-[36rem] max-w-[calc(100vw-1.5rem)] -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line bg-slip shadow-xl"
        >
          <Autocomplete.Root
            open
            inline
            items={groups}
            filter={null}
            value={text}
            onValueChange={(value) => setText(value)}
            autoHighlight="always"
            keepHighlight
          >
            <Autocomplete.Input
              aria-label={t("title")}
              placeholder={t("placeholder")}
              className="h-12 w-full shrink-0 border-b border-line bg-transparent px-4 outline-none placeholder:text-soft"
            />
            <Dialog.Close className="sr-only">{t("close")}</Dialog.Close>
            <Autocomplete.Empty className="empty:hidden px-4 py-6 text-sm text-soft">
              {t("nothing")}
            </Autocomplete.Empty>
            <Choices go={go} />
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** What fits, in its groups. */
function Choices({ go }: { readonly go: (href: string) => void }) {
  return (
    <Autocomplete.List className="overflow-y-auto p-1">
      {(group: { value: string; items: Item[] }) => (
        <Autocomplete.Group key={group.value} items={group.items}>
          <Autocomplete.GroupLabel className="px-3 pt-2 pb-1 text-xs font-medium text-soft">
            {group.value}
          </Autocomplete.GroupLabel>
          <Autocomplete.Collection>
            {(item: Item) => (
              <Autocomplete.Item
                key={item.value}
                value={item}
                onClick={() => go(item.href)}
                className="flex min-h-10 cursor-default items-center justify-between gap-3 rounded-lg px-3 text-sm data-highlighted:bg-tint"
              >
                <span className="truncate">{item.label}</span>
                <span className="shrink-0 text-soft">{item.detail}</span>
              </Autocomplete.Item>
            )}
          </Autocomplete.Collection>
        </Autocomplete.Group>
      )}
    </Autocomplete.List>
  );
}

function useFound(text: string): readonly Found[] {
  const asked = useDeferredValue(text);
  const { data } = useQuery({
    queryKey: ["search", asked],
    enabled: asked.length >= SHORTEST,
    queryFn: async ({ signal }) => {
      const path = `/api/dashboard/search?${new URLSearchParams({ q: asked })}`;
      const response = await fetch(path, { signal, cache: "no-store" });
      if (!response.ok) return [];
      return ((await response.json()) as { data: { found: Found[] } }).data.found;
    },
  });
  return asked.length >= SHORTEST ? (data ?? []) : [];
}

function groupsOf(
  places: readonly Place[],
  found: readonly Found[],
  text: string,
  t: ReturnType<typeof useTranslations>,
): { value: string; items: Item[] }[] {
  const wanted = text.toLowerCase();
  const pages = places
    .filter(({ label }) => label.toLowerCase().includes(wanted))
    .map(({ key, label, href }) => ({ value: `place ${key}`, label, detail: "", href }));
  const records = found.map(({ id, label, detail, href }) => ({ value: id, label, detail, href }));
  // A call of the API is no transaction: their list does not have it.
  const all = records.some(({ href }) => href.startsWith("/dashboard/transactions/"))
    ? [
        {
          value: "all",
          label: t("all", { text }),
          detail: "",
          href: `/dashboard/transactions?${new URLSearchParams({ q: text })}`,
        },
      ]
    : [];
  return [
    { value: t("found"), items: [...records, ...all] },
    { value: t("places"), items: pages },
  ].filter(({ items }) => items.length > 0);
}
