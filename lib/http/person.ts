import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Tier } from "@/lib/api";
import { readSession } from "@/lib/auth/session";
import type { Context, Permission } from "@/lib/command";
import { AppError, newId } from "@/lib/kit";
import {
  chooseMerchant,
  type Membership,
  rightsOf,
  type SessionView,
  touchSession,
} from "@/lib/people";
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

const NOBODY: ReadonlySet<Permission> = new Set<Permission>(["account"]);

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
    permissions: membership === null ? NOBODY : rightsOf(membership, session.emailVerified),
    address: head.get(ADDRESS_HEADER) ?? "0.0.0.0",
  };
});

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
    await keepMerchant(person);
    return person;
  }
  const asked = (await headers()).get(PATH_HEADER) ?? "/dashboard";
  const next = asked.replace(/[?&]_rsc=[^&]*/, "");
  redirect(`/sign-in?next=${encodeURIComponent(next)}`);
}

/** From its first page on a session is of one merchant: who is removed from it is not led to another unseen. */
async function keepMerchant({ membership, merchantChosen, sessionId, ...person }: Person) {
  if (membership === null || merchantChosen) return;
  const ctx = { ...publicContext(), actor: { kind: "user", id: person.userId } as const };
  await chooseMerchant(
    { ...ctx, permissions: person.permissions },
    sessionId,
    membership.merchantId,
  );
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

/** The operator's pages are drawn anew at every block, in as many tabs as there are screens: they are counted like polls. */
export function tierFor(permission: Permission): Tier {
  return permission === "operator" ? "status_poll" : "dashboard";
}

const OPERATOR: ReadonlySet<Permission> = new Set<Permission>(["account", "operator"]);

/** What a verb is told of a person behind a door: of one merchant, or of the installation and of no merchant. */
export function contextFor(person: Person, permission: Permission, requestId = newId()): Context {
  const ctx = personContext(person, requestId);
  return permission === "operator" ? { ...ctx, merchantId: null, permissions: OPERATOR } : ctx;
}

/** Why a person may not do what their role would allow, or what it does not. */
export function refusalOf(person: Person, permission: Permission): AppError {
  const { membership, emailVerified } = person;
  const unverified =
    !emailVerified && membership !== null && rightsOf(membership, true).has(permission);
  return new AppError("scope_missing", {
    public: unverified ? "Confirm your e-mail address first" : "Your role does not allow this",
    internal: `${permission} is missing`,
  });
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
