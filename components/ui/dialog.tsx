"use client";

import { lazy, Suspense, useState } from "react";
import type { DialogProps } from "./dialog-box";

const DialogBox = lazy(async () => ({ default: (await import("./dialog-box")).DialogBox }));

/** A dialog that keeps the focus, closes with Escape and gives the focus back. Pages load it when one is first opened. */
export function Dialog(props: DialogProps) {
  const [wanted, setWanted] = useState(props.open);
  if (props.open && !wanted) setWanted(true);
  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <DialogBox {...props} />
    </Suspense>
  );
}
