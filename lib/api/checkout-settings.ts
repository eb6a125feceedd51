import { Buffer } from "node:buffer";
import { z } from "zod";
import { field, isStorable, type Reading } from "./fields";

/** The languages of the payment page (BCP 47). `components/checkout/languages.ts` has a file for each. */
export const CHECKOUT_LANGUAGES = [
  "en",
  "es",
  "pt",
  "fr",
  "de",
  "tr",
  "ru",
  "uk",
  "ar",
  "fa",
  "hi",
  "id",
  "zh",
  "ja",
] as const;
export type CheckoutLanguage = (typeof CHECKOUT_LANGUAGES)[number];

/** How a merchant's payment pages look and where they may be shown. Null: as the house has it. */
export interface CheckoutSettings {
  /** Null: the merchant's name. */
  readonly brandName: string | null;
  /** #rrggbb, lower case. */
  readonly brandColor: string | null;
  /** A data URL: PNG, JPEG or WebP in base64. */
  readonly brandLogo: string | null;
  /** https: or mailto:, with placeholders (`SUPPORT_PLACEHOLDERS`). */
  readonly supportUrl: string | null;
  /** Plain text. */
  readonly checkoutNote: string | null;
  readonly checkoutLanguage: CheckoutLanguage | null;
  /** Origins whose pages may show a payment page in a frame. */
  readonly embedOrigins: readonly string[];
}

/** What is filled in when a page is drawn. */
export const SUPPORT_PLACEHOLDERS = ["transactionId", "invoiceNo", "referenceId"] as const;
export type SupportFacts = Readonly<Record<(typeof SUPPORT_PLACEHOLDERS)[number], string>>;

const MAX_NAME = 60;
const MAX_NOTE = 500;
const MAX_SUPPORT = 500;
const MAX_LOGO_BYTES = 16_384;
const MAX_ORIGINS = 10;
const MAX_ORIGIN = 200;

const CONTROLS = /\p{Cc}/u;
/** They would turn the text around them. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/;
/** Two names must not differ by what nobody sees. The joiners of Persian, Hindi and emoji change what is seen. */
const UNSEEN = /(?![\u200c\u200d]|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}|\u2800/u;
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

function nullable<T>(read: (given: unknown) => Reading<T>): (given: unknown) => Reading<T | null> {
  return (given) => (given === null ? { value: null } : read(given));
}

function readText(limit: number, controls: RegExp) {
  return (given: unknown): Reading<string> => {
    const text = typeof given === "string" ? given.replace(/\r\n?/g, "\n").trim() : "";
    const fits = text !== "" && [...text].length <= limit && isStorable(text);
    return fits &&
      SEEN.test(text) &&
      !TURNING.test(text) &&
      !controls.test(text.replaceAll("\n", " "))
      ? { value: text }
      : { problem: `must be plain text of 1 to ${limit} characters, or null` };
  };
}

function readName(given: unknown): Reading<string> {
  const problem = `must be one line of 1 to ${MAX_NAME} characters, or null`;
  const read = readText(MAX_NAME, CONTROLS)(given);
  return "problem" in read || read.value.includes("\n") || UNSEEN.test(read.value)
    ? { problem }
    : read;
}

function readColour(given: unknown): Reading<string> {
  return typeof given === "string" && /^#[0-9a-f]{6}$/i.test(given)
    ? { value: given.toLowerCase() }
    : { problem: "must be a colour as #rrggbb, or null" };
}

const LOGO = /^data:(image\/(?:png|jpeg|webp));base64,([A-Za-z0-9+/]+={0,2})$/;
const MAGIC: Readonly<Record<string, (bytes: Buffer) => boolean>> = {
  "image/png": (bytes) => bytes.subarray(0, 8).toString("hex") === "89504e470d0a1a0a",
  "image/jpeg": (bytes) => bytes.subarray(0, 3).toString("hex") === "ffd8ff",
  "image/webp": (bytes) =>
    bytes.subarray(0, 4).toString("latin1") === "RIFF" &&
    bytes.subarray(8, 12).toString("latin1") === "WEBP",
};

/** The type and bytes of a logo's data URL; null when it is none, or its bytes are of another type. */
export function readLogo(text: string): { readonly type: string; readonly bytes: Buffer } | null {
  const [, type = "", base64 = ""] = LOGO.exec(text) ?? [];
  const bytes = Buffer.from(base64, "base64");
  const exact = bytes.toString("base64") === base64 && bytes.length <= MAX_LOGO_BYTES;
  return exact && MAGIC[type]?.(bytes) === true ? { type, bytes } : null;
}

function readLogoField(given: unknown): Reading<string> {
  return typeof given === "string" && readLogo(given) !== null
    ? { value: given }
    : {
        problem: `must be a data URL (base64) of a PNG, JPEG or WebP of at most ${MAX_LOGO_BYTES} bytes, or null`,
      };
}

const PLACEHOLDER = /\{(\w+)\}/g;

