import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { readSeed, Seed, seedFromEntropy, seedFromMnemonic } from "./seed";

const hex = (seed: Seed) => Buffer.from(readSeed(seed)).toString("hex");

describe("seeds", () => {
  it("follow BIP-39 for 12 words", async () => {
    const words = `${"abandon ".repeat(11)}about`;
    expect(hex(await seedFromMnemonic(words))).toBe(
      "5eb00bbddcf069084889a8ab9155568165f5c453ccb85e70811aaed6f6da5fc1" +
        "9a5ac40b389cd370d086206dec8aa6c43daea6690f20ad3d8d48b2d2ce9e38e4",
    );
  });

  it("follow BIP-39 for the 24 words of an entropy", async () => {
    const expected =
      "408b285c123836004f4b8842c89324c1f01382450c0d439af345ba7fc49acf70" +
      "5489c6fc77dbd4e3dc1dd8cc6bc9f043db8ada1e243c4a0eafb290d399480840";
    expect(hex(await seedFromEntropy(new Uint8Array(32)))).toBe(expected);
    expect(hex(await seedFromMnemonic(`${"abandon ".repeat(23)}art`))).toBe(expected);
  });

  it("refuse words with a wrong checksum, without repeating them", async () => {
    const words = `${"abandon ".repeat(11)}abandon`;
    const failure = await seedFromMnemonic(words).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(inspect(failure)).not.toContain("abandon abandon");
  });

  it("show nothing, however they are printed", () => {
    const seed = new Seed(new Uint8Array(64).fill(0xab));
    const shown = [
      String(seed),
      `${seed}`,
      JSON.stringify({ seed }),
      inspect(seed, { showHidden: true, depth: 9 }),
      inspect(seed, { customInspect: false, showHidden: true, depth: 9 }),
      inspect({ deep: [seed] }),
      JSON.stringify(Object.entries(seed)),
      Reflect.ownKeys(seed).join(),
    ].join("\n");
    expect(shown).toContain("hidden");
    expect(shown).not.toMatch(/abab|171/);
  });

  it("are gone after destroy", () => {
    const bytes = new Uint8Array(64).fill(1);
    const seed = new Seed(bytes);
    seed.destroy();
    expect(bytes.every((byte) => byte === 0)).toBe(true);
    expect(() => readSeed(seed)).toThrow("destroyed");
  });
});
