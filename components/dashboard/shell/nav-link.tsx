"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** Every other place lies below one of these. */
const HOMES = new Set(["/dashboard", "/dashboard/operator"]);

/** A place of the dashboard that knows whether one is there. */
export function NavLink({
  href,
  className,
  children,
}: {
  readonly href: string;
  readonly className: string;
  readonly children: ReactNode;
}) {
  const path = usePathname();
  const here = path === href || (!HOMES.has(href) && path.startsWith(`${href}/`));
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={here ? "page" : undefined}
      className={className}
    >
      {children}
    </Link>
  );
}
