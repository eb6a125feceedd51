import type { Database } from "@/lib/db";
import { hashToken } from "./internal";
import { SESSION_IDLE_MS } from "./limits";
import type { Role } from "./roles";

/** A merchant that the person works for. */
export interface Membership {
  readonly merchantId: string;
  readonly name: string;
  readonly number: number;
  readonly clientId: string;
  readonly role: Role;
  readonly status: "active" | "suspended";
  readonly rateLimits: Readonly<Record<string, number>>;
}

/** Somebody who is signed in. */
export interface SessionView {
  readonly sessionId: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly language: string;
  /** An IANA name; null: the browser's. */
  readonly timeZone: string | null;
  readonly theme: "system" | "light" | "dark";
  readonly emailVerified: boolean;
  readonly isOperator: boolean;
  /** Whether there is one: an authenticator that was confirmed. */
  readonly secondFactor: boolean;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  /** When the password was last proven, and a one-time code. */
  readonly passwordAt: Date;
  readonly codeAt: Date | null;
  /**
   * Whose dashboard it shows: the chosen merchant, or the first before one was chosen; null: the person works for it no
   * more, or for none. Another one must be chosen then: money is not moved by a tab that changed its merchant unseen.
   */
  readonly currentMerchantId: string | null;
  readonly merchantChosen: boolean;
  readonly memberships: readonly Membership[];
}

interface SessionJson {
  readonly id: string;
  readonly user_id: string;
  readonly current_merchant_id: string | null;
  readonly created_at: string;
  readonly last_seen_at: string;
  readonly expires_at: string;
  readonly password_at: string;
  readonly code_at: string | null;
}
interface PersonJson {
  readonly email: string;
  readonly email_verified_at: string | null;
  readonly name: string;
  readonly language: string;
  readonly time_zone: string | null;
  readonly theme: SessionView["theme"];
  readonly is_operator: boolean;
}
interface MerchantJson extends Omit<Membership, "merchantId"> {
  readonly id: string;
}

/**
 * Who holds this token; null when nobody does: it was never given, it ended, it is too old, or it was not used for half
 * an hour. Rights are asked anew each time, so that whoever was removed is out at once.
 */
export async function findSession(
  db: Database,
  token: string,
  now: Date,
): Promise<SessionView | null> {
  const [row] = await db.sql<
    {
      session: SessionJson;
      person: PersonJson;
      second_factor: boolean;
      merchants: readonly MerchantJson[];
    }[]
  >`select * from find_session(${hashToken(token)})`;
  if (!row) return null;
  const { session, person } = row;
  const lastSeenAt = new Date(session.last_seen_at);
  const expiresAt = new Date(session.expires_at);
  if (expiresAt <= now || now.getTime() - lastSeenAt.getTime() > SESSION_IDLE_MS) return null;
  const memberships = row.merchants.map(({ id, ...merchant }) => ({ merchantId: id, ...merchant }));
  const kept = session.current_merchant_id;
  const chosen =
    kept === null ? memberships[0] : memberships.find(({ merchantId }) => merchantId === kept);
  return {
    sessionId: session.id,
    userId: session.user_id,
    email: person.email,
    name: person.name,
    language: person.language,
    timeZone: person.time_zone,
    theme: person.theme,
    emailVerified: person.email_verified_at !== null,
    isOperator: person.is_operator,
    secondFactor: row.second_factor,
    createdAt: new Date(session.created_at),
    lastSeenAt,
    expiresAt,
    passwordAt: new Date(session.password_at),
    codeAt: session.code_at === null ? null : new Date(session.code_at),
    currentMerchantId: chosen?.merchantId ?? null,
    merchantChosen: kept !== null,
    memberships,
  };
}
