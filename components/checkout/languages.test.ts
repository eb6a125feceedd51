import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { chooseLanguage, LANGUAGES, type LanguageTag } from "./languages";
import { en } from "./messages/en";
import { type TextKey, textsOf } from "./texts";

type Node = ReturnType<IntlMessageFormat["getAst"]>[number];
interface Part {
  readonly placeholders: ReadonlySet<string>;
  /** Categories of each plural. */
  readonly plurals: readonly (readonly string[])[];
}

const TAGS = Object.keys(LANGUAGES) as LanguageTag[];

function flatten(texts: object, path = ""): [string, string][] {
  return Object.entries(texts).flatMap(([name, value]) =>
    typeof value === "string"
      ? [[path + name, value] as [string, string]]
      : flatten(value as object, `${path}${name}.`),
  );
}

/** What a text has beside words: `{names}`, `<tags>`, and the plurals' categories. */
function partsOf(text: string, lang: LanguageTag): Part {
  const placeholders = new Set<string>();
  const plurals: string[][] = [];
  const walk = (nodes: readonly Node[]) => {
    for (const node of nodes) {
      if ("children" in node) {
        placeholders.add(`<${node.value}>`);
        walk(node.children);
      } else if ("options" in node) {
        placeholders.add(`{${node.value}}`);
        plurals.push(Object.keys(node.options));
        for (const option of Object.values(node.options)) walk(option.value);
      } else if (node.type === 1) placeholders.add(`{${node.value}}`);
    }
  };
  walk(new IntlMessageFormat(text, lang).getAst());
  return { placeholders, plurals };
}

const SOURCE = new Map(flatten(en));

describe.each(TAGS)("the texts in %s", (lang) => {
  const texts = new Map(flatten(LANGUAGES[lang].messages));

  it("are all there, and nothing else is", () => {
    expect([...texts.keys()]).toEqual([...SOURCE.keys()]);
    for (const [key, text] of texts) expect(text.trim(), key).not.toBe("");
  });

  it("have the source's placeholders and tags, and every plural form of the language", () => {
    const { pluralCategories } = new Intl.PluralRules(lang).resolvedOptions();
    for (const [key, text] of texts) {
      const own = partsOf(text, lang);
      const source = partsOf(SOURCE.get(key) ?? "", "en");
      expect([...own.placeholders].sort(), key).toEqual([...source.placeholders].sort());
      expect(own.plurals.length, key).toBeGreaterThanOrEqual(source.plurals.length);
      for (const forms of own.plurals) {
        const named = forms.filter((form) => !form.startsWith("="));
        expect(named.sort(), key).toEqual([...pluralCategories].sort());
      }
    }
  });

  it("keep names as they are, never shout, and warn of what the source warns of", () => {
    const names = /USDT|TRC20|ERC20|BEP20|MetaMask|Coinbase Wallet|Rainbow|Polygon/g;
    for (const [key, text] of texts) {
      const wanted = new Set((SOURCE.get(key) ?? "").match(names));
      for (const name of wanted) expect(text, key).toContain(name);
      expect(text, key).not.toMatch(/[!¡！]/);
    }
  });

  it("differ from the source but for what is the same everywhere", () => {
    if (lang === "en") return;
    const same = [...texts].filter(([key, text]) => text === SOURCE.get(key));
    expect(same.length, JSON.stringify(same)).toBeLessThan(12);
  });

  it("are written with values in their own direction, and Latin digits", () => {
    const { say, dir } = textsOf(lang);
    const minutes = (count: number) => say("timer.minutesLeft", { minutes: count });
    for (const count of [0, 1, 2, 3, 5, 11, 21, 100, 1_000_000]) {
      expect(minutes(count), `${count}`).not.toMatch(/[٠-٩۰-۹०-९]/);
    }
    const held = say("state.expired_partial.headline", { received: "30" });
    expect(held).toContain(dir === "rtl" ? "\u206830\u2069" : "30");
  });
});

describe("the language of a page", () => {
  const choose = (asked: string | null, accepted: string | null, merchants: string | null = null) =>
    chooseLanguage({ asked, accepted, merchants });

  it("is what the address says, then the browser, then the merchant, then English", () => {
    expect(choose("ja", "de", "fr")).toBe("ja");
    expect(choose("xx", "de", "fr")).toBe("de");
    expect(choose(null, "xx,yy;q=0.5", "fr")).toBe("fr");
    expect(choose(null, null, "xx")).toBe("en");
    expect(choose("__proto__", "constructor", "toString")).toBe("en");
  });

  it.each([
    ["fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr"],
    ["en;q=0.1, tr;q=0.9", "tr"],
    ["de;q=0, es", "es"],
    ["ZH-Hant-TW", "zh"],
    ["pt-BR", "pt"],
    ["", "en"],
    ["*", "en"],
    [";;;,,,q=", "en"],
    ["de;q=abc", "de"],
  ])("Accept-Language %j is %s", (header, lang) => {
    expect(choose(null, header)).toBe(lang);
  });
});

it("names every text that the source has by a key", () => {
  const keys: TextKey[] = ["page.test", "state.late.headline", "lookup.found"];
  for (const key of keys) expect(SOURCE.has(key)).toBe(true);
});
