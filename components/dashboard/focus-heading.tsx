"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** A heading that takes the focus when it appears, so that what a form led to is heard. */
export function FocusHeading({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h2 ref={heading} tabIndex={-1} className="font-semibold outline-none">
      {children}
    </h2>
  );
}
