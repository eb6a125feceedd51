"use server";

import { z } from "zod";
import { type ResumeAnswer, textsOf } from "@/components/dashboard";
import { parseWebhookUrl } from "@/lib/api";
import { getRuntime } from "@/lib/http";
import { action, pageLocale } from "@/lib/http/dashboard";
import {
  chooseWebhookEvents,
  pauseWebhooks,
  resumeWebhooks,
  retryFailedEvents,
  retryWebhookEvent,
  rotateSubject,
  rotateWebhookSecret,
  SECRET_ROTATE,
  sendTestWebhook,
  setWebhookUrl,
  WEBHOOK_EVENTS,
} from "@/lib/webhooks";

const TEST_WAIT_MS = 10_000;
const HOUR_MS = 3_600_000;

/** Sets where webhooks go; an empty text: nowhere. */
export const setUrlAction = action({
  name: "webhooks/url",
  input: z.object({ webhookUrl: z.string().max(10_000) }),
  run: async (ctx, { webhookUrl }) => {
    const { sandbox } = getRuntime();
    const body = { webhookUrl: webhookUrl || null };
    const raw = { query: new URLSearchParams(), body, repeated: [] };
    await setWebhookUrl(ctx, parseWebhookUrl(raw, sandbox), { sandbox });
    return null;
  },
});

/** Sends a test and waits for its first try. */
export const testAction = action({
  name: "webhooks/test",
  input: z.null(),
  run: async (ctx) => {
    const event = await sendTestWebhook(ctx, TEST_WAIT_MS);
    const { deliveryStatus, lastStatusCode, lastError } = event;
    return { deliveryStatus, lastStatusCode, lastError };
  },
});

/** Puts a new signing secret beside the old one, with a code and the password. */
export const rotateSecretAction = action({
  name: "webhooks/rotate",
  input: z.null(),
  stepUp: async () => {
    const say = textsOf(await pageLocale(), "developers");
    return {
      kind: SECRET_ROTATE,
      subject: rotateSubject,
      shown: [{ label: say("rotate"), value: say("rotateAbout") }],
      password: true,
    };
  },
  run: (ctx) => rotateWebhookSecret(ctx, getRuntime().secretBox.seal),
});

/** Chooses which events go to the merchant's own URL. */
export const chooseAction = action({
  name: "webhooks/choose",
  input: z.object({
    chosen: z.array(z.enum(WEBHOOK_EVENTS)),
    seen: z.array(z.enum(WEBHOOK_EVENTS)),
  }),
  run: async (ctx, choice) => {
    await chooseWebhookEvents(ctx, choice);
    return null;
  },
});

/** Sends nothing more until somebody resumes it. */
export const pauseAction = action({
  name: "webhooks/pause",
  input: z.null(),
  run: async (ctx) => {
    await pauseWebhooks(ctx);
    return null;
  },
});

/** A step of sending again what waited, then what was given up since; answers the step after it. */
export const resumeAction = action({
  name: "webhooks/resume",
  input: z.object({
    everything: z.boolean(),
    since: z.iso.datetime().nullable(),
    after: z.uuid().nullable(),
  }),
  run: async (ctx, { everything, since, after }): Promise<ResumeAnswer> => {
    if (since === null) {
      const step = await resumeWebhooks(ctx);
      const begun = everything ? (step.since?.toISOString() ?? null) : null;
      const goesOn = step.more || begun !== null;
      return {
        sent: step.released,
        next: goesOn ? { everything, since: begun, after: null } : null,
      };
    }
    const step = await retryFailedEvents(ctx, {
      since: new Date(since),
      ...(after === null ? {} : { after }),
    });
    const next = step.more ? { everything, since, after: step.last } : null;
    return { sent: step.retried, next };
  },
});

/** Sends one delivery again. */
export const resendAction = action({
  name: "webhooks/resend",
  input: z.object({ id: z.uuid() }),
  run: async (ctx, { id }) => {
    await retryWebhookEvent(ctx, id);
    return null;
  },
});

/** Sends again what was given up within the last hours, a week at most. */
export const resendFailedAction = action({
  name: "webhooks/resend-failed",
  input: z.object({ hours: z.number().int().min(1).max(168) }),
  run: (ctx, { hours }) =>
    retryFailedEvents(ctx, { since: new Date(ctx.now().getTime() - hours * HOUR_MS) }),
});
