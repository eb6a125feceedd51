import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { recipients, users } from "@/lib/db";
import type { NetworkId } from "@/lib/kit";
import { type Recipient, viewOf } from "./internal";
import { type RecipientRules, readRecipientRules } from "./rules";

export interface AddressBook {
  /** By label. At most 500 stand in a book. */
  readonly recipients: readonly Recipient[];
  readonly rules: RecipientRules;
}

/** The address book, of one network or of all, and the rules about it. Throws scope_missing. */
export async function listRecipients(
  ctx: Context,
  input: { readonly network?: NetworkId } = {},
): Promise<AddressBook> {
  requirePermission(ctx, "recipients:read");
  const merchantId = merchantOf(ctx);
  const now = ctx.now();
  return transact(ctx, async (tx) => {
    const rows = await tx
      .select({ row: recipients, name: users.name })
      .from(recipients)
      .leftJoin(users, eq(users.id, recipients.createdBy))
      .where(
        and(
          eq(recipients.merchantId, merchantId),
          isNull(recipients.removedAt),
          input.network === undefined ? undefined : eq(recipients.network, input.network),
        ),
      )
      .orderBy(asc(sql`lower(${recipients.label})`), asc(recipients.id));
    return {
      recipients: rows.map(({ row, name }) => viewOf(row, name, now)),
      rules: await readRecipientRules(tx, merchantId, now),
    };
  });
}
