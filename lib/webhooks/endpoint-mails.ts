import type { Context } from "@/lib/command";
import type { DisabledReason, MailKind, Role, Tx } from "@/lib/db";
import { queueTeamMail } from "@/lib/mail";
import { type Endpoint, MOST_GIVEN_UP } from "./endpoint-state";

/** Who may do something about it. */
const ROLES: readonly Role[] = ["owner", "admin", "developer"];

const WHY: Readonly<Record<DisabledReason, string>> = {
  given_up: `${MOST_GIVEN_UP} webhooks in a row were given up, each after all its tries.`,
  days: "For three days and more not one webhook was delivered.",
  gone: "Your receiver answered 410 Gone: it wants no more of them.",
};

/** An endpoint as a mail tells of it. */
export interface ToldEndpoint {
  readonly merchantId: string;
  readonly url: string;
  readonly endpoint: Endpoint;
  /** The page of the dashboard where something can be done; null: no link. */
  readonly link: string | null;
}

/** Tells that an endpoint fails again and again, in the transaction that counted it. */
export function tellFailing(ctx: Context, tx: Tx, about: ToldEndpoint): Promise<void> {
  const { failedTries, failingSince } = about.endpoint;
  return write(ctx, tx, about, {
    kind: "webhook_failing",
    subject: "Webhooks to your shop fail",
    lines: [
      `The last ${failedTries} tries to deliver a webhook have failed, since ${moment(failingSince)}.`,
      "Each webhook is tried again by its schedule. Nothing is lost; but what has had all its tries must be sent again by hand.",
      `Should ${MOST_GIVEN_UP} webhooks in a row be given up, or nothing be delivered for three days, sending stops until somebody enables it again.`,
    ],
  });
}

/** Tells that an endpoint was disabled, in the transaction that did it. */
export function tellDisabled(ctx: Context, tx: Tx, about: ToldEndpoint): Promise<void> {
  const { reason, failingSince } = about.endpoint;
  return write(ctx, tx, about, {
    kind: "webhook_disabled",
    subject: "Webhooks to your shop are stopped",
    lines: [
      `Webhooks are no longer sent to your shop. ${reason === null ? "" : WHY[reason]}`,
      `The first failure was at ${moment(failingSince)}.`,
      "Nothing is lost: webhooks are kept until sending goes on. Mend your receiver, send a test, and enable it again; everything since then can be sent with it.",
    ],
  });
}

/** Tells that webhooks go elsewhere, in the transaction that changed it. */
export function tellMoved(
  ctx: Context,
  tx: Tx,
  of: {
    readonly merchantId: string;
    readonly before: string | null;
    readonly after: string | null;
  },
): Promise<void> {
  return queueTeamMail(ctx, tx, {
    merchantId: of.merchantId,
    roles: ROLES,
    confirmedOnly: true,
    kind: "webhook_changed",
    subjectId: of.merchantId,
    subject: "The webhook address of your shop was changed",
    text: [
      "The address that webhooks go to was changed.",
      "",
      `Before: ${of.before ?? "none"}`,
      `Now: ${of.after ?? "none"}`,
      "",
      "If you did not expect this, look at the audit log in the dashboard, set the address back and revoke keys that you do not know.",
    ].join("\n"),
  });
}

interface Letter {
  readonly kind: MailKind;
  readonly subject: string;
  readonly lines: readonly string[];
}

function write(ctx: Context, tx: Tx, about: ToldEndpoint, letter: Letter): Promise<void> {
  const { merchantId, url, link } = about;
  const { kind, subject, lines } = letter;
  const text = [...lines, `Address: ${url}`, ...(link === null ? [] : [`Have a look: ${link}`])];
  return queueTeamMail(ctx, tx, {
    merchantId,
    roles: ROLES,
    confirmedOnly: true,
    kind,
    subjectId: merchantId,
    subject,
    text: text.join("\n\n"),
  });
}

function moment(at: Date | null): string {
  return at === null ? "?" : `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
