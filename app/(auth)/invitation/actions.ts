"use server";

import { cookies } from "next/headers";
import { z } from "zod";
import { getRuntime } from "@/lib/http";
import { action, pageLocale, publicAction } from "@/lib/http/dashboard";
import { acceptInvitation, chooseMerchant } from "@/lib/people";
import { HELD_INVITATION, HELD_PATH, HELD_SECONDS } from "./held-invitation";

const text = z.string().max(1_000);
const byToken = z.object({ token: text });

/** Keeps the link while its person signs in or out. */
export const holdInvitationAction = publicAction({
  name: "invitation/hold",
  input: byToken,
  run: async (_ctx, { token }) => {
    (await cookies()).set(HELD_INVITATION, token, {
      httpOnly: true,
      sameSite: "lax",
      secure: getRuntime().config.origin.startsWith("https:"),
      path: HELD_PATH,
      maxAge: HELD_SECONDS,
    });
    return null;
  },
});

/** Takes an invitation up as somebody who gets an account with it. */
export const acceptInvitationAction = publicAction({
  name: "invitation/accept",
  input: z.object({ token: text, name: text, password: text }),
  run: async (ctx, { token, ...who }) => {
    await acceptInvitation(ctx, token, { ...who, language: await pageLocale() });
    await letGo();
    return null;
  },
});

/** Takes an invitation up as who is signed in, and shows that merchant. */
export const joinAction = action({
  name: "invitation/join",
  input: byToken,
  run: async (ctx, { token }, { person }) => {
    const { merchantId } = await acceptInvitation(ctx, token, null);
    await chooseMerchant(ctx, person.sessionId, merchantId);
    await letGo();
    return null;
  },
});

async function letGo(): Promise<void> {
  (await cookies()).delete({ name: HELD_INVITATION, path: HELD_PATH });
}
