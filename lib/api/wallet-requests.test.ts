import { describe, expect, it } from "vitest";
import type { RawInput } from "./input";
import { JsonNumber } from "./json-number";
import {
  parseGenerateWallet,
  parseUpdateBalance,
  parseUserList,
  parseUserPath,
} from "./wallet-requests";

const raw = (body: Record<string, unknown>, query = ""): RawInput => ({
  query: new URLSearchParams(query),
  body,
  repeated: [],
});
const user = { userId: "u1", email: "alice@example.com" };

describe("parseGenerateWallet", () => {
  it("reads absent fields and nulls as not given", () => {
    const kept = {
      firstName: null,
      lastName: null,
      phone: null,
      callbackUrl: null,
      isActive: null,
    };
    expect(parseGenerateWallet(raw(user), false)).toEqual({ ...user, ...kept });
    const nulls = Object.fromEntries(Object.keys(kept).map((name) => [name, null]));
    expect(parseGenerateWallet(raw({ ...user, ...nulls }), false)).toEqual({ ...user, ...kept });
    expect(parseGenerateWallet(raw({ ...user, isActive: false }), false).isActive).toBe(false);
  });

  it("takes http and loopback in the sandbox only", () => {
    const read = (callbackUrl: string, sandbox: boolean) =>
      parseGenerateWallet(raw({ ...user, callbackUrl }), sandbox).callbackUrl;
    for (const url of ["http://shop.example/", "http://localhost:3000/"]) {
      expect(read(url, true)).toBe(url);
      expect(() => read(url, false)).toThrow("callbackUrl must be an https URL");
    }
    expect(() => read("https://localhost/", false)).toThrow(
      "callbackUrl must not point to a private address",
    );
    expect(() => read("https://10.1.2.3/", true)).toThrow(
      "callbackUrl must not point to a private address",
    );
    expect(read("https://shop.example/users", false)).toBe("https://shop.example/users");
  });
});

describe("parseUpdateBalance", () => {
  it("reads the amount exactly", () => {
    const body = { userId: "u1", walletAddress: "T1", transactionHash: "h" };
    const read = (amount: unknown) => parseUpdateBalance(raw({ ...body, amount })).amount;
    expect(read("0.000001")).toBe(1n);
    expect(read(new JsonNumber("1e-6"))).toBe(1n);
    expect(() => read(new JsonNumber("1e-7"))).toThrow("Amount must be a valid positive number");
  });
});

describe("parseUserList", () => {
  it("fills in the first page of 20", () => {
    expect(parseUserList(raw({}, "userId=a%2Fb"))).toEqual({ userId: "a/b", page: 1, limit: 20 });
    expect(parseUserList(raw({}, "userId=a&limit=500&status=expired&type=deposit"))).toEqual({
      userId: "a",
      type: "deposit",
      status: "failed",
      page: 1,
      limit: 100,
    });
  });
});

describe("parseUserPath", () => {
  it("counts characters, not their halves", () => {
    const { length } = "😀".repeat(255);
    expect(length).toBe(510);
    expect(parseUserPath("😀".repeat(255)).userId).toHaveLength(510);
    for (const wrong of ["😀".repeat(256), "", undefined, ["a"], "\ud800", "a\0"]) {
      expect(() => parseUserPath(wrong)).toThrow("Wallet not found for the specified userId");
    }
  });
});
