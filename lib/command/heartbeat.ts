import { sql } from "drizzle-orm";
import { type Database, heartbeats } from "@/lib/db";

/** Says that a process works, and how its loops are; ready looks at the age of this row. */
export async function beat(
  db: Database,
  name: string,
  loops: ReadonlyMap<string, { readonly health: object }>,
): Promise<void> {
  const data = Object.fromEntries([...loops].map(([loop, { health }]) => [loop, { ...health }]));
  await db.orm
    .insert(heartbeats)
    .values({ name, at: sql`now()`, data })
    .onConflictDoUpdate({ target: heartbeats.name, set: { at: sql`now()`, data } });
}
