"use server";

import { z } from "zod";
import { isDashboardLanguage, QrCode, textsOf } from "@/components/dashboard";
import { getRuntime } from "@/lib/http";
import { action, pageLocale } from "@/lib/http/dashboard";
import {
  beginTotp,
  changeEmail,
  changePassword,
  confirmTotp,
  disableTotp,
  emailSubject,
  endOtherSessions,
  endSession,
  provePassword,
  removeMember,
  replaceRecoveryCodes,
  resendVerification,
  updateProfile,
} from "@/lib/people";

const text = z.string().max(1_000);
const proof = z.object({
  password: text,
  code: text.optional(),
  recoveryCode: text.optional(),
});

/** Changes how the person is called and sees the dashboard. */
export const saveProfileAction = action({
  name: "account/profile",
  input: z.object({
    name: text,
    language: z.string().refine(isDashboardLanguage),
    timeZone: z.string().max(100),
    theme: z.enum(["system", "light", "dark"]),
  }),
  run: async (ctx, { timeZone, ...rest }) => {
    await updateProfile(ctx, { ...rest, timeZone: timeZone || null });
    return null;
  },
});

/** Asks for another e-mail address, with password and code (A16). */
export const changeEmailAction = action({
  name: "account/email",
  input: z.object({ email: z.email().max(254), password: text.optional() }),
  stepUp: async (_ctx, { email }, { person }) => {
    if (!person.secondFactor) return null;
    const say = textsOf(await pageLocale(), "account");
    return {
      kind: "account.email",
      subject: emailSubject(email.trim().toLowerCase()),
      shown: [{ label: say("newEmail"), value: email }],
      password: true,
    };
  },
  run: async (ctx, { email, password }, { person }) => {
    if (password) await provePassword(ctx, person.sessionId, password);
    await changeEmail(ctx, person.sessionId, email, getRuntime().config.origin);
    return null;
  },
});

/** Sends the link that confirms the address again. */
export const sendVerificationAction = action({
  name: "account/verification",
  input: z.null(),
  run: async (ctx) => {
    await resendVerification(ctx, getRuntime().config.origin);
    return null;
  },
});

/** Changes the password by the old one. */
export const changePasswordAction = action({
  name: "account/password",
  input: z.object({ old: text, password: text }),
  run: async (ctx, { old, password }, { person }) => {
    await changePassword(ctx, person.sessionId, old, password);
    return null;
  },
});

/** Shows a new secret for an authenticator, in text and as a picture that is drawn here. */
export const beginFactorAction = action({
  name: "account/factor-begin",
  input: z.null(),
  run: async (ctx) => {
    const { secret, otpauthUri } = await beginTotp(ctx, getRuntime().secretBox);
    const label = textsOf(await pageLocale(), "account")("scanLabel");
    return { secret, picture: <QrCode text={otpauthUri} label={label} /> };
  },
});

/** Turns the second factor on by its first code. */
export const confirmFactorAction = action({
  name: "account/factor-confirm",
  input: z.object({ code: text, password: text.optional() }),
  run: async (ctx, { code, password }, { person }) => {
    if (password) await provePassword(ctx, person.sessionId, password);
    return confirmTotp(ctx, person.sessionId, code, getRuntime().secretBox);
  },
});

/** Ten new recovery codes. */
export const renewCodesAction = action({
  name: "account/factor-codes",
  input: proof,
  run: async (ctx, { password, ...given }, { person }) => {
    await provePassword(ctx, person.sessionId, password);
    return replaceRecoveryCodes(ctx, person.sessionId, given, getRuntime().secretBox);
  },
});

/** Turns the second factor off. */
export const turnOffFactorAction = action({
  name: "account/factor-off",
  input: proof,
  run: async (ctx, { password, ...given }, { person }) => {
    await provePassword(ctx, person.sessionId, password);
    await disableTotp(ctx, person.sessionId, given, getRuntime().secretBox);
    return null;
  },
});

/** Signs the person out in another place. */
export const endSessionAction = action({
  name: "account/session-end",
  input: z.uuid(),
  run: async (ctx, sessionId) => {
    await endSession(ctx, sessionId);
    return null;
  },
});

/** Signs the person out everywhere but here. */
export const endOthersAction = action({
  name: "account/sessions-end",
  input: z.null(),
  run: (ctx, _none, { person }) => endOtherSessions(ctx, person.sessionId),
});

/** Ends one's own work for the merchant that is shown. */
export const leaveAction = action({
  name: "account/leave",
  input: z.null(),
  run: async (ctx, _none, { person }) => {
    await removeMember(ctx, { userId: person.userId });
    return null;
  },
});
