import { describe, expect, it } from "vitest";
import { readAuditFilter } from "./read-audit-filter";

const read = (query: string) => readAuditFilter(new URLSearchParams(query), "Europe/Madrid");

describe("readAuditFilter (D-30)", () => {
  it("takes what is given, and whole days of the zone", () => {
    expect(read("actor=&action=&cursor=x")).toEqual({});
    expect(
      read("actor=user:1&action=note.added&subject=%20abc%20&from=2026-11-21&to=2026-11-22"),
    ).toEqual({
      actor: "user:1",
      action: "note.added",
      subject: "abc",
      from: new Date("2026-11-20T23:00:00.000Z"),
      to: new Date("2026-11-22T22:59:59.999Z"),
    });
  });

  it("tells what is no day", () => {
    expect(() => read("from=yesterday&to=2026-02-30")).toThrow(
      expect.objectContaining({
        code: "validation_failed",
        details: [
          expect.objectContaining({ path: "from" }),
          expect.objectContaining({ path: "to" }),
        ],
      }),
    );
  });
});
