import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { MAY, PACKAGES, PARTS, SIDE_DOORS } from "./support/rooms";
import { isCode, listFiles, parseSource, readSource, type SourceFile } from "./support/source-tree";

const ROOT = process.cwd();
const words = (text: string) => text.split(" ").filter(Boolean);

const files = listFiles(ROOT);
const isTest = (file: string) => /^tests\//.test(file) || /\.test\.tsx?$/.test(file);
const sources = files
  .filter((file) => isCode(file) && /^(lib|app|components|scripts|tests)\/|^[^/]+$/.test(file))
  .map((file) => readSource(ROOT, file));
const ours = sources.filter(({ path: file }) => roomOf(file) in MAY);
const product = ours.filter(({ path: file }) => !isTest(file));

/** The room of a file: a folder of lib, or app, components, scripts, tests; "root" for settings of tools. */
function roomOf(file: string): string {
  const [first = "", second = "", ...rest] = file.split("/");
  if (first === "lib") return rest.length > 0 ? second : "no room";
  if (file === "server.ts") return "server";
  return second === "" ? "root" : first;
}

/** The room that a specifier leads to, or null for a package and for a neighbour. */
function targetRoom(specifier: string): string | null {
  return specifier.startsWith("@/") ? roomOf(`${specifier.slice(2)}/x`) : null;
}

/** Every breach in the words of a reader: where, and what is wrong there. */
function breaches(
  of: readonly SourceFile[],
  look: (file: SourceFile) => readonly string[],
): string[] {
  return of.flatMap((file) => look(file).map((what) => `${file.path}: ${what}`));
}

function edgeBreaches(file: SourceFile): string[] {
  const room = roomOf(file.path);
  return file.imports.flatMap((specifier) => {
    const target = targetRoom(specifier);
    if (target === null || target === room) return [];
    if (!(MAY[room] ?? []).includes(target)) return [`${room} may not import ${target}`];
    const door = target === "components" ? "@/components" : `@/lib/${target}`;
    const open = specifier === door || SIDE_DOORS.has(specifier) || PARTS.test(specifier);
    return open ? [] : [`${specifier} is not the door of ${target}`];
  });
}

