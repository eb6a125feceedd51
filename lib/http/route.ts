import type { RawInput } from "@/lib/api";
import type { Context } from "@/lib/command";
import { AppError, assert, newId } from "@/lib/kit";
import { askerOf } from "./asker";
import { addressOf, type Call } from "./call";
import { callSignal } from "./call-signal";
import type { AfterForm, Endpoint, Facts, Params } from "./endpoint";
import { sameEtag } from "./etag";
import { toAppError, toFailure } from "./failure";
import { type Answer, answerOnce, fingerprintOf, readIdempotencyKey } from "./idempotency";
import { observe } from "./metrics";
import { noteCall } from "./note-call";
import { EMPTY_BODY } from "./parse-json";
import { readBody } from "./read-body";
import { failureResponse, jsonResponse } from "./respond";
import { getRuntime } from "./runtime";
import { splitUrl } from "./split-url";

type Handler = (request: Request, route: { params: Promise<Params> }) => Promise<Response>;
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Handlers = Readonly<Record<(typeof METHODS)[number], Handler>>;
type AnyEndpoint = Endpoint<unknown, unknown>;

const EMPTY = new Uint8Array();

interface Outcome extends Answer {
  readonly etag?: string;
  /** What `run` answered, for a redirect; not of calls with an Idempotency-Key. */
  readonly result?: unknown;
}

/** The route handlers of one path: its endpoints by method, and 405 for every other method. */
export function route(...endpoints: readonly AnyEndpoint[]): Handlers {
  const byMethod = new Map(endpoints.map((entry) => [methodOf(entry), entry]));
  const get = byMethod.get("GET");
  if (get) byMethod.set("HEAD", get);
  const allow = [...byMethod.keys(), "OPTIONS"].join(", ");
  const handlerOf = (method: string): Handler => {
    const entry = byMethod.get(method);
    if (entry) return (request, { params }) => serve(entry, request, params);
    if (method === "OPTIONS") return async () => optionsResponse(allow);
    return async () => refuse(new AppError("method_not_allowed"), { Allow: allow });
  };
  return Object.fromEntries(METHODS.map((method) => [method, handlerOf(method)])) as Handlers;
}

/** The handlers of every path that the contract does not know. */
export function unknownPath(): Handlers {
  const handler: Handler = async () => refuse(new AppError("not_found"), {});
  return Object.fromEntries(METHODS.map((method) => [method, handler])) as Handlers;
}

function methodOf(entry: AnyEndpoint): string {
  return entry.name.slice(0, entry.name.indexOf(" "));
}

function optionsResponse(allow: string): Response {
  return new Response(null, { status: 204, headers: { Allow: allow, "X-Request-Id": newId() } });
}

function refuse(error: AppError, headers: Record<string, string>): Response {
  const requestId = newId();
  return failureResponse(toFailure(error, requestId), { requestId, limit: null, headers });
}

async function serve(
  entry: AnyEndpoint,
  request: Request,
  params: Promise<Params>,
): Promise<Response> {
  const started = performance.now();
  const runtime = getRuntime();
  const call: Call = {
    runtime,
    requestId: newId(),
    address: addressOf(request),
    limit: null,
    asker: null,
    sent: EMPTY,
    answered: null,
  };
  const { config, sandbox } = runtime;
  const ending = callSignal(request, runtime.draining.signal);
  const facts: Facts = {
    config,
    sandbox,
    // Next has none for a path without parts of its own, whatever its type says.
    params: (await params) ?? {},
    get signal() {
      return ending.signal;
    },
  };
  const response = await respond(entry, request, call, facts)
    .catch(
      (error: unknown) =>
        backToPage(entry, request, call, facts, error) ?? fail(entry, call, error),
    )
    .finally(ending.release);
  const ms = performance.now() - started;
  observe(entry.name, response.status, ms / 1_000);
  noteCall(entry.name, request, call, response, ms);
  return response;
}

/** A browser whose plain form came too late is shown how things stand, on the page that it came from. */
function backToPage(
  entry: AnyEndpoint,
  request: Request,
  call: Call,
  facts: Facts,
  error: unknown,
): Response | null {
  const { code, details } = toAppError(error);
  const shown = code === "invalid_state" || entry.showsOnPage?.includes(code);
  if (!shown || !wantsPage(entry, request)) return null;
  return seeOther(entry, request, call, facts, {
    result: null,
    refused: code,
    field: details?.[0]?.path ?? null,
  });
}

function wantsPage(entry: AnyEndpoint, request: Request): boolean {
  return Boolean(entry.redirect && request.headers.get("accept")?.includes("text/html"));
}

