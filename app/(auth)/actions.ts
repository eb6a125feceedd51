"use server";

import { z } from "zod";
import { getRuntime } from "@/lib/http";
import { pageLocale, publicAction } from "@/lib/http/dashboard";
import { AppError } from "@/lib/kit";
import {
  beginPasskeySignIn,
  confirmEmailChange,
  passkeySite,
  registerMerchant,
  requestPasswordReset,
  resetPassword,
  verifyEmail,
} from "@/lib/people";

const text = z.string().max(1_000);
const byToken = z.object({ token: text });

/** Asks for a passkey in place of the code, of whoever knows the password (D-17). */
export const askPasskeyAction = publicAction({
  name: "sign-in",
  input: z.object({ email: z.string().max(254), password: z.string().max(200) }),
  run: (ctx, given) => beginPasskeySignIn(ctx, given, passkeySite(getRuntime().config.origin)),
});

/** Makes a merchant and its owner, where that is open to everybody: in a sandbox. */
export const registerAction = publicAction({
  name: "register",
  input: z.object({ name: text, email: text, merchantName: text, password: text }),
  run: async (ctx, input) => {
    const { config, sandbox, secretBox } = getRuntime();
    if (!sandbox) {
      throw new AppError("invalid_state", { public: "Registering is not open here" });
    }
    await registerMerchant(
      ctx,
      { ...input, language: await pageLocale() },
      { origin: config.origin, sealSecret: (plain, aad) => secretBox.seal(plain, aad) },
    );
    return null;
  },
});

/** Mails a link for a new password to an address that has an account. */
export const forgotPasswordAction = publicAction({
  name: "password/forgot",
  input: z.object({ email: z.email().max(254) }),
  run: async (ctx, { email }) => {
    await requestPasswordReset(ctx, email, getRuntime().config.origin);
    return null;
  },
});

/** Sets a new password by a mailed link. */
export const resetPasswordAction = publicAction({
  name: "password/reset",
  input: z.object({ token: text, password: text }),
  run: async (ctx, { token, password }) => {
    await resetPassword(ctx, token, password);
    return null;
  },
});

/** Confirms the address that a link was mailed to. */
export const verifyEmailAction = publicAction({
  name: "email/verify",
  input: byToken,
  run: async (ctx, { token }) => {
    await verifyEmail(ctx, token);
    return null;
  },
});

/** Takes up the new address that a link was mailed to. */
export const changeEmailAction = publicAction({
  name: "email/change",
  input: byToken,
  run: async (ctx, { token }) => {
    await confirmEmailChange(ctx, token);
    return null;
  },
});
