import { and, eq, isNull } from "drizzle-orm";
import { audit, type Context, requirePermission, transact } from "@/lib/command";
import { invitations, memberships, type Tx } from "@/lib/db";
import { AppError, newId, newSecretText } from "@/lib/kit";
import { insertMerchant } from "@/lib/merchants";
import { checkEmail, checkName, hashToken, readUser } from "./internal";
import { INVITATION_MS } from "./limits";
import { linkTo } from "./links";
import { LETTERS, writeTo } from "./mails";
import { merchantName } from "./team";

export interface OwnerDoor {
  /** What the mailed link begins with. */
  readonly origin: string;
  /** The operator in whose name the invitation is; it is worth what that person is. */
  readonly invitedBy: string;
}

/**
 * Makes a merchant without an API key and invites its first owner, who makes keys at the dashboard; for the operator,
 * over the worker's role. Throws scope_missing, validation_failed.
 */
export async function inviteMerchant(
  ctx: Context,
  input: { readonly name: string; readonly ownerEmail: string },
  door: OwnerDoor & { readonly sealSecret: (plaintext: string, aad: string) => string },
): Promise<{ readonly merchantId: string; readonly number: number }> {
  requirePermission(ctx, "operator");
  const name = checkName(input.name);
  const email = checkEmail(input.ownerEmail, "ownerEmail");
  const merchantId = newId();
  const bound = { ...ctx, merchantId };
  return transact(bound, async (tx) => {
    const { sealSecret } = door;
    const { number } = await insertMerchant(bound, tx, merchantId, {
      name,
      webhookUrl: null,
      sealSecret,
    });
    await write(bound, tx, merchantId, email, door);
    return { merchantId, number };
  });
}

/**
 * Invites an owner for a merchant that has none, in place of those who were invited before; for the operator. Throws
 * scope_missing, validation_failed, not_found, invalid_state (it has an owner).
 */
export async function inviteOwner(
  ctx: Context,
  input: { readonly merchantId: string; readonly ownerEmail: string },
  door: OwnerDoor,
): Promise<{ readonly invitationId: string }> {
  requirePermission(ctx, "operator");
  const email = checkEmail(input.ownerEmail, "ownerEmail");
  const { merchantId } = input;
  const bound = { ...ctx, merchantId };
  return transact(bound, async (tx) => {
    const owners = await tx
      .select({ userId: memberships.userId })
      .from(memberships)
      .where(and(eq(memberships.merchantId, merchantId), eq(memberships.role, "owner")));
    if (owners.length > 0) {
      throw new AppError("invalid_state", { public: "This merchant has an owner" });
    }
    const mine = eq(invitations.merchantId, merchantId);
    await tx
      .update(invitations)
      .set({ revokedAt: ctx.now() })
      .where(and(mine, isNull(invitations.acceptedAt), isNull(invitations.revokedAt)));
    return { invitationId: await write(bound, tx, merchantId, email, door) };
  });
}

async function write(
  ctx: Context,
  tx: Tx,
  merchantId: string,
  email: string,
  { origin, invitedBy }: OwnerDoor,
): Promise<string> {
  const id = newId();
  const token = newSecretText();
  const now = ctx.now();
  await tx.insert(invitations).values({
    merchantId,
    id,
    email,
    role: "owner",
    tokenHash: hashToken(token),
    invitedBy,
    byOperator: true,
    createdAt: now,
    expiresAt: new Date(now.getTime() + INVITATION_MS),
  });
  const who = { by: (await readUser(tx, invitedBy)).name, merchant: await merchantName(ctx, tx) };
  const letter = LETTERS.invitation(who, "owner", linkTo(origin, "invitation", token));
  await writeTo(ctx, tx, { email, name: null }, letter, id);
  await audit(ctx, tx, {
    merchantId,
    action: "team.invited",
    subjectKind: "invitation",
    subjectId: id,
    data: { email, role: "owner" },
  });
  return id;
}