function climbs(file: SourceFile): string[] {
  return file.imports.filter((specifier) => {
    if (!/^\.\.?\//.test(specifier)) return false;
    const at = path.posix.join(path.posix.dirname(file.path), specifier);
    return roomOf(`${at}/x`) !== roomOf(`${path.posix.dirname(file.path)}/x`);
  });
}

function packageBreaches(file: SourceFile): string[] {
  const room = roomOf(file.path);
  return file.imports.flatMap((specifier) =>
    PACKAGES.filter(([name, rooms]) => name.test(specifier) && !rooms.includes(room)).map(
      () => `${specifier} does not belong to ${room}`,
    ),
  );
}

/** The files that a file leads to, by what it imports. */
const byPath = new Map(sources.map((file) => [file.path, file]));
function neighbours(file: SourceFile): SourceFile[] {
  return file.imports.flatMap((specifier) => {
    const base = specifier.startsWith("@/")
      ? specifier.slice(2)
      : path.posix.join(path.posix.dirname(file.path), specifier);
    const found = ["", ".ts", ".tsx", "/index.ts", "/index.tsx"]
      .map((end) => byPath.get(base + end))
      .find((hit) => hit !== undefined);
    return found ? [found] : [];
  });
}

/** How one leads to a room, file by file; null when it does not. */
function wayTo(start: SourceFile, rooms: readonly string[]): string | null {
  const ways = new Map([[start, start.path]]);
  for (const [file, way] of ways) {
    if (rooms.includes(roomOf(file.path))) return way;
    for (const next of neighbours(file)) {
      if (!ways.has(next)) ways.set(next, `${way} → ${next.path}`);
    }
  }
  return null;
}

describe("the rooms", () => {
  it("were looked at", () => {
    expect(product.length).toBeGreaterThan(200);
    expect(sources.filter(({ path: file }) => isTest(file)).length).toBeGreaterThan(30);
    expect(new Set(product.map(({ path: file }) => roomOf(file))).size).toBeGreaterThan(20);
    expect(product.reduce((sum, file) => sum + file.imports.length, 0)).toBeGreaterThan(600);
  });

  it("hold every file", () => {
    const rooms = new Set([...Object.keys(MAY), "scripts", "tests", "root"]);
    expect(
      sources.map(({ path: file }) => file).filter((file) => !rooms.has(roomOf(file))),
    ).toEqual([]);
    const loose = sources.filter(({ path: file }) => roomOf(file) === "root");
    expect(
      loose.map(({ path: file }) => file).filter((file) => !/\.config\.(ts|mjs)$/.test(file)),
    ).toEqual([]);
  });

  it("are entered by the doors that the map names", () => {
    expect(breaches(product, edgeBreaches)).toEqual([]);
  });

  it("are not left by climbing", () => {
    // Plain node runs the scripts, and knows no "@/".
    const aliased = sources.filter(({ path: file }) => roomOf(file) !== "scripts");
    expect(breaches(aliased, climbs)).toEqual([]);
    const upward = (file: SourceFile) => file.imports.filter((from) => from.startsWith("../"));
    expect(breaches(product, upward)).toEqual([]);
  });

  it("form no circle", () => {
    const open = new Map(Object.entries(MAY).map(([room, others]) => [room, new Set(others)]));
    for (let left = open.size; left > 0; left = open.size) {
      for (const [room, others] of open) {
        if ([...others].every((other) => !open.has(other))) open.delete(room);
      }
      if (open.size === left) break;
    }
    expect([...open.keys()]).toEqual([]);
  });

  it("lead from the web process to no key, in any number of steps", () => {
    const web = product.filter(({ path: file }) =>
      ["app", "components", "http", "server"].includes(roomOf(file)),
    );
    expect(web.length).toBeGreaterThan(20);
    expect(
      web.map((file) => wayTo(file, ["custody", "signer"])).filter((way) => way !== null),
    ).toEqual([]);
    const worker = byPath.get("lib/worker/index.ts");
    expect(worker && wayTo(worker, ["custody", "signer"])).toBeNull();
    const signer = byPath.get("lib/signer/main.ts");
    expect(signer && wayTo(signer, ["custody"])).toContain("lib/custody/index.ts");
  });
});

describe("what a room may use", () => {
  it("of packages", () => {
    expect(breaches(product, packageBreaches)).toEqual([]);
  });

  it("of the environment: lib/config reads it", () => {
    const readers = product.filter(({ path: file }) => !/^lib\/(config|cli|sandbox)\//.test(file));
    const wrong = readers.filter(({ names }) => names.has("process.env"));
    // It reads nothing: Next is told there that the process ends itself.
    expect(wrong.map(({ path: file }) => file)).toEqual(["server.ts"]);
    const uses = byPath.get("server.ts")?.text.match(/process\.env.*/g);
    expect(uses).toEqual([expect.stringMatching(/^process\.env\.NEXT_MANUAL_SIG_HANDLE = /)]);
  });

  it("of arithmetic: money never passes through binary fractions", () => {
    const banned = ["parseFloat", "parseUnits", "formatUnits", ".parseFloat", ".toFixed"];
    const wrong = (file: SourceFile) => banned.filter((name) => file.names.has(name));
    expect(breaches(product, wrong)).toEqual([]);
  });
});

describe("sizes and names", () => {
  it("files are at most 400 lines, route files 25", () => {
    const most = (file: string) => (/^app\/.*route\.tsx?$/.test(file) ? 25 : 400);
    const long = (file: SourceFile) =>
      file.lines > most(file.path) ? [`${file.lines} lines`] : [];
    expect(breaches(sources, long)).toEqual([]);
  });

  it("functions are at most 70 lines", () => {
    const checked = sources.filter(({ path: file }) => !isTest(file));
    const long = (file: SourceFile) =>
      file.functions
        .filter((f) => f.lines > 70)
        .map((f) => `${f.name} (${f.line}) has ${f.lines} lines`);
    expect(checked.flatMap((file) => file.functions).length).toBeGreaterThan(1_000);
    expect(breaches(checked, long)).toEqual([]);
  });

  it("are kebab-case, and none means everything", () => {
    const part = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;
    // Next's own: groups, slots, parameters, and what stands over another page.
    const segment =
      /^(\([a-z-]+\)|@[a-z]+|\(\.+\)\[[a-zA-Z]+\]|\[(\.\.\.)?[a-zA-Z]+\]|\[\[\.\.\.[a-zA-Z]+\]\]|\.[a-z]+)$/;
    const named = files.filter((file) => /\.(tsx?|mjs|css|sql|sol|md)$/.test(file));
    const wrong = named.filter((file) => {
      const parts = file.split("/");
      const name = parts.at(-1) ?? "";
      if (/^[A-Z]+\.md$/.test(name)) parts.pop();
      if (/^\d{4}_[a-z0-9_]+\.sql$/.test(name)) parts.pop();
      // A folder of the API is a word of the contract's path, whatever its case.
      const wire = /^app\/api\/v1\//.test(file) ? /^[a-zA-Z]+$/ : segment;
      return !parts.every((p) => part.test(p) || segment.test(p) || wire.test(p));
    });
    expect(wrong).toEqual([]);
    const vague = /(^|\/)(utils?|helpers?|common|misc|src)(\/|\.)/;
    expect(files.filter((file) => vague.test(file))).toEqual([]);
  });
});

/** The table in the architecture's page: room → rooms that it may import. */
function writtenMap(page: string): Map<string, readonly string[]> {
  const verbs = /^"The verbs" are ([a-z, ]+) and ([a-z]+)\.$/m.exec(page);
  const named = [...(verbs?.[1] ?? "").split(", "), verbs?.[2] ?? ""];
  const table = page.split("| Room | may import |")[1]?.split("\n\n")[0] ?? "";
  const rows = table.split("\n").map((row) => row.split("|").map((cell) => cell.trim()));
  return new Map(
    rows.slice(2).flatMap(([, rooms = "", others = ""]) => {
      const allowed = others === "nothing of ours" ? [] : words(others.replace(/,|\band\b/g, " "));
      const all = allowed.join(" ").replace("the verbs", named.join(" "));
      return rooms.split(", ").map((room) => [room, words(all).sort()] as const);
    }),
  );
}

describe("the words around the code", () => {
  it("draw the same map", () => {
    const page = readFileSync(path.join(ROOT, "docs/architecture.md"), "utf8");
    // Rooms that the plan has and nobody built yet are not in the page.
    const built = new Set(product.map(({ path: file }) => roomOf(file)));
    const map = Object.entries(MAY).filter(([room]) => built.has(room));
    expect(Object.fromEntries(writtenMap(page))).toEqual(
      Object.fromEntries(
        map.map(([room, others]) => [room, others.filter((other) => built.has(other)).sort()]),
      ),
    );
  });

  it("cite paths that exist", () => {
    const pages = files.filter((file) => file === "README.md" || /^docs\/.*\.md$/.test(file));
    const cited = /`((?:lib|app|components|scripts|tests|drizzle|docs)\/[^\s`*<>{}…]+)`/g;
    const missing = pages.flatMap((page) => {
      const text = readFileSync(path.join(ROOT, page), "utf8");
      return [...text.matchAll(cited)]
        .map(([, at = ""]) => at.replace(/[:#].*$/, ""))
        .filter((at) => !existsSync(path.join(ROOT, at)))
        .map((at) => `${page}: ${at}`);
    });
    expect(pages.length).toBeGreaterThan(3);
    expect(missing).toEqual([]);
  });

  it("name no registry's host", () => {
    const hosts = [
      ["registry", "npmjs"],
      ["registry", "yarnpkg"],
      ["npm", "pkg", "github"],
      ["registry", "npmmirror"],
      ["pypi", "org"],
      ["jsr", "io"],
    ].map((parts) => parts.join("."));
    const texts = files.filter((file) =>
      /\.(tsx?|mjs|json|md|ya?ml|sh|css|sql)$|(^|\/)\.[a-z]+$|^\.ci\//.test(file),
    );
    expect(texts).toContain("package-lock.json");
    const named = texts.filter((file) => {
      const text = readFileSync(path.join(ROOT, file), "utf8");
      return hosts.some((host) => text.includes(host));
    });
    expect(named).toEqual([]);
  });
});

describe("this test", () => {
  const sample = (file: string, text: string) => parseSource(file, text);

  it("sees an edge that the map does not have, a back door and a foreign package", () => {
    const look = (file: string, from: string) => [
      ...edgeBreaches(sample(file, `import { x } from "${from}"; x();`)),
      ...packageBreaches(sample(file, `export * from "${from}";`)),
    ];
    expect(look("lib/kit/a.ts", "@/lib/db")).toEqual(["kit may not import db"]);
    expect(look("app/page.tsx", "@/lib/custody")).toEqual(["app may not import custody"]);
    expect(look("lib/http/a.ts", "@/lib/merchants")).toEqual(["http may not import merchants"]);
    expect(look("lib/sweeps/a.ts", "@/lib/ledger/post")).toEqual([
      "@/lib/ledger/post is not the door of ledger",
    ]);
    expect(look("lib/invoices/a.ts", "viem/utils")).toEqual([
      "viem/utils does not belong to invoices",
    ]);
    expect(look("lib/worker/a.ts", "react")).toEqual(["react does not belong to worker"]);
    expect(look("lib/sweeps/a.ts", "@/lib/outgoing")).toEqual([]);
    expect(look("lib/sandbox/a.ts", "@/lib/worker")).toEqual([]);
  });

  it("reads every way to import, and no comment", () => {
    const text = `import type { A } from "a"; export { b } from "b"; export * from "c";
      // import x from "no"
      const d = await import("d"); type E = import("e").E; import "f";`;
    expect([...sample("lib/kit/a.ts", text).imports].sort()).toEqual([
      "a",
      "b",
      "c",
      "d",
      "e",
      "f",
    ]);
  });

  it("measures functions, and sees what is used", () => {
    const text = `function long() {\n${"  x();\n".repeat(80)}}\nconst y = (v: number) => v.toFixed(2) + process.env.X;\n`;
    const file = sample("lib/kit/a.ts", text);
    expect(file.functions.find((f) => f.name === "long")).toEqual({
      name: "long",
      line: 1,
      lines: 82,
    });
    expect([file.lines, file.names.has(".toFixed"), file.names.has("process.env")]).toEqual([
      83,
      true,
      true,
    ]);
  });

  it("knows a climb from a step aside", () => {
    const from = (file: string, to: string) => climbs(sample(file, `import "${to}";`));
    expect(from("lib/kit/a.ts", "../db/b")).toEqual(["../db/b"]);
    expect(from("lib/chains/tron/a.ts", "../port")).toEqual([]);
    expect(from("tests/api/a.test.ts", "../support/x")).toEqual([]);
    expect(from("tests/api/a.test.ts", "../../lib/kit")).toEqual(["../../lib/kit"]);
  });
});
