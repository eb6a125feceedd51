import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSecretBox, SecretBoxError } from "./secret-box";

const box = createSecretBox("a secret of the installation, long enough");

describe("a secret box", () => {
  it("gives back what it sealed", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, aad) => {
        expect(box.open(box.seal(text, aad), aad)).toBe(text);
      }),
    );
  });

  it("names its version and key, and never seals the same way twice", () => {
    const sealed = box.seal("whsec_abc", "webhook:1");
    expect(sealed).toMatch(/^v1\.[A-Za-z0-9_-]{8}\.[A-Za-z0-9_-]+$/);
    expect(box.seal("whsec_abc", "webhook:1")).not.toBe(sealed);
    expect(sealed).not.toContain("whsec");
  });

  it("opens across instances of one secret", () => {
    const again = createSecretBox("a secret of the installation, long enough");
    expect(again.open(box.seal("x", "a"), "a")).toBe("x");
  });

  it("does not open for another purpose or owner", () => {
    const sealed = box.seal("x", "webhook:1");
    expect(() => box.open(sealed, "webhook:2")).toThrow(SecretBoxError);
  });

  it("says when the secret is another one", () => {
    const other = createSecretBox("another secret of the installation");
    expect(() => other.open(box.seal("x", "a"), "a")).toThrow("another TILLGATE_SECRET");
  });

  it("refuses every altered character", () => {
    const sealed = box.seal("value", "a");
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed[at] === "A" ? "B" : "A";
      const altered = sealed.slice(0, at) + changed + sealed.slice(at + 1);
      expect(() => box.open(altered, "a")).toThrow(SecretBoxError);
    }
  });

  it("takes one spelling of its bytes only", () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const sealed = box.seal("valu", "a");
    const last = alphabet.indexOf(sealed.slice(-1));
    const twin = sealed.slice(0, -1) + alphabet.charAt(last + 1);
    const bytes = (text: string) => Buffer.from(text.split(".")[2] ?? "", "base64url");
    expect(bytes(twin).equals(bytes(sealed))).toBe(true);
    expect(() => box.open(twin, "a")).toThrow("not a sealed secret");
  });

  it.each(["", "v1", "v1..", "v2.AAAAAAAA.AAAA", "plain text", "v1.AAAAAAAA.A"])(
    "refuses %j",
    (text) => {
      expect(() => box.open(text, "a")).toThrow(SecretBoxError);
    },
  );

  it("refuses a body too short to hold a tag", () => {
    const header = box.seal("x", "a").split(".").slice(0, 2).join(".");
    expect(() => box.open(`${header}.AAAA`, "a")).toThrow(SecretBoxError);
  });
});
