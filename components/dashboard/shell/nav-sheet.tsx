"use client";

import { Menu } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { Dialog } from "@/components/ui";

/** The whole list of places, behind a button, where there is no room for it. */
export function NavSheet({
  label,
  title,
  close,
  look,
  children,
}: {
  readonly label: string;
  readonly title: string;
  readonly close: string;
  readonly look: "bar" | "button";
  readonly children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving somewhere closes it
  useEffect(() => setOpen(false), [path]);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className={
          look === "bar"
            ? "flex min-h-14 flex-col items-center justify-center gap-0.5 text-[0.6875rem] text-soft"
            : "inline-flex min-h-10 items-center gap-2 rounded-lg px-2.5 text-sm hover:bg-tint"
        }
      >
        <Menu className="size-5" aria-hidden />
        {label}
      </button>
      <Dialog open={open} onOpenChange={setOpen} title={title} closeLabel={close} place="left">
        <nav aria-label={title}>{children}</nav>
      </Dialog>
    </>
  );
}
