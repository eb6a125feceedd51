"use client";

import { Menu as Base } from "@base-ui/react/menu";
import type { ReactNode } from "react";

/** The look of the button. */
const MENU_BUTTON =
  "inline-flex min-h-10 max-w-full items-center gap-2 rounded-lg px-2.5 text-sm hover:bg-tint";

/** A button with a list of things to do or places to go. */
export function Menu({
  label,
  trigger,
  children,
  defaultOpen = false,
}: {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly defaultOpen?: boolean;
}) {
  return (
    <Base.Root defaultOpen={defaultOpen}>
      <Base.Trigger aria-label={label} className={MENU_BUTTON}>
        {trigger}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="z-50" sideOffset={6} align="end">
          <Base.Popup className="min-w-52 rounded-lg border border-line bg-slip p-1 text-sm shadow-lg">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

const ITEM =
  "flex min-h-9 w-full cursor-default items-center gap-2 rounded-md px-2.5 text-left outline-none data-highlighted:bg-tint";

export function MenuLink({
  href,
  children,
}: {
  readonly href: string;
  readonly children: ReactNode;
}) {
  return (
    <Base.LinkItem href={href} className={ITEM}>
      {children}
    </Base.LinkItem>
  );
}

export function MenuItem({
  onClick,
  children,
}: {
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Base.Item onClick={onClick} className={ITEM}>
      {children}
    </Base.Item>
  );
}

export function MenuLine() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}
