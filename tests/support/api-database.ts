import postgres, { type Sql } from "postgres";
import type { ApiServer } from "./api-world";

/** Works on a server's database as its owner. */
export async function asOwner<T>(api: ApiServer, work: (sql: Sql) => PromiseLike<T>): Promise<T> {
  const sql = postgres(api.ownerUrl, { max: 2, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
