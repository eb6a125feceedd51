import { notFound } from "next/navigation";
import type { Context, Permission } from "@/lib/command";
import { countPerson } from "./count-person";
import { pageLocale, pageTimeZone } from "./page-locale";
import { type Person, personContext, personOrSignIn } from "./person";

/** What a page of the dashboard knows of who looks at it. */
export interface PageFacts {
  readonly person: Person;
  readonly ctx: Context;
  readonly locale: string;
  /** An IANA name. */
  readonly timeZone: string;
}

/**
 * Opens a page of the dashboard: a stranger is sent to sign in, whoever may not see it is told that it is not there.
 * Throws rate_limited.
 */
export async function openPage(name: string, permission: Permission): Promise<PageFacts> {
  const person = await personOrSignIn();
  if (!person.permissions.has(permission)) notFound();
  await countPerson(person, `PAGE ${name}`, "dashboard");
  const [locale, timeZone] = await Promise.all([pageLocale(), pageTimeZone()]);
  return { person, ctx: personContext(person), locale, timeZone };
}
