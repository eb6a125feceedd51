import { auth } from "./auth";
import { DASHBOARD_LANGUAGES, type DashboardLanguage } from "./catalog";

import { confirm } from "./confirm";
import { contacts } from "./contacts";
import { detail } from "./detail";
import { home } from "./home";
import { links } from "./links";
import { payouts } from "./payouts";
import { recipients } from "./recipients";
import { requests } from "./requests";
import { settings } from "./settings";
import { shell } from "./shell";
import { transactions } from "./transactions";
import { wallets } from "./wallets";
import { words } from "./words";

/** Every text of the dashboard, by area. */
export const CATALOGS = {
  auth,
  confirm,
  contacts,
  detail,
  home,
  links,
  payouts,
  recipients,
  requests,
  settings,
  shell,
  transactions,
  wallets,
  words,
};

export type Area = keyof typeof CATALOGS;
/** The texts of some areas in one language. */
export type Messages = Readonly<Partial<Record<Area, Readonly<Record<string, string>>>>>;

export function isDashboardLanguage(text: string): text is DashboardLanguage {
  return Object.hasOwn(DASHBOARD_LANGUAGES, text);
}

/** The texts of some areas in a language; in English where there is no such language. */
export function pickMessages(locale: string, areas: readonly Area[]): Messages {
  const language = isDashboardLanguage(locale) ? locale : "en";
  return Object.fromEntries(areas.map((area) => [area, CATALOGS[area][language]]));
}
