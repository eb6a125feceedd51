"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Dialog } from "@/components/ui";

/** A record over the list that it was opened from; closing goes back to the list as it was. */
export function Drawer({
  title,
  closeLabel,
  children,
}: {
  readonly title: string;
  readonly closeLabel: string;
  readonly children: ReactNode;
}) {
  const router = useRouter();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && router.back()}
      title={title}
      closeLabel={closeLabel}
      place="right"
    >
      {children}
    </Dialog>
  );
}
