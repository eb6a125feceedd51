import type { Context } from "@/lib/command";
import type { Tx } from "@/lib/db";
import { queueTeamMail } from "@/lib/mail";
import type { KeyRow } from "./key-records";

/** Tells who manages keys of a new one, in the transaction that makes it: no more of it than the list shows. */
export function tellOfKey(ctx: Context, tx: Tx, key: KeyRow, subject: string): Promise<void> {
  return queueTeamMail(ctx, tx, {
    merchantId: key.merchantId,
    roles: ["owner", "admin", "developer"],
    confirmedOnly: true,
    kind: "key_issued",
    subjectId: key.id,
    subject,
    text: [
      `${subject}, at ${key.createdAt.toISOString().slice(0, 16).replace("T", " ")} UTC.`,
      "",
      `Name: ${key.name}`,
      `Begins with: ${key.prefix}`,
      `Scopes: ${key.scopes.join(", ")}`,
      "",
      "If you did not expect this, revoke the key in the dashboard and look at the audit log.",
    ].join("\n"),
  });
}