/**
 * The address of the shop's support for one payment, every value URL-encoded; null when a browser must not be sent
 * there. Whoever pays can't change which host it is: no placeholder may stand in that part.
 */
export function supportUrlOf(template: string, facts: SupportFacts): string | null {
  const fill = (value: (name: keyof SupportFacts) => string) =>
    template.replace(PLACEHOLDER, (whole, name: string) =>
      Object.hasOwn(facts, name) ? encodeURIComponent(value(name as keyof SupportFacts)) : whole,
    );
  const text = fill((name) => facts[name]);
  const other = fill(() => "x");
  if (/[{}\s\\]|\p{Cc}/u.test(text) || !URL.canParse(text) || !URL.canParse(other)) return null;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || url.host !== new URL(other).host) return null;
  const mail = url.protocol === "mailto:" && /^[^@,?/]+@[^@,?/]+$/.test(url.pathname);
  return mail || (url.protocol === "https:" && url.host !== "") ? url.href : null;
}

const SAMPLE: SupportFacts = { transactionId: "0", invoiceNo: "INV-0", referenceId: "" };

function readSupportUrl(given: unknown): Reading<string> {
  const problem = `must be an https: or mailto: address of at most ${MAX_SUPPORT} characters, without a name or password, or null; {${SUPPORT_PLACEHOLDERS.join("}, {")}} are filled in`;
  const fits = typeof given === "string" && given.length <= MAX_SUPPORT && isStorable(given);
  return fits && supportUrlOf(given, SAMPLE) !== null ? { value: given } : { problem };
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Whether that is an origin in its exact spelling: https, or http on this machine. */
function isOrigin(entry: unknown): entry is string {
  if (typeof entry !== "string" || entry.length > MAX_ORIGIN || !URL.canParse(entry)) return false;
  const url = new URL(entry);
  // A wildcard is a host to `URL`, and a whole domain to a browser's policy.
  if (url.origin !== entry || /[*;,'"\s]/.test(entry)) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
}

/** Those origins that count: shops on this machine, without TLS, are a thing of the sandbox. */
export function framingOrigins(origins: readonly string[], sandbox: boolean): readonly string[] {
  return origins.filter((origin) => isOrigin(origin) && (sandbox || origin.startsWith("https:")));
}

/** What is said of origins that can't be stored. */
export const EMBED_ORIGINS_PROBLEM = `must be a list of at most ${MAX_ORIGINS} origins such as https://shop.example; http://localhost counts in the sandbox alone`;

function readOrigins(given: unknown): Reading<readonly string[]> {
  const fits = Array.isArray(given) && given.length <= MAX_ORIGINS && given.every(isOrigin);
  return fits ? { value: [...new Set(given)] } : { problem: EMBED_ORIGINS_PROBLEM };
}

const text = { type: ["string", "null"] };

/** Those fields of the settings' body. */
export const checkoutSettingsFields = {
  brandName: field(nullable(readName), {
    ...text,
    maxLength: MAX_NAME,
    description: "The shop's name on its payment pages; null: the merchant's name",
  }).optional(),
  brandColor: field(nullable(readColour), {
    ...text,
    pattern: "^#[0-9A-Fa-f]{6}$",
    description: "The accent of the payment pages; made lighter or darker until it can be read",
    examples: ["#7b2d8b"],
  }).optional(),
  brandLogo: field(nullable(readLogoField), {
    ...text,
    description: `Data URL (base64) of a PNG, JPEG or WebP of at most ${MAX_LOGO_BYTES} bytes; shown 40 pixels high`,
  }).optional(),
  supportUrl: field(nullable(readSupportUrl), {
    ...text,
    maxLength: MAX_SUPPORT,
    description: `Where a payer asks for help, https: or mailto:; {${SUPPORT_PLACEHOLDERS.join("}, {")}} are filled in`,
    examples: ["https://shop.example/help?payment={invoiceNo}"],
  }).optional(),
  checkoutNote: field(nullable(readText(MAX_NOTE, CONTROLS)), {
    ...text,
    maxLength: MAX_NOTE,
    description: "Plain text of the shop on its payment pages",
  }).optional(),
  checkoutLanguage: z
    .enum(CHECKOUT_LANGUAGES, { error: `must be one of ${CHECKOUT_LANGUAGES.join(", ")}, or null` })
    .nullable()
    .meta({ description: "For payers whose browser asks for none of the languages that there are" })
    .optional(),
  embedOrigins: field(readOrigins, {
    type: "array",
    items: { type: "string" },
    maxItems: MAX_ORIGINS,
    description: "Origins whose pages may show a payment page in a frame; empty: none",
    examples: [["https://shop.example"]],
  }).optional(),
};

/** Those fields of the settings' answer. */
export const checkoutSettingsAnswer = {
  brandName: z.string().nullable(),
  brandColor: z.string().nullable(),
  brandLogo: z.string().nullable(),
  supportUrl: z.string().nullable(),
  checkoutNote: z.string().nullable(),
  checkoutLanguage: z.enum(CHECKOUT_LANGUAGES).nullable(),
  embedOrigins: z.array(z.string()),
};
