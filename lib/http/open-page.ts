import { notFound, redirect } from "next/navigation";
import type { Context, Permission } from "@/lib/command";
import { countPerson } from "./count-person";
import { pageLocale, pageTimeZone } from "./page-locale";
import { contextFor, type Person, personOrSignIn, tierFor } from "./person";

/** What a page of the dashboard knows of who looks at it. */
export interface PageFacts {
  readonly person: Person;
  readonly ctx: Context;
  readonly locale: string;
  /** An IANA name. */
  readonly timeZone: string;
}

/**
 * Opens a page of the dashboard: a stranger is sent to sign in, who works for no merchant to the page that says so, and
 * whoever may not see it is told that it is not there. Throws rate_limited.
 */
export async function openPage(name: string, permission: Permission): Promise<PageFacts> {
  const person = await personOrSignIn();
  if (!person.permissions.has(permission)) {
    // Who left, or was removed with this page open, is told that there, and not that the address is wrong.
    if (person.membership === null && !person.isOperator) redirect("/dashboard");
    notFound();
  }
  return factsOf(person, permission, name);
}

/**
 * Opens a page of the operator's area, which is of no merchant: a stranger is sent to sign in, whoever does not run this
 * installation is told that it is not there, and an operator without a second factor is sent to set it up.
 * Throws rate_limited.
 */
export async function openOperatorPage(name: string): Promise<PageFacts> {
  const person = await personOrSignIn();
  if (!person.isOperator) notFound();
  if (!person.secondFactor) redirect("/dashboard/account#second-factor");
  return factsOf(person, "operator", `operator/${name}`);
}

async function factsOf(person: Person, permission: Permission, name: string): Promise<PageFacts> {
  await countPerson(person, `PAGE ${name}`, tierFor(permission));
  const [locale, timeZone] = await Promise.all([pageLocale(), pageTimeZone()]);
  return { person, ctx: contextFor(person, permission), locale, timeZone };
}
