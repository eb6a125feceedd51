"use client";

import { type ReactNode, useState } from "react";
import { Button, Dialog } from "@/components/ui";

/** What stands behind a row, shown from the right when it is asked for. */
export function DetailsButton({
  text,
  label,
  title,
  closeLabel,
  children,
}: {
  readonly text: string;
  /** What tells this button from those of other rows. */
  readonly label: string;
  readonly title: string;
  readonly closeLabel: string;
  readonly children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" className="px-3" aria-label={label} onClick={() => setOpen(true)}>
        {text}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={title}
        closeLabel={closeLabel}
        place="right"
      >
        {children}
      </Dialog>
    </>
  );
}
