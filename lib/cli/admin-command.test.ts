import { describe, expect, it } from "vitest";
import { type AdminCommand, readGiven, readUsdt, UsageError } from "./admin-command";
import { table } from "./table";

const command: AdminCommand = {
  words: "key issue",
  summary: "Make a key",
  operands: ["merchant"],
  options: {
    name: { value: "TEXT", meaning: "name", required: true },
    scope: { value: "SCOPE", meaning: "scope", many: true },
    all: { meaning: "a switch" },
  },
  run: async () => ({ text: "", data: null }),
};

describe("what a command was given", () => {
  it("is read by name, in any order, several times where that is meant", () => {
    const given = readGiven(command, [
      "--scope",
      "a",
      "7",
      "--all",
      "--name=n",
      "--scope",
      "b",
      "--json",
    ]);
    expect([given.operand("merchant"), given.option("name"), given.json]).toEqual(["7", "n", true]);
    expect(given.options("scope")).toEqual(["a", "b"]);
    expect(given.option("all")).toBe("true");
    expect(readGiven(command, ["7", "--name", "n"]).option("all")).toBeNull();
    expect(readGiven(command, ["7", "--name", "n"]).options("scope")).toEqual([]);
  });

  it.each([
    ["an unknown option", ["7", "--name", "n", "--force"]],
    ["a missing operand", ["--name", "n"]],
    ["a surplus operand", ["7", "8", "--name", "n"]],
    ["a missing option", ["7"]],
    ["an option without its value", ["7", "--name"]],
    ["a switch with a value", ["7", "--name", "n", "--all=no"]],
  ])("is refused for %s", (_, args) => {
    expect(() => readGiven(command, args)).toThrow(UsageError);
  });

  it("may be a cry for help, whatever is missing", () => {
    expect(readGiven(command, ["--help"]).help).toBe(true);
    expect(readGiven(command, ["-h"]).help).toBe(true);
  });

  it("is an amount, exactly", () => {
    expect(readUsdt("0.000001", "x")).toBe(1n);
    for (const text of ["1e3", "-1", "", "1,0", "0.0000001", "0x1"]) {
      expect(() => readUsdt(text, "x"), text).toThrow(UsageError);
    }
  });
});

describe("a table", () => {
  it("is as wide as it needs, and says when it is empty", () => {
    expect(table(["a", "long"], [["xyz", "1"]])).toBe("a    long\nxyz  1");
    expect(table(["a"], [])).toBe("None.");
  });
});
