import type { Context } from "@/lib/command";
import { setActive } from "./set-active";

/** A user's deposits raise the figure again; so already: nothing changes. Throws scope_missing, not_found. */
export async function resumeCustomer(
  ctx: Context,
  input: { readonly userId: string },
): Promise<void> {
  await setActive(ctx, input.userId, true);
}
