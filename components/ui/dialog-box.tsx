"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly about?: ReactNode;
  readonly children: ReactNode;
  /** In the middle; or from an edge over the whole height: the menu of a phone, a record over its list. */
  readonly place?: "middle" | "left" | "right";
  /** What closes it, for those who can't press Escape. */
  readonly closeLabel: string;
}

const PLACES = {
  middle:
    "top-1/2 left-1/2 max-h-[calc(100dvh-1.5rem)] w-[30rem] max-w-[calc(100vw-1.5rem)] -translate-x-1/2 -translate-y-1/2 rounded-xl bg-slip",
  left: "inset-y-0 left-0 w-72 max-w-[85vw] rounded-r-xl bg-slip",
  right: "inset-y-0 right-0 w-[44rem] max-w-full bg-paper",
} as const;

/** The dialog itself; `Dialog` loads it when one is first opened. */
export function DialogBox({
  open,
  onOpenChange,
  title,
  about,
  children,
  place = "middle",
  closeLabel,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/45" />
        <Base.Popup
          className={`fixed z-50 flex flex-col overflow-y-auto border border-line p-5 shadow-xl ${PLACES[place]}`}
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
