import type { Context, Permission } from "@/lib/command";
import type { Database } from "@/lib/db";
import { newId } from "@/lib/kit";
import { contextOf } from "./books";

/** Somebody who works for a merchant; written as the owner. Answers the person's id. */
export async function addColleague(
  owner: Database,
  merchantId: string,
  name: string,
): Promise<string> {
  const id = newId();
  const email = `${name.toLowerCase()}.${id}@example.com`;
  await owner.sql`insert into users (id, email, name, created_at) values (${id}, ${email}, ${name}, now())`;
  await owner.sql`insert into memberships (merchant_id, user_id, role, created_at)
    values (${merchantId}, ${id}, 'admin', now())`;
  return id;
}

/** The dashboard of a person, as the web process has it. */
export function personContext(
  web: Database,
  merchantId: string,
  userId: string,
  permissions: readonly Permission[],
): Context {
  return {
    ...contextOf(web, merchantId),
    actor: { kind: "user", id: userId },
    permissions: new Set(permissions),
  };
}
