import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { type Context, requirePermission } from "@/lib/command";
import { type Database, type Tx, userCredentials, users } from "@/lib/db";
import { AppError, present } from "@/lib/kit";

export type UserRow = typeof users.$inferSelect;
export type CredentialsRow = typeof userCredentials.$inferSelect;

/** The same call, bound to a person: row-level security shows it that person's rows. */
export function asUser(ctx: Context, userId: string): Context {
  return { ...ctx, actor: { kind: "user", id: userId } };
}

/** The person who is signed in. Throws scope_missing. */
export function personOf(ctx: Context): string {
  requirePermission(ctx, "account");
  if (ctx.actor.kind !== "user") throw new AppError("scope_missing", { internal: "not a person" });
  return ctx.actor.id;
}

/** An e-mail address as people are found by it. */
export function plainEmail(email: string): string {
  return email.trim().toLowerCase();
}

const EMAIL = /^[^@\s,;<>"]+@[^@\s,;<>"]+$/;
const MAX_EMAIL = 254;

/** An address that can be written to, in lower case. Throws validation_failed. */
export function checkEmail(email: string, path = "email"): string {
  const plain = plainEmail(email);
  if (EMAIL.test(plain) && plain.length <= MAX_EMAIL) return plain;
  const message = "must be an e-mail address";
  throw new AppError("validation_failed", { details: [{ path, message }] });
}

const MAX_NAME = 100;

/** A name without its outer blanks. Throws validation_failed. */
export function checkName(name: string, path = "name"): string {
  const plain = name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  if (plain !== "" && [...plain].length <= MAX_NAME) return plain;
  const message = `must have 1 to ${MAX_NAME} characters`;
  throw new AppError("validation_failed", { details: [{ path, message }] });
}

/** What of a token is stored. Tokens have 256 bits, so one plain hash is enough. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** Whose address it is; null: nobody's. */
export async function findUserId(db: Database, email: string): Promise<string | null> {
  const [row] = await db.sql`select find_user(${email.replaceAll("\0", "")}) as id`;
  return row?.id ?? null;
}

export const sealedTotp = (userId: string) => `totp:${userId}`;

/** What a person signs in with, locked: whatever counts failures or takes codes stands in line here. */
export async function lockCredentials(tx: Tx, userId: string): Promise<CredentialsRow | null> {
  const mine = eq(userCredentials.userId, userId);
  const [row] = await tx.select().from(userCredentials).where(mine).for("update");
  return row ?? null;
}

export async function readUser(tx: Tx, userId: string): Promise<UserRow> {
  const [row] = await tx.select().from(users).where(eq(users.id, userId));
  return present(row, "the person");
}

export interface NewUserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly language: string;
  readonly passwordHash: string;
}

/** Writes a person and the password. The web role may say no more of a new person than this. */
export async function insertUser(ctx: Context, tx: Tx, user: NewUserRow): Promise<void> {
  const at = ctx.now();
  const when = at.toISOString();
  await tx.execute(sql`
    insert into users (id, email, name, language, created_at)
    values (${user.id}, ${user.email}, ${user.name}, ${user.language}, ${when}::timestamptz)`);
  await tx
    .insert(userCredentials)
    .values({ userId: user.id, passwordHash: user.passwordHash, passwordChangedAt: at });
}
