import type { Context } from "@/lib/command";
import { setActive } from "./set-active";

/**
 * From now on a user's deposits are the merchant's and raise no figure, until it is resumed; so already: nothing
 * changes. Throws scope_missing, not_found.
 */
export async function pauseCustomer(
  ctx: Context,
  input: { readonly userId: string },
): Promise<void> {
  await setActive(ctx, input.userId, false);
}
