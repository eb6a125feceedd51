import { describe, expect, it } from "vitest";
import { changesOf, restOf } from "./changes";

describe("what an entry of the audit log changed (D-30)", () => {
  it("is told field by field, and only what differs", () => {
    const before = {
      name: "A",
      fees: { payer: "user", percent: "1" },
      ips: ["10.0.0.1"],
      url: null,
    };
    const after = {
      name: "A",
      fees: { payer: "merchant", percent: "1" },
      ips: [],
      url: "https://x",
    };
    expect(changesOf({ before, after })).toEqual([
      { field: "fees.payer", before: "user", after: "merchant" },
      { field: "ips", before: '["10.0.0.1"]', after: "[]" },
      { field: "url", before: null, after: "https://x" },
    ]);
  });

  it("may be one value, with more noted beside it", () => {
    const data = { email: "a@b.example", before: "viewer", after: "admin" };
    expect(changesOf(data)).toEqual([{ field: "", before: "viewer", after: "admin" }]);
    expect(restOf(data)).toEqual([["email", "a@b.example"]]);
  });

  it("is nothing where there is no before and after", () => {
    expect(changesOf({ amount: "1.5", after: null })).toBeNull();
    expect(restOf({ amount: "1.5", after: null })).toEqual([
      ["amount", "1.5"],
      ["after", null],
    ]);
  });
});
