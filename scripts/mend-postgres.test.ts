import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Script } from "node:vm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CHANGES, MARK, mendPostgres } from "./mend-postgres.mjs";

const INSTALLED = path.join(process.cwd(), "node_modules", "postgres");
const VERSION = "3.4.9";
/** SHA-256 of the files as postgres 3.4.9 was published. */
const FORMS = [
  {
    file: "src/connection.js",
    published: "ee3a218d9aa6a6f2887c1a19da50009335fe84c11a5431d5cab72d6bc528632f",
  },
  {
    file: "cjs/src/connection.js",
    published: "ce6d375809baad79963ef9b3773e6ac757bcf6da2362d4d85482bb14c2c751be",
  },
] as const;

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "tillgate-mend-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const digest = (text: string) => createHash("sha256").update(text).digest("hex");
const at = (file: string) => path.join(root, "node_modules", "postgres", file);
const read = (file: string) => readFileSync(at(file), "utf8");

/** The installed file without its mending. */
function pristine(file: string): string {
  const text = readFileSync(path.join(INSTALLED, file), "utf8");
  return CHANGES.reduce(
    (left, { from, to }) => left.replace(to, () => from),
    text.replace(`${MARK}\n`, ""),
  );
}

/** A folder with a driver installed in it. */
function install(version = VERSION, textOf: (file: string) => string = pristine): void {
  for (const { file } of FORMS) {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), textOf(file));
  }
  writeFileSync(at("package.json"), JSON.stringify({ name: "postgres", version }));
}

describe("the mended driver", () => {
  it.each(FORMS)("differs from what was published in the four places alone: $file", (form) => {
    expect(digest(pristine(form.file))).toBe(form.published);
    install();
    mendPostgres(root);
    const text = read(form.file);
    expect(text.startsWith(`${MARK}\n`)).toBe(true);
    expect(CHANGES).toHaveLength(4);
    for (const { to } of CHANGES) expect(text.split(to)).toHaveLength(2);
    expect(text).toBe(readFileSync(path.join(INSTALLED, form.file), "utf8"));
  });

  it("is still JavaScript", () => {
    install();
    mendPostgres(root);
    const text = read("cjs/src/connection.js");
    expect(() => new Script(`(function (require, module, exports) {${text}\n})`)).not.toThrow();
  });

  it("is left as it is the next time", () => {
    install();
    mendPostgres(root);
    const once = FORMS.map(({ file }) => read(file));
    mendPostgres(root);
    expect(FORMS.map(({ file }) => read(file))).toEqual(once);
  });

  it("is what this checkout pins and has installed", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(dependencies.postgres).toBe(VERSION);
    const { version } = JSON.parse(readFileSync(path.join(INSTALLED, "package.json"), "utf8"));
    expect(version).toBe(VERSION);
  });
});

describe("what is not mended", () => {
  it("another version: it was not studied", () => {
    install("3.4.10");
    expect(() => mendPostgres(root)).toThrow(/^postgres 3\.4\.10 is installed; .* knows 3\.4\.9/);
    for (const { file, published } of FORMS) expect(digest(read(file))).toBe(published);
  });

  it("a file that is not as it was studied", () => {
    install(VERSION, (file) => pristine(file).replace("clearImmediate(nextWriteTimer)", ""));
    expect(() => mendPostgres(root)).toThrow(/is not as it was studied/);
    for (const { file } of FORMS) expect(read(file)).not.toContain(MARK);
  });

  it("a folder without the driver", () => {
    expect(() => mendPostgres(root)).not.toThrow();
  });
});
