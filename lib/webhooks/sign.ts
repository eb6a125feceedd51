import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { assert } from "@/lib/kit";

export interface SignableAttempt {
  /** Equal on every attempt. */
  readonly eventId: string;
  /** The exact text that is sent. */
  readonly body: string;
  /** The merchant's secrets, the newest first; the older ones sign beside it while they overlap. */
  readonly secrets: readonly string[];
  /** From 1. */
  readonly attempt: number;
  /** When this attempt is made. */
  readonly at: Date;
  readonly test: boolean;
}

/**
 * The headers that go with a body: `X-Webhook-Signature` by the newest secret over the body alone, and the
 * Standard Webhooks three, signed by every secret over id, time (Unix seconds) and body.
 */
export function signWebhook(attempt: SignableAttempt): Record<string, string> {
  const [newest] = attempt.secrets;
  assert(newest !== undefined && newest !== "", "a webhook is signed with a secret");
  const signatures = attempt.secrets.map((secret) =>
    new Webhook(standardSecret(secret)).sign(attempt.eventId, attempt.at, attempt.body),
  );
  return headersOf(attempt, `sha256=${bodyDigest(newest, attempt.body)}`, signatures.join(" "));
}

type Unsigned = Omit<SignableAttempt, "body" | "secrets">;

/** The same headers as people may see them later: with "…" where a signature stood. */
export function unsignedHeaders(attempt: Unsigned): Record<string, string> {
  return headersOf(attempt, "sha256=…", "v1,…");
}

function headersOf(
  attempt: Unsigned,
  signature: string,
  standardSignature: string,
): Record<string, string> {
  const timestamp = Math.floor(attempt.at.getTime() / 1_000).toString();
  return {
    "Content-Type": "application/json",
    "X-Webhook-Signature": signature,
    "X-Webhook-Id": attempt.eventId,
    "X-Webhook-Timestamp": timestamp,
    "X-Webhook-Attempt": attempt.attempt.toString(),
    ...(attempt.test ? { "X-Webhook-Test": "true" } : {}),
    "webhook-id": attempt.eventId,
    "webhook-timestamp": timestamp,
    "webhook-signature": standardSignature,
  };
}

/** A merchant's secret as Standard Webhooks libraries take it: whsec_ and base64 of its UTF-8 bytes. */
export function standardSecret(secret: string): string {
  return `whsec_${Buffer.from(secret, "utf8").toString("base64")}`;
}

function bodyDigest(secret: string, body: string): string {
  return createHmac("sha256", Buffer.from(secret, "utf8")).update(body, "utf8").digest("hex");
}
