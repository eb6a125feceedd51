import { describe, expect, it } from "vitest";
import { hashKey, isSecret, newApiKey, parseKey } from "./api-key";
import { isAllowed } from "./ip-allow-list";

describe("an API key", () => {
  it("names its environment and checks itself", () => {
    const key = newApiKey("sandbox");
    expect(key).toMatch(/^tg_test_[0-9A-Za-z]{46}$/);
    expect(parseKey(key)).toEqual({ environment: "sandbox" });
    expect(parseKey(newApiKey("production"))).toEqual({ environment: "production" });
    expect(newApiKey("sandbox")).not.toBe(key);
  });

  it("is told from a mistyped one without a look-up", () => {
    const key = newApiKey("sandbox");
    const at = 20;
    const other = key[at] === "a" ? "b" : "a";
    const wrong = [
      key.slice(0, at) + other + key.slice(at + 1),
      key.replace("tg_test_", "tg_live_"),
      `${key} `,
      `${key}, ${key}`,
      key.slice(0, -1),
      "",
    ];
    for (const text of wrong) expect(parseKey(text), text).toBeNull();
  });

  it("has a secret that is compared by its hash", () => {
    expect(isSecret("s", hashKey("s"))).toBe(true);
    expect(isSecret("S", hashKey("s"))).toBe(false);
    expect(isSecret(Buffer.from(hashKey("s")).toString("hex"), hashKey("s"))).toBe(false);
    expect(isSecret("s", new Uint8Array())).toBe(false);
  });
});

describe("an IP allow-list", () => {
  it.each([
    ["203.0.113.7", ["203.0.113.7"], true],
    ["203.0.113.8", ["203.0.113.7"], false],
    ["203.0.113.8", ["203.0.113.0/24"], true],
    ["203.0.114.8", ["203.0.113.0/24"], false],
    ["::ffff:203.0.113.7", ["203.0.113.7"], true],
    ["203.0.113.7", ["::ffff:203.0.113.0/120"], true],
    ["203.0.113.7", ["::ffff:0:0/95"], false],
    ["2001:db8::1", ["2001:db8::/32"], true],
    ["2001:db8:0:0:0:0:0:1", ["2001:DB8::1"], true],
    ["2001:db9::1", ["2001:db8::/32"], false],
    ["203.0.113.7", ["2001:db8::/32", "0.0.0.0/0"], true],
    ["2001:db8::1", ["0.0.0.0/0"], false],
    ["203.0.113.7", ["nonsense", "203.0.113.7/33", "203.0.113.7/", "203.0.113.7/8/8"], false],
    ["nonsense", ["0.0.0.0/0", "::/0"], false],
    ["203.0.113.7", [], true],
  ])("lets %s in by %j: %s", (address, list, allowed) => {
    expect(isAllowed(address, list)).toBe(allowed);
  });
});
