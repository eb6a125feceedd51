import { forgetApiRequests } from "@/lib/calls";
import { type Context, forgetOldKeys } from "@/lib/command";
import { forgetLookups } from "@/lib/deposits";
import { forgetExports } from "@/lib/desk/making";
import { forgetContacts } from "@/lib/invoices";
import { forgetMails } from "@/lib/mail";
import { forgetPeople } from "@/lib/people";
import { dropRetiredSecrets } from "@/lib/webhooks";

const KEYS_AT_ONCE = 1_000;

/** Drops everything whose time is over; answers whether there is more of it. */
export async function forgetOld(ctx: Context): Promise<boolean> {
  await dropRetiredSecrets(ctx.db);
  await forgetLookups(ctx);
  await forgetMails(ctx);
  await forgetContacts(ctx);
  await forgetExports(ctx);
  await forgetPeople(ctx);
  await forgetApiRequests(ctx);
  return (await forgetOldKeys(ctx.db, ctx.now())) === KEYS_AT_ONCE;
}
