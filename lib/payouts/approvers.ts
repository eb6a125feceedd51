import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { type Tx, users, withdrawalApprovals } from "@/lib/db";
import type { WithdrawalRow } from "@/lib/records";

/** A person's word for a withdrawal or payout; the name is null for who has left. */
export interface ApprovalWord {
  readonly userId: string;
  readonly name: string | null;
  readonly at: Date;
}

/** Who approved each of these, the first one first. */
export async function readApprovals(
  tx: Tx,
  merchantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly ApprovalWord[]>> {
  const found = new Map<string, ApprovalWord[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return found;
  const rows = await tx
    .select({
      id: withdrawalApprovals.withdrawalId,
      userId: withdrawalApprovals.userId,
      name: users.name,
      at: withdrawalApprovals.at,
    })
    .from(withdrawalApprovals)
    .leftJoin(users, eq(users.id, withdrawalApprovals.userId))
    .where(
      and(
        eq(withdrawalApprovals.merchantId, merchantId),
        inArray(withdrawalApprovals.withdrawalId, [...ids]),
      ),
    )
    .orderBy(asc(withdrawalApprovals.at), asc(withdrawalApprovals.userId));
  for (const { id, ...word } of rows) found.get(id)?.push(word);
  return found;
}

const USER = "user:";
const KEY = "api_key:";

/** The person who asked for it, or who made the API key that did; null: nobody of the team that is known. */
export async function askerOf(
  tx: Tx,
  { merchantId, madeBy }: Pick<WithdrawalRow, "merchantId" | "madeBy">,
): Promise<string | null> {
  if (madeBy?.startsWith(USER)) return madeBy.slice(USER.length);
  if (!madeBy?.startsWith(KEY)) return null;
  const [key] = await tx.execute<{ created_by: string | null }>(sql`
    select created_by from api_keys where merchant_id = ${merchantId} and id::text = ${madeBy.slice(KEY.length)}`);
  return key?.created_by ?? null;
}

const WORDS = {
  "withdrawal.approved": "approved",
  "payout.approved": "approved",
  "withdrawal.rejected": "rejected",
  "payout.rejected": "rejected",
} as const;

/** Who decided on it, in words: "Already approved by Ada". Null where nobody's decision is on record. */
export async function toldDecision(tx: Tx, row: WithdrawalRow): Promise<string | null> {
  const actions = Object.keys(WORDS) as (keyof typeof WORDS)[];
  const [found] = await tx.execute<{ actor: string; action: keyof typeof WORDS }>(sql`
    select actor, action from audit_log
    where merchant_id = ${row.merchantId} and subject_id = ${row.id}
      and action in (${sql.join(
        actions.map((action) => sql`${action}`),
        sql`, `,
      )})
    order by id desc limit 1`);
  if (!found) return null;
  return `Already ${WORDS[found.action]} by ${await nameOfActor(tx, found.actor)}`;
}

async function nameOfActor(tx: Tx, actor: string): Promise<string> {
  if (actor.startsWith(KEY)) return "an API key";
  if (!actor.startsWith(USER)) return "the gateway";
  const id = actor.slice(USER.length);
  const [user] = await tx.select({ name: users.name }).from(users).where(eq(users.id, id));
  return user?.name ?? "a former colleague";
}
