/** The languages of the dashboard, by the name they call themselves. */
export const DASHBOARD_LANGUAGES = { en: "English", es: "Español", ru: "Русский" } as const;
export type DashboardLanguage = keyof typeof DASHBOARD_LANGUAGES;

export type Catalog<Key extends string> = Readonly<
  Record<DashboardLanguage, Readonly<Record<Key, string>>>
>;

/** The texts of one area in every language: ICU messages under the same names. */
export function catalog<Key extends string>(texts: {
  readonly en: Readonly<Record<Key, string>>;
  readonly es: Readonly<Record<NoInfer<Key>, string>>;
  readonly ru: Readonly<Record<NoInfer<Key>, string>>;
}): Catalog<Key> {
  return texts;
}
