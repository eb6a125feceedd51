"use server";

import { z } from "zod";
import { textsOf } from "@/components/dashboard";
import { getRuntime } from "@/lib/http";
import { action, pageLocale } from "@/lib/http/dashboard";
import { AppError } from "@/lib/kit";
import {
  addPasskey,
  beginPasskey,
  listPasskeys,
  PASSKEY_ADD,
  PASSKEY_REMOVE,
  type PasskeySite,
  passkeyAddSubject,
  passkeyRemoveSubject,
  passkeySite,
  removePasskey,
} from "@/lib/people";

const name = z.string().max(400);

/** Lets the person make a passkey, with password and code (D-17). */
export const beginPasskeyAction = action({
  name: "account/passkey-begin",
  input: z.object({ name }),
  stepUp: async (_ctx, input) => {
    requireSite();
    const say = textsOf(await pageLocale(), "account");
    return {
      kind: PASSKEY_ADD,
      subject: passkeyAddSubject(input.name),
      shown: [{ label: say("newPasskey"), value: input.name.trim() }],
      password: true,
    };
  },
  run: (ctx, input, { person }) => beginPasskey(ctx, person.sessionId, input.name, requireSite()),
});

/** Keeps the passkey that was made. */
export const addPasskeyAction = action({
  name: "account/passkey-add",
  input: z.object({ challengeId: z.uuid(), name, answer: z.string().max(16_000) }),
  run: async (ctx, made) => {
    await addPasskey(ctx, made, requireSite());
    return null;
  },
});

/** Takes a passkey away, with a code. */
export const removePasskeyAction = action({
  name: "account/passkey-remove",
  input: z.uuid(),
  stepUp: async (ctx, passkeyId) => {
    const say = textsOf(await pageLocale(), "account");
    const mine = (await listPasskeys(ctx)).find((one) => one.passkeyId === passkeyId);
    if (mine === undefined) throw new AppError("not_found");
    return {
      kind: PASSKEY_REMOVE,
      subject: passkeyRemoveSubject(passkeyId),
      shown: [{ label: say("removePasskey"), value: mine.name }],
    };
  },
  run: async (ctx, passkeyId) => {
    await removePasskey(ctx, passkeyId);
    return null;
  },
});

function requireSite(): PasskeySite {
  const site = passkeySite(getRuntime().config.origin);
  if (site !== null) return site;
  throw new AppError("invalid_state", { public: "Passkeys need a host name and TLS" });
}
