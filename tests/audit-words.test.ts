import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { actionText } from "@/components/dashboard/audit/action-text";
import { listFiles } from "./support/source-tree";

const ROOT = process.cwd();
const CODE = /\baction: (?:[^,\n]*\? )?"([a-z_]+\.[a-z_]+)"(?: : "([a-z_]+\.[a-z_]+)")?/g;

describe("the audit log in words (D-30, D-45)", () => {
  it("has a name for every action that a verb writes, in every language", () => {
    const sources = listFiles(ROOT).filter((file) => /^lib\/.*(?<!\.test)\.ts$/.test(file));
    const codes = sources.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(CODE)].flatMap(([, one, other]) =>
        other ? [one, other] : [one],
      ),
    );
    expect(codes.length).toBeGreaterThan(80);
    const missing = ["en", "es", "ru"].flatMap((locale) =>
      codes
        .filter((code = "") => actionText(locale, code) === code)
        .map((code) => `${locale} ${code}`),
    );
    expect(missing).toEqual([]);
  });

  it("tells the code of what has no name", () => {
    expect(actionText("en", "moon.reached")).toBe("moon.reached");
    expect(actionText("xx", "note.added")).toBe("Note added");
  });
});
