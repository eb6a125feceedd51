import { z } from "zod";
import { MAX_AMOUNT, NETWORK_IDS, parseAmount, parseJsonNumber, type Units } from "@/lib/kit";
import { JsonNumber } from "./json-number";
import { TEXTS } from "./texts";
import { checkWebhookUrl } from "./webhook-url";

const MAX_URL = 2_048;
const MINUTE_MS = 60_000;
const PLAIN_NUMBER = /^\d{1,9}(\.\d{1,20})?$/;
const JSON_NUMBER = /^\d+(\.\d+)?([eE][+-]?\d{1,3})?$/;
// PostgreSQL stores no NUL, and UTF-8 has no lone surrogate.
const UNSTORABLE = /\0|[\ud800-\udfff]/u;

/** Whether the database can keep the text as it is. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

const CONTROL = /[\p{Cc}\s\\]/u;

/** What a field's reader found: the value, or its objection. */
export type Reading<T> = { readonly value: T } | { readonly problem: string };

/** A field that is read by a function of ours, with what the OpenAPI document says of it. */
export function field<T>(read: (given: unknown) => Reading<T>, meta: Record<string, unknown>) {
  return z
    .unknown()
    .transform((given, context): T => {
      const reading = read(given);
      if ("value" in reading) return reading.value;
      context.addIssue({ code: "custom", message: reading.problem });
      return z.NEVER;
    })
    .meta(meta);
}

/** An amount of USDT as a JSON number or plain decimal string, exactly as micro-USDT; null when it is refused. */
export function readAmount(given: unknown): Units | null {
  const value =
    typeof given === "string"
      ? parseAmount(given)
      : given instanceof JsonNumber
        ? parseJsonNumber(given.text)
        : null;
  return value !== null && value > 0n && value <= MAX_AMOUNT ? value : null;
}

export const amountField = field(
  (given) => {
    const value = readAmount(given);
    return value === null ? { problem: TEXTS.amount } : { value };
  },
  {
    type: ["number", "string"],
    description:
      "USDT, more than 0, at most 1,000,000,000 and at most 6 decimals, as a number or a plain decimal string. Read exactly.",
    examples: [50, "19.99"],
  },
);

export const currencyField = z
  .enum(NETWORK_IDS, { error: TEXTS.currencyType })
  .meta({ description: "The network that the money comes on", examples: ["USDT-TRC20"] });

/** Minutes to milliseconds, rounded to the millisecond; null outside `minimum` to 10080. */
export function readTimer(given: unknown, minimum: number): number | null {
  const text = given instanceof JsonNumber ? given.text : typeof given === "string" ? given : "";
  if (!(given instanceof JsonNumber ? JSON_NUMBER : PLAIN_NUMBER).test(text)) return null;
  const minutes = Number(text);
  return minutes >= minimum && minutes <= 10_080 ? Math.round(minutes * MINUTE_MS) : null;
}

/** Minutes until an invoice ends, as milliseconds; null when it is not given. */
export function timerField(sandbox: boolean) {
  return field<number | null>(
    (given) => {
      if (given === null) return { value: null };
      const value = readTimer(given, sandbox ? 0.1 : 1);
      return value === null ? { problem: TEXTS.timer } : { value };
    },
    {
      type: ["number", "string"],
      description:
        "Minutes until the invoice ends: 1 to 10080 (from 0.1 in the sandbox), fractions allowed; 10 by default",
      default: 10,
    },
  ).optional();
}

/** Whether the payer's browser may be sent there: http(s), no credentials, at most 2,048 characters. */
export function isCallbackUrl(text: string): boolean {
  if (text.length > MAX_URL || CONTROL.test(text) || !/^https?:\/\/[^/]/i.test(text)) return false;
  if (UNSTORABLE.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.hostname !== "" && url.username === "" && url.password === "";
}

export const callbackUrlField = field<string | null>(
  (given) => {
    if (given === null) return { value: null };
    if (typeof given === "string" && isCallbackUrl(given)) return { value: given };
    return { problem: TEXTS.callbackUrl };
  },
  {
    type: "string",
    format: "uri",
    description: "Where the payer's browser goes after the payment, http(s)",
    examples: ["https://shop.example/thanks"],
  },
).optional();

/** The URL that an invoice's events are sent to. */
export function webhookUrlField(sandbox: boolean) {
  return eventsUrlField(sandbox, "webhookUrl", TEXTS.webhookUrl, "this invoice's events");
}

/** The URL that a user's or a withdrawal's events are sent to: there it is called callbackUrl. */
export function callbackWebhookField(sandbox: boolean, whose: string) {
  return eventsUrlField(sandbox, "callbackUrl", TEXTS.callbackWebhookUrl, whose);
}

function eventsUrlField(sandbox: boolean, name: string, malformed: string, whose: string) {
  return field<string | null>(
    (given) => {
      if (given === null) return { value: null };
      if (typeof given !== "string") return { problem: malformed };
      const problem = checkWebhookUrl(given, { sandbox }, name);
      return problem === null ? { value: given } : { problem };
    },
    {
      type: "string",
      format: "uri",
      description: `Where ${whose} are sent instead of the merchant's own URL; https (http too in the sandbox)`,
      examples: ["https://shop.example/webhooks/tillgate"],
    },
  ).optional();
}

/** An optional text of at most `max` characters; null and absence are the same. */
export function textField(max: number, description: string) {
  return field<string | null>(
    (given) => {
      if (given === null) return { value: null };
      if (typeof given !== "string") return { problem: "must be a string" };
      if (given.length > max) return { problem: `must have at most ${max} characters` };
      return UNSTORABLE.test(given)
        ? { problem: "holds characters that can't be stored" }
        : { value: given };
    },
    { type: "string", maxLength: max, description },
  ).optional();
}

/** A text that must be there. */
export function requiredText(max: number, description: string) {
  return field<string>(
    (given) => {
      if (typeof given !== "string" || given === "") return { problem: "is required" };
      return given.length > max || UNSTORABLE.test(given)
        ? { problem: `must have at most ${max} characters` }
        : { value: given };
    },
    { type: "string", maxLength: max, description },
  );
}
