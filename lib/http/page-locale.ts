import { cookies, headers } from "next/headers";
import { findPerson } from "./person";

/** Where a browser says what it is set to, for times: a plain cookie of the dashboard's own script. */
const TIME_ZONE_COOKIE = "tillgate-zone";

/** The language of a page: the person's, else the first that the browser asks for. A two-letter code. */
export async function pageLocale(): Promise<string> {
  const person = await findPerson();
  if (person) return person.language;
  const asked = (await headers()).get("accept-language") ?? "";
  return /^[a-z]{2}/i.exec(asked.trim())?.[0].toLowerCase() ?? "en";
}

/** The zone that times are shown in: the person's, else the browser's, else UTC. An IANA name. */
export async function pageTimeZone(): Promise<string> {
  const person = await findPerson();
  const zone = person?.timeZone ?? (await cookies()).get(TIME_ZONE_COOKIE)?.value ?? "UTC";
  return isTimeZone(zone) ? zone : "UTC";
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** A path on this host that a query asked to go to; anything else is `otherwise`. */
export function ourPath(asked: string | readonly string[] | undefined, otherwise: string): string {
  // "//host" and "/\host" are other hosts to a browser.
  return typeof asked === "string" && /^\/(?![/\\])[^\s\\]*$/.test(asked) ? asked : otherwise;
}