function seeOther(
  entry: AnyEndpoint,
  request: Request,
  call: Call,
  facts: Facts,
  after: Omit<AfterForm<unknown>, "query">,
): Response {
  const query = new URLSearchParams(splitUrl(request.url).query);
  const headers = { Location: entry.redirect?.(facts, { ...after, query }) ?? "/" };
  return jsonResponse(303, null, { requestId: call.requestId, limit: call.limit, headers });
}

function fail(entry: AnyEndpoint, call: Call, error: unknown): Response {
  const known = toAppError(error);
  const failure = toFailure(known, call.requestId);
  call.answered = JSON.stringify(failure.body);
  if (failure.status >= 500) {
    const fields = { requestId: call.requestId, endpoint: entry.name, err: known.cause ?? known };
    call.runtime.log.error(fields, known.message);
  }
  return failureResponse(failure, { requestId: call.requestId, limit: call.limit });
}

async function respond(
  entry: AnyEndpoint,
  request: Request,
  call: Call,
  facts: Facts,
): Promise<Response> {
  if (entry.sandboxOnly && !facts.sandbox) throw new AppError("not_found");
  const posted = methodOf(entry) === "POST";
  const sent = posted
    ? await readBody(request, { forms: entry.redirect !== undefined })
    : { ...EMPTY_BODY, bytes: EMPTY };
  call.sent = sent.bytes;
  const ctx = await askerOf(entry, call, request);
  const scope = entry.aliasOf ?? entry.name;
  const { path, query } = splitUrl(request.url);
  const key = posted ? readIdempotencyKey(request.headers.get("idempotency-key")) : null;
  const raw: RawInput = { query: new URLSearchParams(query), ...sent };
  const input = entry.parse(raw, facts);
  if (key === null || ctx.merchantId === null) {
    const outcome = await runEndpoint(entry, ctx, input, facts);
    if (entry.changesPages) doubtPages(call, ctx, facts);
    return finish(entry, request, call, facts, outcome);
  }
  const fingerprint = fingerprintOf([methodOf(entry), path, query, sent.bytes]);
  const answer = await answerOnce(
    ctx,
    { endpoint: scope, key, fingerprint },
    {
      run: async (idempotent) =>
        toOutcome(entry, facts, await entry.run(ctx, input, facts, idempotent)),
      rebuild: rebuilder(entry, ctx, facts),
      secret: entry.showsSecret === true,
    },
  );
  if (entry.changesPages) doubtPages(call, ctx, facts);
  return finish(entry, request, call, facts, answer);
}

function doubtPages({ runtime }: Call, { merchantId }: Context, { params }: Facts): void {
  const { code } = params;
  if (typeof code === "string") runtime.watch.doubt({ code });
  else if (merchantId !== null) runtime.watch.doubt({ merchantId });
}

function rebuilder(entry: AnyEndpoint, ctx: Context, facts: Facts) {
  if (!entry.rebuild) return null;
  return async (subjectId: string) =>
    toOutcome(entry, facts, await entry.rebuild?.(ctx, subjectId, facts));
}

async function runEndpoint(
  entry: AnyEndpoint,
  ctx: Context,
  input: unknown,
  facts: Facts,
): Promise<Outcome> {
  const result = await entry.run(ctx, input, facts, undefined);
  return { ...toOutcome(entry, facts, result), result };
}

function toOutcome(entry: AnyEndpoint, facts: Facts, result: unknown): Outcome {
  const body = entry.reply(result, facts);
  // Production trusts the tests, which run as a sandbox.
  if (facts.sandbox) {
    const checked = entry.schema.safeParse(body);
    assert(checked.success, `${entry.name} answered another shape: ${checked.error?.message}`);
  }
  const etag = entry.etag ? { etag: entry.etag(result) } : {};
  return { status: entry.status?.(result) ?? 200, body: JSON.stringify(body), ...etag };
}

function finish(
  entry: AnyEndpoint,
  request: Request,
  call: Call,
  facts: Facts,
  outcome: Outcome,
): Response {
  call.answered = outcome.body;
  const headers: Record<string, string> = {};
  if (outcome.replayed) headers["Idempotent-Replayed"] = "true";
  const about = { requestId: call.requestId, limit: call.limit, headers };
  if (wantsPage(entry, request)) {
    const after = { result: outcome.result ?? null, refused: null, field: null };
    return seeOther(entry, request, call, facts, after);
  }
  if (outcome.etag !== undefined) {
    headers.ETag = outcome.etag;
    if (isKnownTo(request, outcome.etag)) return jsonResponse(304, null, about);
  }
  return jsonResponse(outcome.status, outcome.body, about);
}

function isKnownTo(request: Request, etag: string): boolean {
  const known = request.headers.get("if-none-match");
  return known !== null && sameEtag(known, etag);
}
