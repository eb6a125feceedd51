import { createHash } from "node:crypto";
import {
  type Context,
  findAnswer,
  type IdempotentCall,
  type StoredAnswer,
  storeAnswer,
  transact,
} from "@/lib/command";
import { databaseErrorCode } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { toAppError, toFailure } from "./failure";

/** An answer whose bytes are settled. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly replayed?: true;
}

/** How a call is made, and made again from what it made. */
export interface IdempotentWork {
  readonly run: (call: IdempotentCall) => Promise<Answer>;
  /** The answer of the call that made `subjectId`; null where a call makes nothing that can be read. */
  readonly rebuild: ((subjectId: string) => Promise<Answer>) | null;
  /** The answer's bytes hold a secret and are never stored. */
  readonly secret?: boolean;
}

const KEY = /^[\x21-\x7e]{1,255}$/;

/** Reads the Idempotency-Key header. Throws validation_failed unless it is 1 to 255 visible ASCII characters. */
export function readIdempotencyKey(header: string | null): string | null {
  if (header === null) return null;
  if (KEY.test(header)) return header;
  throw new AppError("validation_failed", {
    details: [{ path: "Idempotency-Key", message: "must be 1 to 255 visible ASCII characters" }],
  });
}

/** What a key stands for: method, path, query and body, each with its length, so that none runs into the next. */
export function fingerprintOf(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) {
    const bytes = typeof part === "string" ? Buffer.from(part, "utf8") : part;
    hash.update(`${bytes.byteLength}:`).update(bytes);
  }
  return hash.digest();
}

/**
 * Does a call once per key: the first answer again, byte for byte, where there is one; rebuilt from what
 * the call made where a crash came between. Throws idempotency_key_reused, request_in_progress, and what
 * the call throws if no key keeps it.
 */
export async function answerOnce(
  ctx: Context,
  call: IdempotentCall,
  work: IdempotentWork,
): Promise<Answer> {
  const known = await look(ctx, call);
  if (known) return replay(ctx, call, work, known);
  try {
    const answer = await work.run(call);
    if (!work.secret) await keep(ctx, call, answer);
    return answer;
  } catch (error) {
    return answerFailure(ctx, call, work, error);
  }
}

async function answerFailure(
  ctx: Context,
  call: IdempotentCall,
  work: IdempotentWork,
  error: unknown,
): Promise<Answer> {
  // The first call still holds the key's row: waiting for it ended in a lock timeout.
  if (databaseErrorCode(error) === "55P03") throw new AppError("request_in_progress");
  const known = toAppError(error);
  if (known.code === "request_in_progress") {
    const theirs = await look(ctx, call);
    if (theirs) return replay(ctx, call, work, theirs);
  }
  const failure = toFailure(known, ctx.requestId);
  if (!failure.kept) throw error;
  const answer = { status: failure.status, body: JSON.stringify(failure.body) };
  await keep(ctx, call, answer);
  return answer;
}

async function replay(
  ctx: Context,
  call: IdempotentCall,
  work: IdempotentWork,
  known: StoredAnswer,
): Promise<Answer> {
  const { status, body, subjectId } = known;
  const settled = status !== null && body !== null;
  // A 202 said "still on its way"; its replay tells where it is now.
  if (settled && !(status === 202 && work.rebuild && subjectId !== null)) {
    return { status, body, replayed: true };
  }
  if (subjectId === null || work.rebuild === null) throw new AppError("request_in_progress");
  const answer = await work.rebuild(subjectId);
  if (answer.status !== 202 && !work.secret) await keep(ctx, call, answer);
  return { ...answer, replayed: true };
}

function look(ctx: Context, call: IdempotentCall): Promise<StoredAnswer | null> {
  return transact(ctx, (tx) => findAnswer(ctx, tx, call));
}

/** What was done is done: when its answer can't be kept, it is rebuilt for the next call. */
async function keep(ctx: Context, call: IdempotentCall, answer: Answer): Promise<void> {
  try {
    await transact(ctx, (tx) => storeAnswer(ctx, tx, call, answer));
  } catch (error) {
    ctx.log.warn({ requestId: ctx.requestId, error: String(error) }, "an answer was not kept");
  }
}
