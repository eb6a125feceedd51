import { decode } from "next-auth/jwt";
import type { Config } from "@/lib/config";
import type { Database } from "@/lib/db";
import { findSession, type SessionView } from "@/lib/people";
import { cookieNames } from "./cookies";

/** Who a cookie's value stands for; null for none, an ended session, and what is no cookie of ours. */
export async function readSession(
  db: Database,
  config: Config,
  cookie: (name: string) => string | undefined,
  now: Date,
): Promise<SessionView | null> {
  const value = cookie(cookieNames(config.origin).session);
  if (!value) return null;
  const token = await decode({ token: value, secret: config.secret ?? "" }).catch(() => null);
  return typeof token?.session === "string" ? findSession(db, token.session, now) : null;
}
