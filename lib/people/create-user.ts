import { eq } from "drizzle-orm";
import { audit, type Context, requirePermission, transact } from "@/lib/command";
import type { SecretBox } from "@/lib/config/secret-box";
import { isUniqueViolation, memberships, userCredentials, users } from "@/lib/db";
import { AppError, newId } from "@/lib/kit";
import { checkPassword } from "./check-password";
import { hashPassword } from "./hash-password";
import { checkEmail, checkName, insertUser, sealedTotp } from "./internal";
import type { Role } from "./roles";

export interface CreateUserInput {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  /** Runs this installation. */
  readonly isOperator: boolean;
  /** Base32; absent or null: no second factor. */
  readonly totpSecret?: string | null;
  readonly language?: string;
  readonly memberships: readonly { readonly merchantId: string; readonly role: Role }[];
}

/**
 * Makes a person who can sign in at once, with an address that counts as verified; for the operator and for jobs, over
 * the worker's role. Throws scope_missing, validation_failed, conflict (the address is somebody's).
 */
export async function createUser(
  ctx: Context,
  input: CreateUserInput,
  box: Pick<SecretBox, "seal">,
): Promise<{ readonly userId: string }> {
  requirePermission(ctx, ctx.permissions.has("operator") ? "operator" : "jobs");
  const email = checkEmail(input.email);
  const name = checkName(input.name);
  checkPassword(input.password, { email, name });
  const passwordHash = await hashPassword(input.password);
  const userId = newId();
  const { isOperator, totpSecret } = input;
  const work = transact(ctx, async (tx) => {
    const language = input.language ?? "en";
    const now = ctx.now();
    await insertUser(ctx, tx, { id: userId, email, name, language, passwordHash });
    await tx.update(users).set({ isOperator, emailVerifiedAt: now }).where(eq(users.id, userId));
    if (totpSecret) {
      const sealed = box.seal(totpSecret, sealedTotp(userId));
      await tx
        .update(userCredentials)
        .set({ totpSecret: sealed, totpConfirmedAt: now })
        .where(eq(userCredentials.userId, userId));
    }
    for (const { merchantId, role } of input.memberships) {
      await tx.insert(memberships).values({ merchantId, userId, role, createdAt: now });
      await audit(ctx, tx, {
        merchantId,
        action: "team.member_added",
        subjectKind: "user",
        subjectId: userId,
        data: { role },
      });
    }
    await audit(ctx, tx, {
      merchantId: null,
      action: "user.created",
      subjectKind: "user",
      subjectId: userId,
      data: { isOperator },
    });
    return { userId };
  });
  return work.catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("conflict", { public: "This e-mail address has an account already" });
  });
}
