/** The surfaces on which the accent stands as text, per scheme; `styles.ts` paints them. */
export const SURFACES = {
  light: { paper: "#e9eee9", slip: "#fdfefc", tint: "#eff5f0" },
  dark: { paper: "#0a1210", slip: "#121d1a", tint: "#182723" },
} as const;

export interface Accent {
  /** #rrggbb */
  readonly accent: string;
  /** What is written on the accent. */
  readonly onAccent: string;
}

/** WCAG 2.2, 1.4.3: text below 24 px. */
const ENOUGH = 4.5;
const STEPS = 64;
const BLACK = "#000000";
const WHITE = "#ffffff";

type Triple = readonly [number, number, number];

function channels(colour: string): Triple {
  const at = (i: number) => Number.parseInt(colour.slice(i, i + 2), 16) / 255;
  return [at(1), at(3), at(5)];
}

/** sRGB without its gamma (IEC 61966-2-1), 0 to 1. */
function linear(colour: string): Triple {
  const of = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const [r, g, b] = channels(colour);
  return [of(r), of(g), of(b)];
}

/** WCAG 2.2's relative luminance of #rrggbb, 0 to 1. */
function luminance(colour: string): number {
  const [r, g, b] = linear(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2's contrast of two colours #rrggbb, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(a, b) / Math.min(a, b);
}

/** Björn Ottosson's OKLab, in which a step of lightness looks alike in every hue and leaves the hue as it is. */
function toOklab(colour: string): Triple {
  const [r, g, b] = linear(colour);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: Triple): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const hex = (c: number) => {
    const coded = c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055;
    const byte = Math.round(255 * Math.min(1, Math.max(0, coded)));
    return byte.toString(16).padStart(2, "0");
  };
  return `#${rgb.map(hex).join("")}`;
}

/**
 * A shop's colour as the accent of one scheme: as it is where it can be read on every surface, else its lightness is
 * moved in steps, hue kept, towards black in the light scheme and white in the dark one until it can.
 */
export function readableAccent(colour: string, scheme: "light" | "dark"): Accent {
  const surfaces = Object.values(SURFACES[scheme]);
  const [lightness, a, b] = toOklab(colour);
  const end = scheme === "light" ? 0 : 1;
  for (let step = 0; step <= STEPS; step += 1) {
    const moved = step / STEPS;
    const kept = 1 - moved;
    const accent =
      step === 0 ? colour : fromOklab([lightness * kept + end * moved, a * kept, b * kept]);
    const onAccent = contrast(accent, WHITE) >= ENOUGH ? WHITE : BLACK;
    const grounds = [...surfaces, onAccent];
    if (grounds.every((ground) => contrast(accent, ground) >= ENOUGH)) return { accent, onAccent };
  }
  throw new Error(`no readable accent for ${colour}`);
}

/** The accent of a shop's pages as CSS; nothing in it but colours that were computed here. Throws on other text. */
export function accentStyle(colour: string): string {
  if (!/^#[0-9a-f]{6}$/.test(colour)) throw new TypeError("not a colour");
  const properties = (scheme: "light" | "dark") => {
    const { accent, onAccent } = readableAccent(colour, scheme);
    return `:root{--accent:${accent};--on-accent:${onAccent}}`;
  };
  return `${properties("light")}@media screen and (prefers-color-scheme:dark){${properties("dark")}}`;
}
