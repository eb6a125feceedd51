import { describe, expect, it } from "vitest";
import { describeError } from "./logger";

describe("an error in the log", () => {
  it("tells of a failed query without what it carried", () => {
    const cause = Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" });
    const failed = new Error(
      `Failed query: insert into x values ($1)\nparams: ${"secret,".repeat(9000)}`,
      {
        cause,
      },
    );
    const told = describeError(failed);
    expect(told).toMatchObject({
      message: "Failed query: insert into x values ($1)",
      cause: { message: "connection refused", code: "ECONNREFUSED" },
    });
    expect(JSON.stringify(told)).not.toContain("secret");
    expect(JSON.stringify(told).length).toBeLessThan(4_000);
  });

  it("is short however long the error is, and leaves what is no error alone", () => {
    expect(JSON.stringify(describeError(new Error("x".repeat(1_000_000)))).length).toBeLessThan(
      3_000,
    );
    expect(describeError("text")).toBe("text");
  });
});
