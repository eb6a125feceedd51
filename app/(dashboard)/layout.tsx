import type { Metadata } from "next";
import type { ReactNode } from "react";
import { markedTitle } from "@/lib/http/dashboard";

/** Titles of tabs say that it is a sandbox; a layout names those below it alone, hence one of its own (D-01). */
export function generateMetadata(): Metadata {
  return markedTitle();
}

export default function DashboardGroup({ children }: { children: ReactNode }) {
  return children;
}
