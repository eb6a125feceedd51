import type { z } from "zod";
import type { RawInput, Tier } from "@/lib/api";
import type { Context, IdempotentCall } from "@/lib/command";
import type { Config } from "@/lib/config";
import type { ErrorCode } from "@/lib/kit";

export type Params = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What an endpoint may know beside its input. */
export interface Facts {
  readonly config: Config;
  readonly sandbox: boolean;
  readonly params: Params;
  /**
   * Fires when the client is gone or the process begins to drain. Who waits ends the wait then, and answers how
   * things stand: nobody hears it, or somebody must hear it soon.
   */
  readonly signal: AbortSignal;
}

/** What became of a plain form: `result`, or the code it was refused with. */
export interface AfterForm<Result> {
  readonly result: Result | null;
  readonly refused: ErrorCode | null;
  /** The field that was refused, where it was one. */
  readonly field: string | null;
  /** The form's own query, in which a page keeps its language. */
  readonly query: URLSearchParams;
}

/**
 * One path of the contract under one method, as data; `route` does the rest. Its functions are methods, so
 * that endpoints of different inputs and results can stand in one list.
 */
export interface Endpoint<Input, Result> {
  /** "POST /transaction/create": names its limits, its idempotency keys and its metrics. */
  readonly name: `${"GET" | "POST"} /${string}`;
  /** The endpoint that this is another spelling of: they share limits and idempotency keys. */
  readonly aliasOf?: Endpoint<Input, Result>["name"];
  /** "key": apikey, the secret if it is sent; "key_and_secret": both; "public": neither. */
  readonly access: "key" | "key_and_secret" | "public";
  /** A person of the dashboard may call it too: by the session's cookie, from a page of ours, by their role. */
  readonly orPerson?: true;
  readonly tier: Tier;
  /** 404 in production. */
  readonly sandboxOnly?: true;
  /** Throws validation_failed. */
  parse(raw: RawInput, facts: Facts): Input;
  run(ctx: Context, input: Input, facts: Facts, call: IdempotentCall | undefined): Promise<Result>;
  /** Reads what a call made, so that its answer can be given again after a crash. */
  rebuild?(ctx: Context, subjectId: string, facts: Facts): Promise<Result>;
  /**
   * The answer shows a secret this once: no Idempotency-Key keeps its bytes. It is given again by `rebuild`,
   * from what `run` claimed the key with.
   */
  readonly showsSecret?: true;
  /** 202 while what was asked for is still on its way; else 200. */
  status?(result: Result): 200 | 202;
  /** The answer's whole body. */
  reply(result: Result, facts: Facts): object;
  /** What the body looks like; every answer of the sandbox is held against it. */
  readonly schema: z.ZodType;
  /** Changes what payment pages show: of the one that the path names, else of the caller's merchant. */
  readonly changesPages?: true;
  /** What an answer is known by, where it is asked for again and again. */
  etag?(result: Result): string;
  /** Where a browser that sent a plain form goes. */
  redirect?(facts: Facts, after: AfterForm<Result>): string;
  /** Refusals after which it goes there too, beside invalid_state: the page says what was wrong. */
  readonly showsOnPage?: readonly ErrorCode[];
}

/** Types an endpoint by its own functions. */
export function endpoint<Input, Result>(definition: Endpoint<Input, Result>) {
  return definition;
}
