"use client";

import type { ReactNode } from "react";
import { FocusHeading } from "@/components/dashboard/focus-heading";
import { buttonClass } from "@/components/ui";

/** What a form led to, and where to go on. */
export function AfterForm({
  title,
  children,
  links,
}: {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly links: readonly { readonly href: string; readonly text: string }[];
}) {
  return (
    <div className="flex flex-col gap-4">
      <FocusHeading>{title}</FocusHeading>
      {children && <p className="text-sm break-words">{children}</p>}
      <div className="flex flex-wrap gap-2">
        {links.map(({ href, text }, at) => (
          <a key={href} href={href} className={buttonClass(at === 0 ? "primary" : "secondary")}>
            {text}
          </a>
        ))}
      </div>
    </div>
  );
}
