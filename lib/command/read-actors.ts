import { sql } from "drizzle-orm";
import type { Context } from "./context";
import { readAlone } from "./one-statement";

/** Who did something, as people know them. */
export interface ActorName {
  readonly kind: "user" | "api_key" | "job" | "operator" | "public";
  /** The person's, key's or operator's id, or the job's name; null: nobody who is known. */
  readonly id: string | null;
  /** Null: a person or key that this merchant does not have (any more). */
  readonly name: string | null;
  readonly email: string | null;
}

const KINDS = ["user", "api_key", "job", "operator"] as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The names behind actors as the audit log writes them, by that text. Persons and keys are the merchant's own. */
export async function readActors(
  ctx: Context,
  actors: readonly string[],
): Promise<ReadonlyMap<string, ActorName>> {
  const known = [...new Set(actors)].map((text) => ({ text, ...partsOf(text) }));
  const ids = known.flatMap(({ kind, id }) =>
    (kind === "user" || kind === "api_key") && id !== null && UUID.test(id) ? [id] : [],
  );
  const list = `{${ids.join(",")}}`;
  const rows =
    ids.length === 0
      ? []
      : await readAlone<{ id: string; name: string; email: string | null }>(
          ctx,
          sql`select id::text, name, email from users where id = any(${list}::uuid[])
            union all select id::text, name, null from api_keys
            where merchant_id = bound.id and id = any(${list}::uuid[])`,
        );
  const names = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    known.map(({ text, kind, id }) => {
      const found = id === null ? undefined : names.get(id);
      const name = kind === "user" || kind === "api_key" ? (found?.name ?? null) : null;
      return [text, { kind, id, name, email: found?.email ?? null }];
    }),
  );
}

function partsOf(text: string): Pick<ActorName, "kind" | "id"> {
  const at = text.indexOf(":");
  const kind = KINDS.find((one) => one === text.slice(0, at));
  return kind === undefined ? { kind: "public", id: null } : { kind, id: text.slice(at + 1) };
}
