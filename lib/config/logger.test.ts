import { describe, expect, it } from "vitest";
import { createLogger, describeError } from "./logger";

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

describe("a line of the log", () => {
  it("shows no secret and nobody's address, at either depth", () => {
    const lines: string[] = [];
    const log = createLogger("test", "info", { write: (line) => void lines.push(line) });
    const person = { email: "alice@example.com", toAddress: "alice@example.com" };
    const secret = { apiKey: "alice", webhookSecret: "alice", smtpUrl: "smtp://alice:alice@x" };
    log.info({ ...person, ...secret, mailId: "m1" }, "flat");
    log.info({ mail: person, config: secret }, "deep");
    expect(lines).toHaveLength(2);
    expect(lines.join("")).not.toContain("alice");
    expect(lines[0]).toContain("m1");
  });
});
