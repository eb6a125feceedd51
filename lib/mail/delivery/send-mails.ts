import { type Context, requirePermission, retryWaitMs } from "@/lib/command";
import type { MailTransport, OutgoingMail, SendResult } from "./transport";

export interface SendOptions {
  readonly transport: MailTransport;
  /** The installation's address: the sender of every mail. */
  readonly from: string;
  /** Waits between attempts (ms); one more attempt than waits, then the mail has failed. */
  readonly scheduleMs?: readonly number[];
  /** A claimed mail is another worker's after this (ms); longer than an attempt may take. */
  readonly leaseMs?: number;
}

interface ClaimedMail {
  readonly id: string;
  /** Of the attempt that this claim is for, from 1. */
  readonly attempt: number;
  /** The end of the lease as the database writes it: no two claims of a mail have the same. */
  readonly lease: string;
  readonly mail: OutgoingMail;
}

const MINUTE_MS = 60_000;
const SCHEDULE_MS = [0.5, 2, 10, 60, 240, 720].map((minutes) => minutes * MINUTE_MS);
const LEASE_MS = 3 * MINUTE_MS;
const AT_ONCE = 10;

/**
 * Sends what is due, at least once each: a worker that dies between sending and writing it down leaves a mail that
 * another sends again, under the same Message-ID. Answers how many were tried. Throws scope_missing.
 */
export async function sendMails(ctx: Context, options: SendOptions): Promise<number> {
  requirePermission(ctx, "jobs");
  const claimed = await claim(ctx, options);
  await Promise.all(
    claimed.map(async (one) => {
      const result = await options.transport.send(one.mail);
      await record(ctx, one, result, options.scheduleMs ?? SCHEDULE_MS);
    }),
  );
  return claimed.length;
}

async function claim(ctx: Context, options: SendOptions): Promise<readonly ClaimedMail[]> {
  const leaseMs = options.leaseMs ?? LEASE_MS;
  const rows = await ctx.db.sql`
    update mails m set leased_until = now() + ${leaseMs}::int * interval '1 millisecond'
    from (
      select id from mails
      where state = 'pending' and next_attempt_at <= now() and (leased_until is null or leased_until <= now())
      order by next_attempt_at limit ${AT_ONCE} for update skip locked
    ) free
    where m.id = free.id
    returning m.*, m.leased_until::text as lease`;
  return rows.map((row) => ({
    id: row.id,
    attempt: row.attempts + 1,
    lease: row.lease,
    mail: {
      messageId: `${row.id}@${options.from.slice(options.from.lastIndexOf("@") + 1)}`,
      from: { name: row.from_name, address: options.from },
      to: row.to_address,
      subject: row.subject,
      text: row.text_body,
      html: row.html_body,
      date: new Date(row.created_at),
    },
  }));
}

/** Writes down what became of an attempt; one whose lease ran out meanwhile changes nothing. */
async function record(
  ctx: Context,
  { id, attempt, lease }: ClaimedMail,
  result: SendResult,
  scheduleMs: readonly number[],
): Promise<void> {
  const waitMs = result.sent || result.final ? null : retryWaitMs(scheduleMs, attempt);
  const state = result.sent ? "sent" : waitMs === null ? "failed" : "pending";
  const error = result.sent ? null : result.error;
  const { count } = await ctx.db.sql`
    update mails set state = ${state}, attempts = ${attempt}, last_error = ${error}, leased_until = null,
      next_attempt_at = now() + ${waitMs ?? 0}::int * interval '1 millisecond',
      ended_at = case when ${state === "pending"} then null else now() end
    where id = ${id} and state = 'pending'
      and leased_until = ${lease}::timestamptz and attempts = ${attempt - 1}`;
  const told = { mailId: id, attempt, error };
  if (count === 0) ctx.log.warn(told, "a mail's lease ran out");
  // One that is refused is the address's fault; one that nobody took is ours.
  else if (state === "failed" && !result.sent && !result.final) {
    ctx.log.error(told, "a mail could not be sent");
  } else if (!result.sent) ctx.log.warn(told, "a mail was not taken");
}
