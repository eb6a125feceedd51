import { type SQL, sql } from "drizzle-orm";
import {
  type ActorName,
  type Context,
  readActors,
  readAlone,
  requirePermission,
} from "@/lib/command";

/** What the audit log can be filtered by, as far as this merchant's has it. */
export interface AuditChoices {
  readonly actions: readonly string[];
  readonly actors: readonly { readonly text: string; readonly actor: ActorName | null }[];
}

const MOST = 200;

/** The actions and actors in the merchant's log, at most 200 of each; steps from one to the next by their indexes. Throws scope_missing. */
export async function listAuditChoices(ctx: Context): Promise<AuditChoices> {
  requirePermission(ctx, "audit:read");
  const [actions, texts] = await Promise.all(
    (["action", "actor"] as const).map(async (column) => {
      const rows = await readAlone<{ value: string }>(ctx, selectEach(column));
      return rows.map(({ value }) => value);
    }),
  );
  const actors = await readActors(ctx, texts ?? []);
  return {
    actions: actions ?? [],
    actors: (texts ?? []).map((text) => ({ text, actor: actors.get(text) ?? null })),
  };
}

function selectEach(column: "action" | "actor"): SQL {
  const name = sql.raw(column);
  return sql`
    with recursive each (value) as (
      (select ${name} from audit_log where merchant_id = bound.id order by ${name} limit 1)
      union all
      select (select ${name} from audit_log where merchant_id = bound.id and ${name} > each.value order by ${name} limit 1)
      from each where each.value is not null
    ) select value from each where value is not null limit ${MOST}`;
}
