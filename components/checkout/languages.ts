import type { CheckoutLanguage } from "@/lib/api";
import { ar } from "./messages/ar";
import { de } from "./messages/de";
import { en, type Messages } from "./messages/en";
import { es } from "./messages/es";
import { fa } from "./messages/fa";
import { fr } from "./messages/fr";
import { hi } from "./messages/hi";
import { id } from "./messages/id";
import { ja } from "./messages/ja";
import { pt } from "./messages/pt";
import { ru } from "./messages/ru";
import { tr } from "./messages/tr";
import { uk } from "./messages/uk";
import { zh } from "./messages/zh";

export interface Language {
  /** In the language itself. */
  readonly name: string;
  readonly dir: "ltr" | "rtl";
  readonly messages: Messages;
}

/** The languages of the payment page by their BCP 47 tag, in the order in which they are offered. */
export const LANGUAGES = {
  en: { name: "English", dir: "ltr", messages: en },
  es: { name: "Español", dir: "ltr", messages: es },
  pt: { name: "Português", dir: "ltr", messages: pt },
  fr: { name: "Français", dir: "ltr", messages: fr },
  de: { name: "Deutsch", dir: "ltr", messages: de },
  tr: { name: "Türkçe", dir: "ltr", messages: tr },
  ru: { name: "Русский", dir: "ltr", messages: ru },
  uk: { name: "Українська", dir: "ltr", messages: uk },
  ar: { name: "العربية", dir: "rtl", messages: ar },
  fa: { name: "فارسی", dir: "rtl", messages: fa },
  hi: { name: "हिन्दी", dir: "ltr", messages: hi },
  id: { name: "Bahasa Indonesia", dir: "ltr", messages: id },
  zh: { name: "简体中文", dir: "ltr", messages: zh },
  ja: { name: "日本語", dir: "ltr", messages: ja },
} as const satisfies Readonly<Record<CheckoutLanguage, Language>>;

export type LanguageTag = keyof typeof LANGUAGES;

export function isLanguage(tag: string | null): tag is LanguageTag {
  return tag !== null && Object.hasOwn(LANGUAGES, tag);
}

/**
 * The language of a page: the one that its address asks for, else the first of the browser's that there is
 * (Accept-Language, RFC 9110 section 12.5.4, by its primary subtag), else the merchant's, else English.
 */
export function chooseLanguage(wishes: {
  readonly asked: string | null;
  readonly accepted: string | null;
  readonly merchants: string | null;
}): LanguageTag {
  if (isLanguage(wishes.asked)) return wishes.asked;
  const accepted = acceptedTags(wishes.accepted ?? "").find(isLanguage);
  if (accepted) return accepted;
  return isLanguage(wishes.merchants) ? wishes.merchants : "en";
}

/** Primary subtags, the best liked first; what is refused by q=0 is left out. */
function acceptedTags(header: string): string[] {
  return header
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [range = "", ...parameters] = part.trim().split(";");
      const q = parameters.map((text) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(text)?.[1]);
      return { tag: range.toLowerCase().split("-")[0] ?? "", weight: Number(q.find(Boolean) ?? 1) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
