import { z } from "zod";
import { field, textField } from "./fields";
import { parseInput, type RawInput } from "./input";
import { type PageRequest, pageSchema, pagingFields, pagingOf } from "./paging";
import { TEXTS } from "./texts";
import { checkWebhookUrl } from "./webhook-url";

const DELIVERY_STATUSES = ["pending", "delivered", "failed"] as const;
type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** The body of webhook/url; null clears. */
export function webhookUrlBody(sandbox: boolean) {
  return z.object({
    webhookUrl: field<string | null>(
      (given) => {
        if (given === null) return { value: null };
        if (typeof given !== "string") return { problem: TEXTS.webhookUrl };
        const problem = checkWebhookUrl(given, { sandbox });
        return problem === null ? { value: given } : { problem };
      },
      {
        type: ["string", "null"],
        format: "uri",
        description:
          "Where events go whose record has no URL of its own; https (http too in the sandbox); null: nowhere",
        examples: ["https://shop.example/webhooks/tillgate"],
      },
    ),
  });
}

/** Reads webhook/url. Throws validation_failed. */
export function parseWebhookUrl(raw: RawInput, sandbox: boolean): { webhookUrl: string | null } {
  return parseInput(webhookUrlBody(sandbox), raw, { body: ["webhookUrl"] });
}

/** The body of webhook/secret/rotate. */
export const rotateSecretBody = z.object({
  code: textField(
    40,
    "A one-time code of the person who rotates by the dashboard's session; keys need none",
  ),
});

/** Reads webhook/secret/rotate: the code, null without one. Throws validation_failed. */
export function parseRotateSecret(raw: RawInput): string | null {
  const { code } = parseInput(rotateSecretBody, raw, { body: ["code"] });
  return code?.replace(/\s/g, "") || null;
}

export const webhookEventsQuery = z.object({
  deliveryStatus: z
    .enum(DELIVERY_STATUSES, { error: `must be one of ${DELIVERY_STATUSES.join(", ")}` })
    .optional(),
  ...pagingFields,
});

export interface WebhookEventsRequest extends PageRequest {
  readonly deliveryStatus?: DeliveryStatus;
}

/** Reads webhook/events. Throws validation_failed. */
export function parseWebhookEvents(raw: RawInput): WebhookEventsRequest {
  const names = Object.keys(webhookEventsQuery.shape);
  const { deliveryStatus, ...paging } = parseInput(webhookEventsQuery, raw, { query: names });
  return { ...pagingOf(paging), ...(deliveryStatus ? { deliveryStatus } : {}) };
}

export const webhookUrlAnswer = z.strictObject({ webhookUrl: z.string().nullable() });
export const webhookSecretAnswer = z.strictObject({ webhookSecret: z.string() });

/** One event of the outbox as the merchant sees it. */
export const webhookEvent = z
  .strictObject({
    id: z.uuid().meta({ description: "X-Webhook-Id, equal on every attempt" }),
    type: z.enum(["deposit", "withdrawal", "payout", "test"]),
    transactionId: z.uuid(),
    status: z.string().meta({ description: "The record's status that it tells of" }),
    url: z.string().nullable(),
    deliveryStatus: z.enum(DELIVERY_STATUSES),
    attempts: z.int(),
    lastStatusCode: z.int().nullable(),
    lastError: z.string().nullable(),
    nextAttemptAt: z.iso.datetime({ precision: 3 }).nullable(),
    createdAt: z.iso.datetime({ precision: 3 }),
  })
  .meta({ id: "WebhookEvent" });
export type WebhookEvent = z.output<typeof webhookEvent>;

export const webhookEventPage = pageSchema(webhookEvent);
export type WebhookEventPage = z.output<typeof webhookEventPage>;
