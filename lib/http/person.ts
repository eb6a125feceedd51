import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { readSession } from "@/lib/auth/session";
import type { Context, Permission } from "@/lib/command";
import { AppError, newId } from "@/lib/kit";
import { type Membership, permissionsOfRole, type SessionView, touchSession } from "@/lib/people";
import { ADDRESS_HEADER } from "./client-address";
import { getRuntime } from "./runtime";
import { PATH_HEADER } from "./web-server";

/** Someone who is signed in, and as what they act now. */
export interface Person extends SessionView {
  /** The merchant whose dashboard is shown; null for a person who works for none. */
  readonly membership: Membership | null;
  readonly permissions: ReadonlySet<Permission>;
  readonly address: string;
}

/** Who this request's cookie stands for; null for nobody. Asked once per request. */
export const findPerson = cache(async (): Promise<Person | null> => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const { db, config } = getRuntime();
  const session = await readSession(db, config, (name) => jar.get(name)?.value, new Date());
  if (session === null) return null;
  const membership =
    session.memberships.find(({ merchantId }) => merchantId === session.currentMerchantId) ?? null;
  return {
    ...session,
    membership,
    permissions: permissionsOf(membership),
    address: head.get(ADDRESS_HEADER) ?? "0.0.0.0",
  };
});

/** Of a suspended merchant everything can be read, and nothing done. */
function permissionsOf(membership: Membership | null): ReadonlySet<Permission> {
  if (membership === null) return new Set<Permission>(["account"]);
  const all = permissionsOfRole(membership.role);
  if (membership.status === "active") return all;
  return new Set([...all].filter((name) => name.endsWith(":read") || name === "account"));
}

/** The person who asks. Throws sign_in_required. */
export async function requirePerson(): Promise<Person> {
  const person = await findPerson();
  if (person === null) throw new AppError("sign_in_required");
  return person;
}

/** For a page: the person who looks at it; anyone else is sent to sign in, and back. */
export async function personOrSignIn(): Promise<Person> {
  const person = await findPerson();
  if (person !== null) {
    await touchSession(publicContext(), person);
    return person;
  }
  const asked = (await headers()).get(PATH_HEADER) ?? "/dashboard";
  const next = asked.replace(/[?&]_rsc=[^&]*/, "");
  redirect(`/sign-in?next=${encodeURIComponent(next)}`);
}

/** What a verb is told of a person. */
export function personContext(person: Person, requestId = newId()): Context {
  const { db, log } = getRuntime();
  return {
    db,
    merchantId: person.membership?.merchantId ?? null,
    actor: { kind: "user", id: person.userId },
    permissions: person.permissions,
    requestId,
    log,
    now: () => new Date(),
  };
}

/**
 * Whether someone runs this installation: none of it is shown, and nothing done, without a second factor. The right is
 * beside those of a merchant: nobody has it by a role.
 */
export function actsAsOperator(person: Person): boolean {
  return person.isOperator && person.secondFactor;
}

/** Whether someone may do what a door asks for, be it of a merchant or of the installation. */
export function isAllowed(person: Person, permission: Permission): boolean {
  return permission === "operator" ? actsAsOperator(person) : person.permissions.has(permission);
}

const OPERATOR: ReadonlySet<Permission> = new Set<Permission>(["account", "operator"]);

/** What a verb is told of a person behind a door: of one merchant, or of the installation and of no merchant. */
export function contextFor(person: Person, permission: Permission, requestId = newId()): Context {
  const ctx = personContext(person, requestId);
  return permission === "operator" ? { ...ctx, merchantId: null, permissions: OPERATOR } : ctx;
}

/** The context of someone who is nobody yet: signing in, registering, following a mailed link. */
export function publicContext(requestId = newId()): Context {
  const { db, log } = getRuntime();
  return {
    db,
    merchantId: null,
    actor: { kind: "public" },
    permissions: new Set(),
    requestId,
    log,
    now: () => new Date(),
  };
}
