import { createTranslator } from "use-intl/core";
import { type Area, pickMessages } from "./messages";

/** What a text says in the person's language. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** The texts of one area of the dashboard, for what is rendered on the server. */
export function textsOf(locale: string, area: Area): Say {
  const messages = pickMessages(locale, [area]);
  return createTranslator({ locale, messages, namespace: area }) as unknown as Say;
}
