import { IntlMessageFormat } from "intl-messageformat";
import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { textsOf } from "@/components/dashboard/texts";
import { CATALOGS, isDashboardLanguage, pickMessages } from ".";
import { DASHBOARD_LANGUAGES } from "./catalog";

const areas = Object.entries(CATALOGS) as [string, Record<string, Record<string, string>>][];
const languages = Object.keys(DASHBOARD_LANGUAGES);
type Part = {
  readonly type: number;
  readonly value?: string;
  readonly options?: Record<string, { readonly value: Part[] }>;
};
const [LITERAL, POUND] = [0, 7];
/** The arguments of an ICU message, those inside its branches too. */
const argumentsOf = (text: string): string[] => {
  const named = (parts: readonly Part[]): string[] =>
    parts.flatMap(({ type, value, options }) => [
      ...(type === LITERAL || type === POUND ? [] : [value ?? ""]),
      ...Object.values(options ?? {}).flatMap((branch) => named(branch.value)),
    ]);
  return [...new Set(named(new IntlMessageFormat(text, "en").getAst() as Part[]))].sort();
};
const FIGURES = [0, 1, 2, 5, 11, 21, 1_000];

describe("D-45: the dashboard's texts", () => {
  it("are there in three languages at least, under the same names", () => {
    expect(languages.length).toBeGreaterThanOrEqual(3);
    for (const [area, texts] of areas) {
      const names = Object.keys(texts.en ?? {}).sort();
      expect(names.length, area).toBeGreaterThan(0);
      for (const language of languages) {
        expect(Object.keys(texts[language] ?? {}).sort(), `${area} ${language}`).toEqual(names);
      }
    }
  });

  it("take the same arguments, say something for every figure, and are not left in English", () => {
    let same = 0;
    let all = 0;
    for (const [area, texts] of areas) {
      for (const [name, english] of Object.entries(texts.en ?? {})) {
        const wanted = argumentsOf(english);
        for (const language of languages) {
          const text = texts[language]?.[name] ?? "";
          expect.soft(argumentsOf(text), `${area}.${name} ${language}`).toEqual(wanted);
          for (const figure of FIGURES) {
            const values = Object.fromEntries(wanted.map((argument) => [argument, figure]));
            const say = createTranslator({
              locale: language,
              messages: { one: text },
              onError: (error) => {
                throw new Error(`${area}.${name} ${language}: ${error.message}`);
              },
            }) as unknown as (key: string, values: object) => string;
            expect.soft(say("one", values).trim(), `${area}.${name} ${language}`).not.toBe("");
          }
          if (language === "en") continue;
          all += 1;
          if (text === english) same += 1;
        }
      }
    }
    // "Hash", "Id", "Ethereum (ERC20)" and their like are the same word.
    expect(same / all).toBeLessThan(0.08);
    // Some thousand texts in three languages for seven figures each: seconds on a busy machine.
  }, 60_000);

  it("are English where the language is not there, and the area is asked for by name", () => {
    expect(isDashboardLanguage("es")).toBe(true);
    expect(isDashboardLanguage("xx")).toBe(false);
    expect(isDashboardLanguage("toString")).toBe(false);
    expect(pickMessages("xx", ["words"])).toEqual({ words: CATALOGS.words.en });
    expect(textsOf("ru", "shell")("pending", { count: 2 })).toBe("2 ожидают");
    expect(textsOf("xx", "home")("title")).toBe("Home");
  });
});
