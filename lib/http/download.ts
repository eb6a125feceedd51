import type { Context } from "@/lib/command";
import { type ErrorCode, newId } from "@/lib/kit";
import { touchSession } from "@/lib/people";
import { READ_PERMISSIONS, type ReadName } from "./action-permissions";
import { countPerson } from "./count-person";
import { toAppError, toFailure } from "./failure";
import { observe } from "./metrics";
import { isAllowed, personContext, refusalOf, requirePerson } from "./person";
import { getRuntime } from "./runtime";

/** A file on its way to a person, piece by piece. */
export interface Download {
  readonly fileName: string;
  readonly contentType: string;
  /** Null: not known beforehand. */
  readonly bytes: number | null;
  readonly pieces: AsyncIterable<Uint8Array | string>;
}

interface DownloadDefinition {
  readonly name: ReadName;
  /** The page of the dashboard that says why there is no file. */
  readonly page: string;
  run(
    ctx: Context,
    query: URLSearchParams,
    params: Readonly<Record<string, string>>,
  ): Promise<Download>;
}

interface Route {
  readonly params: Promise<Record<string, string>>;
}

const HEADERS = {
  // What is compressed on the way comes late and without its length.
  "Cache-Control": "no-store, no-transform",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
} as const;

/**
 * A file that a person saves: person → permission → limit → one read, sent as it is read. What is wrong before the first
 * piece is told on a page; what breaks later breaks the download, so that half a file is never taken for a whole one.
 */
export function download(
  definition: DownloadDefinition,
): (request: Request, route: Route) => Promise<Response> {
  return async (request, { params }) => {
    const requestId = newId();
    const started = performance.now();
    const response = await answer(definition, request, (await params) ?? {}, requestId).catch(
      (error: unknown) => refuse(definition, error, requestId),
    );
    observe(definition.name, response.status, (performance.now() - started) / 1_000);
    return response;
  };
}

async function answer(
  { name, run }: DownloadDefinition,
  request: Request,
  params: Readonly<Record<string, string>>,
  requestId: string,
): Promise<Response> {
  // Next answers HEAD by GET: nobody would read that file.
  if (request.method === "HEAD") return new Response(null, { status: 405, headers: HEADERS });
  const person = await requirePerson();
  if (!isAllowed(person, READ_PERMISSIONS[name])) {
    throw refusalOf(person, READ_PERMISSIONS[name]);
  }
  await countPerson(person, name, "dashboard");
  const ctx = personContext(person, requestId);
  await touchSession(ctx, person);
  const file = await run(ctx, new URL(request.url).searchParams, params);
  const pieces = file.pieces[Symbol.asyncIterator]();
  const first = await pieces.next();
  return new Response(bodyOf(pieces, first, name, requestId), {
    headers: {
      ...HEADERS,
      "Content-Type": file.contentType,
      "Content-Disposition": `attachment; filename="${file.fileName.replace(/[^\w.-]/g, "_")}"`,
      ...(file.bytes === null ? {} : { "Content-Length": String(file.bytes) }),
      "X-Request-Id": requestId,
    },
  });
}

type Pieces = AsyncIterator<Uint8Array | string>;

function bodyOf(
  pieces: Pieces,
  first: IteratorResult<Uint8Array | string>,
  name: string,
  requestId: string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next: IteratorResult<Uint8Array | string> | null = first;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const piece = next ?? (await pieces.next());
        next = null;
        if (piece.done) return controller.close();
        const { value } = piece;
        controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
      } catch (error) {
        const known = toAppError(error);
        const { log } = getRuntime();
        log.error({ requestId, endpoint: name, err: known.cause ?? known }, "a download broke");
        controller.error(known);
      }
    },
    async cancel() {
      await pieces.return?.();
    },
  });
}

function refuse({ name, page }: DownloadDefinition, error: unknown, requestId: string): Response {
  const known = toAppError(error);
  if (toFailure(known, requestId).status >= 500) {
    const { log } = getRuntime();
    log.error({ requestId, endpoint: name, err: known.cause ?? known }, known.message);
  }
  return new Response(null, {
    status: 303,
    headers: { ...HEADERS, Location: placeOf(page, known.code, requestId) },
  });
}

function placeOf(page: string, code: ErrorCode, requestId: string): string {
  if (code === "sign_in_required") return `/sign-in?next=${encodeURIComponent(page)}`;
  return `${page}?${new URLSearchParams({ problem: code, request: requestId })}`;
}
