import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accentStyle, contrast, readableAccent, SURFACES } from "./accent";
import { CHECKOUT_STYLE } from "./styles";

const SCHEMES = ["light", "dark"] as const;
const colours = fc
  .integer({ min: 0, max: 0xffffff })
  .map((n) => `#${n.toString(16).padStart(6, "0")}`);

function expectReadable(colour: string, scheme: "light" | "dark") {
  const { accent, onAccent } = readableAccent(colour, scheme);
  for (const ground of [...Object.values(SURFACES[scheme]), onAccent]) {
    expect(contrast(accent, ground), `${colour} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  }
}

it("contrast is WCAG's", () => {
  expect(contrast("#000000", "#ffffff")).toBe(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.478, 3);
  expect(contrast("#7b2d8b", "#7b2d8b")).toBe(1);
});

describe("the accent", () => {
  it("can be read on every surface, and what is written on it too, whatever the colour", () => {
    fc.assert(
      fc.property(colours, (colour) => {
        for (const scheme of SCHEMES) expectReadable(colour, scheme);
      }),
      { numRuns: 3_000 },
    );
  });

  it("can be read on a grid through all colours", () => {
    const steps = Array.from({ length: 18 }, (_, i) => (i * 15).toString(16).padStart(2, "0"));
    for (const r of steps)
      for (const g of steps)
        for (const b of steps)
          for (const scheme of SCHEMES) {
            const { accent, onAccent } = readableAccent(`#${r}${g}${b}`, scheme);
            const grounds = [...Object.values(SURFACES[scheme]), onAccent];
            const least = Math.min(...grounds.map((ground) => contrast(accent, ground)));
            if (least < 4.5) expect.fail(`#${r}${g}${b} ${scheme}: ${least}`);
          }
  });

  it("is the shop's own colour where that can be read", () => {
    expect(readableAccent("#7b2d8b", "light")).toEqual({
      accent: "#7b2d8b",
      onAccent: "#ffffff",
    });
    expect(readableAccent("#ffd60a", "dark").accent).toBe("#ffd60a");
  });

  it("keeps its hue when it has to move", () => {
    const { accent } = readableAccent("#ffd60a", "light");
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => Number.parseInt(accent.slice(i, i + 2), 16));
    expect(r).toBeGreaterThan(g);
    expect(g).toBeGreaterThan(b + 60);
  });
});

describe("its style", () => {
  it("is made of colours alone", () => {
    fc.assert(
      fc.property(colours, (colour) => {
        expect(accentStyle(colour)).toMatch(
          /^:root\{--accent:#[0-9a-f]{6};--on-accent:#[0-9a-f]{6}\}@media screen and \(prefers-color-scheme:dark\)\{:root\{--accent:#[0-9a-f]{6};--on-accent:#[0-9a-f]{6}\}\}$/,
        );
      }),
    );
    for (const text of ["red", "#fff", "#ffffff}</style><script>", "#FFFFFF"]) {
      expect(() => accentStyle(text)).toThrow(TypeError);
    }
  });

  it.each(SCHEMES)("the surfaces of the %s scheme are those of the style sheet", (scheme) => {
    for (const [name, colour] of Object.entries(SURFACES[scheme])) {
      expect(CHECKOUT_STYLE).toContain(`--${name}:${colour}`);
    }
  });
});
