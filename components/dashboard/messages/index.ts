import { account } from "./account";
import { audit } from "./audit";
import { auditActions } from "./audit-actions";
import { auth } from "./auth";
import { calls } from "./calls";
import { DASHBOARD_LANGUAGES, type DashboardLanguage } from "./catalog";

import { confirm } from "./confirm";
import { contacts } from "./contacts";
import { desk } from "./desk";
import { detail } from "./detail";
import { developers } from "./developers";
import { door } from "./door";
import { endpoint } from "./endpoint";
import { home } from "./home";
import { links } from "./links";
import { notes } from "./notes";
import { opMerchants } from "./op-merchants";
import { opMoney } from "./op-money";
import { opOrders } from "./op-orders";
import { opSweeps } from "./op-sweeps";
import { operator } from "./operator";
import { payouts } from "./payouts";
import { recipients } from "./recipients";
import { requests } from "./requests";
import { search } from "./search";
import { settings } from "./settings";
import { shell } from "./shell";
import { team } from "./team";
import { transactions } from "./transactions";
import { wallets } from "./wallets";
import { words } from "./words";

/** Every text of the dashboard, by area. */
export const CATALOGS = {
  account,
  audit,
  auditActions,
  auth,
  calls,
  confirm,
  contacts,
  desk,
  detail,
  developers,
  endpoint,
  door,
  home,
  links,
  operator,
  opMerchants,
  opMoney,
  opOrders,
  opSweeps,
  payouts,
  recipients,
  notes,
  requests,
  settings,
  search,
  shell,
  team,
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
