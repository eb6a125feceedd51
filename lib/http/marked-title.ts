import type { Metadata } from "next";
import { getRuntime } from "./runtime";

/** How the tabs of the dashboard and of its doors are called: in a sandbox with a mark that nobody overlooks. */
export function markedTitle(): Metadata {
  const mark = getRuntime().sandbox ? "[TEST] " : "";
  return { title: { template: `${mark}%s · Tillgate`, default: `${mark}Tillgate` } };
}
