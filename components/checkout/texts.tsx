import { IntlMessageFormat } from "intl-messageformat";
import { Fragment, isValidElement, type ReactElement, type ReactNode } from "react";
import { LANGUAGES, type LanguageTag } from "./languages";
import type { en } from "./messages/en";

type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}`;
}[keyof T & string];
export type TextKey = Paths<typeof en>;

type Plain = Readonly<Record<string, string | number>>;
type Tag = (parts: ReactNode) => ReactElement;
type Rich = Readonly<Record<string, string | number | ReactElement | Tag>>;

/** What the page says in one language. */
export interface Texts {
  readonly lang: LanguageTag;
  readonly dir: "ltr" | "rtl";
  /** For Intl: digits are Latin in every language, as wallets and addresses have them. */
  readonly locale: string;
  /** A text with its values in it. Values keep their own direction. */
  say(key: TextKey, values?: Plain): string;
  /** The same as markup: `<b>` and other tags of the text become elements, values stand apart from its direction. */
  show(key: TextKey, values?: Rich): ReactNode;
  /** A plain decimal as it is read in this language: only the decimal mark differs. Never for what is copied. */
  amount(decimal: string): string;
}

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";
const BUILT_IN: Rich = { b: (parts) => <b>{keyed(parts)}</b> };
const compiled = new Map<string, IntlMessageFormat>();

/** The texts of a language. */
export function textsOf(lang: LanguageTag): Texts {
  const { dir } = LANGUAGES[lang];
  const locale = `${lang}-u-nu-latn`;
  const mark = new Intl.NumberFormat(locale)
    .formatToParts(1.5)
    .find(({ type }) => type === "decimal");
  const isolated = (value: string | number) =>
    dir === "rtl" && typeof value === "string"
      ? `${FIRST_STRONG_ISOLATE}${value}${POP_ISOLATE}`
      : value;
  return {
    lang,
    dir,
    locale,
    say(key, values = {}) {
      const entries = Object.entries(values).map(([name, value]) => [name, isolated(value)]);
      return String(format(lang, locale, key).format(Object.fromEntries(entries)));
    },
    show(key, values = {}) {
      const entries = Object.entries(values).map(
        ([name, value]) => [name, typeof value === "string" ? apart(value) : value] as const,
      );
      const parts = format(lang, locale, key).format<ReactNode>({
        ...BUILT_IN,
        ...Object.fromEntries(entries),
      } as never);
      return keyed(parts);
    },
    amount: (decimal) => decimal.replace(".", mark?.value ?? "."),
  };
}

function apart(value: string): ReactElement {
  return <bdi>{value}</bdi>;
}

function format(lang: LanguageTag, locale: string, key: TextKey): IntlMessageFormat {
  const id = `${lang} ${key}`;
  const known = compiled.get(id);
  if (known) return known;
  const made = new IntlMessageFormat(textAt(lang, key), locale);
  compiled.set(id, made);
  return made;
}

function textAt(lang: LanguageTag, key: TextKey): string {
  let at: unknown = LANGUAGES[lang].messages;
  for (const name of key.split(".")) at = (at as Readonly<Record<string, unknown>>)[name];
  if (typeof at !== "string") throw new TypeError(`no text ${key} in ${lang}`);
  return at;
}

/** Parts of a sentence never change places: their index is their key. */
function keyed(parts: ReactNode): ReactNode {
  if (!Array.isArray(parts)) return parts;
  return parts.map((part: ReactNode, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: a fixed row of parts
    isValidElement(part) ? <Fragment key={index}>{part}</Fragment> : part,
  );
}
