import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

const NEXT = ".next";
const PAGES = path.join(NEXT, "server/app/(dashboard)");
/** A bare Next page that says "hello", built with the same versions: bytes of its scripts, gzip (P9). */
const BARE = 134_900;
/** What a route of the dashboard may weigh beyond that. */
const MOST = 70_000;

const read = (file: string) => readFileSync(path.join(NEXT, file));
const weightOf = (file: string) => gzipSync(read(file), { level: 9 }).length;

/** The scripts that a route's first load asks for: Next's own, and those of its pages and layouts. */
function scriptsOf(manifest: string): readonly string[] {
  const text = readFileSync(manifest, "utf8");
  const json = JSON.parse(text.slice(text.indexOf("= {") + 2).replace(/;\s*$/, "")) as {
    entryJSFiles: Record<string, string[]>;
  };
  const { rootMainFiles } = JSON.parse(read("build-manifest.json").toString()) as {
    rootMainFiles: string[];
  };
  return [...new Set([...rootMainFiles, ...Object.values(json.entryJSFiles).flat()])];
}

describe("P9: the scripts of a dashboard's route", () => {
  const manifests = readdirSync(PAGES, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith("page_client-reference-manifest.js"),
  );

  it("are found", () => {
    expect(manifests.length).toBeGreaterThan(3);
  });

  it.each(manifests)("weigh at most 70 kB more than a bare page's: %s", (file) => {
    const scripts = scriptsOf(path.join(PAGES, file));
    expect(scripts.length).toBeGreaterThan(5);
    const bytes = scripts.reduce((sum, script) => sum + weightOf(script), 0);
    expect(bytes).toBeGreaterThan(BARE);
    expect(bytes).toBeLessThanOrEqual(BARE + MOST);
  });
});
