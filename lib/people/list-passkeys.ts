import { type Context, transact } from "@/lib/command";
import { personOf } from "./internal";
import { readPasskeys } from "./passkeys";

export interface PasskeyView {
  readonly passkeyId: string;
  readonly name: string;
  /** Whether its maker keeps copies of it, as phones and password managers do. */
  readonly backedUp: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** The person's own passkeys, oldest first. Throws scope_missing. */
export async function listPasskeys(ctx: Context): Promise<readonly PasskeyView[]> {
  const userId = personOf(ctx);
  const rows = await transact(ctx, (tx) => readPasskeys(tx, userId));
  return rows.map(({ id, name, backedUp, createdAt, lastUsedAt }) => ({
    passkeyId: id,
    name,
    backedUp,
    createdAt,
    lastUsedAt,
  }));
}
