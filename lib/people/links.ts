import { and, eq, gt, isNull } from "drizzle-orm";
import type { Context } from "@/lib/command";
import { type Database, type Tx, userTokens } from "@/lib/db";
import { AppError, newId, newSecretText } from "@/lib/kit";
import { hashToken } from "./internal";

type TokenRow = typeof userTokens.$inferSelect;

/** Pages that a mailed link leads to, with the token as `?token=`. */
export const LINK_PAGES = {
  verify_email: "/verify-email",
  reset_password: "/reset-password",
  change_email: "/change-email",
  invitation: "/invitation",
} as const;

/** A link of this installation: nothing is ever linked to but its own origin. */
export function linkTo(origin: string, page: keyof typeof LINK_PAGES, token: string): string {
  const url = new URL(LINK_PAGES[page], origin);
  url.searchParams.set("token", token);
  return url.href;
}

/** A new link to the person, 256 bits, of which the hash is stored. Those of the same kind before it work no more. */
export async function newLink(
  ctx: Context,
  tx: Tx,
  link: Pick<TokenRow, "userId" | "kind" | "email"> & {
    readonly origin: string;
    readonly forMs: number;
  },
): Promise<string> {
  const token = newSecretText();
  const now = ctx.now();
  await voidLinks(ctx, tx, link.userId, [link.kind]);
  await tx.insert(userTokens).values({
    userId: link.userId,
    id: newId(),
    kind: link.kind,
    tokenHash: hashToken(token),
    email: link.email,
    createdAt: now,
    expiresAt: new Date(now.getTime() + link.forMs),
  });
  return linkTo(link.origin, link.kind, token);
}

/** Makes a person's open links of these kinds work no more. */
export async function voidLinks(
  ctx: Context,
  tx: Tx,
  userId: string,
  kinds: readonly TokenRow["kind"][],
): Promise<void> {
  for (const kind of kinds) {
    await tx
      .update(userTokens)
      .set({ usedAt: ctx.now() })
      .where(
        and(
          eq(userTokens.userId, userId),
          eq(userTokens.kind, kind),
          isNull(userTokens.usedAt),
          gt(userTokens.expiresAt, ctx.now()),
        ),
      );
  }
}

/** Whose link it is; its row says what for. Throws link_expired. */
export async function ownerOfLink(
  db: Database,
  token: string,
): Promise<{ readonly userId: string; readonly id: string }> {
  const [row] = await db.sql`select user_id, id from find_user_token(${hashToken(token)})`;
  if (!row) throw new AppError("link_expired");
  return { userId: row.user_id, id: row.id };
}

/** The link's row, while it works. Throws link_expired. */
export async function openLink(
  ctx: Context,
  tx: Tx,
  owner: { readonly userId: string; readonly id: string },
  kind: TokenRow["kind"],
): Promise<TokenRow> {
  const [row] = await tx
    .select()
    .from(userTokens)
    .where(and(eq(userTokens.userId, owner.userId), eq(userTokens.id, owner.id)));
  if (!row || row.kind !== kind || row.usedAt !== null || row.expiresAt <= ctx.now()) {
    throw new AppError("link_expired");
  }
  return row;
}

/** Uses the link up; of two at once one does. Throws link_expired. */
export async function takeLink(
  ctx: Context,
  tx: Tx,
  owner: { readonly userId: string; readonly id: string },
  kind: TokenRow["kind"],
): Promise<TokenRow> {
  const [row] = await tx
    .update(userTokens)
    .set({ usedAt: ctx.now() })
    .where(
      and(
        eq(userTokens.userId, owner.userId),
        eq(userTokens.id, owner.id),
        eq(userTokens.kind, kind),
        isNull(userTokens.usedAt),
        gt(userTokens.expiresAt, ctx.now()),
      ),
    )
    .returning();
  if (!row) throw new AppError("link_expired");
  return row;
}
