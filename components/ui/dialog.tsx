"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly about?: ReactNode;
  readonly children: ReactNode;
  /** From the left edge, over the whole height: the menu of a phone. */
  readonly sheet?: boolean;
  /** What closes it, for those who can't press Escape. */
  readonly closeLabel: string;
}

/** A dialog that keeps the focus, closes with Escape and gives the focus back. */
export function Dialog({
  open,
  onOpenChange,
  title,
  about,
  children,
  sheet,
  closeLabel,
}: DialogProps) {
  const place = sheet
    ? "inset-y-0 left-0 w-72 max-w-[85vw] rounded-r-xl"
    : "top-1/2 left-1/2 w-[30rem] max-w-[calc(100vw-1.5rem)] -translate-x-1/2 -translate-y-1/2 rounded-xl";
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/45" />
        <Base.Popup
          className={`fixed z-50 flex max-h-[calc(100dvh-1.5rem)] flex-col overflow-y-auto border border-line bg-slip p-5 shadow-xl ${sheet ? "max-h-none" : ""} ${place}`}
        >
          <div className="flex items-start justify-between gap-4">
            <Base.Title className="text-lg font-semibold">{title}</Base.Title>
            <Base.Close
              aria-label={closeLabel}
              className="-mt-1 -mr-1 inline-flex size-9 items-center justify-center rounded-md text-soft hover:bg-tint hover:text-ink"
            >
              <span aria-hidden="true">✕</span>
            </Base.Close>
          </div>
          {about && <Base.Description className="mt-1 text-sm text-soft">{about}</Base.Description>}
          <div className="mt-4">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
