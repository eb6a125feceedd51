import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { open, seal } from "./aead";

describe("seal and open", () => {
  const key = randomBytes(32);
  const box = seal(key, Buffer.from("entropy"), "wallet:1:seed");

  it("go round", () => {
    expect(open(key, box, "wallet:1:seed")?.toString()).toBe("entropy");
  });

  it("refuse another aad, key or length", () => {
    expect(open(key, box, "wallet:2:seed")).toBeNull();
    expect(open(key, box, "wallet:1:data-key")).toBeNull();
    expect(open(randomBytes(32), box, "wallet:1:seed")).toBeNull();
    expect(open(key, box.subarray(0, 27), "wallet:1:seed")).toBeNull();
  });

  it("refuse a change of any byte", () => {
    for (let at = 0; at < box.length; at++) {
      const altered = Buffer.from(box);
      altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
      expect(open(key, altered, "wallet:1:seed")).toBeNull();
    }
  });
});
