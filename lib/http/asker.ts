import type { Caller } from "@/lib/auth";
import { cookieNames } from "@/lib/auth/session";
import type { Context } from "@/lib/command";
import { AppError } from "@/lib/kit";
import { type Call, contextOf, countRequest, identify, requireScope } from "./call";
import { countPerson } from "./count-person";
import type { Endpoint } from "./endpoint";
import { permissionFor } from "./endpoint-permissions";
import type { Person } from "./person";

/**
 * Who asks an endpoint, allowed to and counted: a key, where the endpoint says so a person of the dashboard, or nobody.
 * Throws what `authenticate` throws, scope_missing, rate_limited.
 */
export async function askerOf(
  entry: Endpoint<unknown, unknown>,
  call: Call,
  request: Request,
): Promise<Context> {
  const scope = entry.aliasOf ?? entry.name;
  const person = entry.orPerson ? await personOf(call, request) : null;
  if (person !== null) {
    const { membership, userId } = person;
    if (membership) call.asker = { merchantId: membership.merchantId, actor: `user:${userId}` };
    const permission = permissionFor(entry.name);
    if (permission === null || !person.permissions.has(permission)) {
      throw new AppError("scope_missing", { public: "Your role does not allow this" });
    }
    await countPerson(person, scope, entry.tier);
    const { personContext } = await import("./person");
    return personContext(person, call.requestId);
  }
  const open = entry.access === "public";
  const caller: Caller | null = open
    ? null
    : await identify(call, request, entry.access === "key_and_secret");
  requireScope(entry.name, caller);
  await countRequest(call, scope, entry.tier, caller);
  return contextOf(call, caller);
}

/** The session's person, of a request that brings no key and comes from a page of ours. */
async function personOf(call: Call, request: Request): Promise<Person | null> {
  const { headers } = request;
  if (headers.has("apikey") || headers.has("x-api-secret")) return null;
  const { origin } = call.runtime.config;
  if (!headers.get("cookie")?.includes(`${cookieNames(origin).session}=`)) return null;
  if (!isOfOurPages(request, origin)) return null;
  // Next's own headers come with it, and those can't be loaded before Next is: server.ts loads this file first.
  const { findPerson } = await import("./person");
  return findPerson();
}

/**
 * Whether a request comes from a page of this origin: by Origin, which no page can forge; a read, for which browsers send
 * none, by Sec-Fetch-Site. Neither says no.
 */
export function isOfOurPages({ method, headers }: Request, origin: string): boolean {
  const from = headers.get("origin");
  if (from !== null) return from === origin || from === ownOrigin(origin, headers.get("host"));
  const reads = method === "GET" || method === "HEAD";
  return reads && headers.get("sec-fetch-site") === "same-origin";
}

/** The name that the browser came by, where it is not the one that is configured. */
function ownOrigin(origin: string, host: string | null): string | null {
  return host === null ? null : `${new URL(origin).protocol}//${host}`;
}
