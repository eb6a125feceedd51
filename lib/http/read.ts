import type { Context } from "@/lib/command";
import { newId } from "@/lib/kit";
import { READ_PERMISSIONS, type ReadName } from "./action-permissions";
import { countPerson } from "./count-person";
import { markOf, sameEtag } from "./etag";
import { toAppError, toFailure } from "./failure";
import { observe } from "./metrics";
import { contextFor, isAllowed, type Person, refusalOf, requirePerson, tierFor } from "./person";
import { failureResponse, jsonResponse } from "./respond";
import { getRuntime } from "./runtime";

interface ReadDefinition {
  readonly name: ReadName;
  run(
    ctx: Context,
    query: URLSearchParams,
    person: Person,
    params: Readonly<Record<string, string>>,
  ): Promise<object>;
}

interface Route {
  readonly params: Promise<Record<string, string>>;
}

/**
 * What an open page of the dashboard asks again and again: person → permission → limit → one read, as JSON with an ETag,
 * so that nothing new costs nothing to send. It does not count as being at work: a session may idle out behind it.
 */
export function read(
  definition: ReadDefinition,
): (request: Request, route: Route) => Promise<Response> {
  return async (request, { params }) => {
    const requestId = newId();
    const started = performance.now();
    const response = await answer(definition, request, (await params) ?? {}, requestId).catch(
      (error: unknown) => refuse(definition.name, error, requestId),
    );
    observe(definition.name, response.status, (performance.now() - started) / 1_000);
    return response;
  };
}

async function answer(
  { name, run }: ReadDefinition,
  request: Request,
  params: Readonly<Record<string, string>>,
  requestId: string,
): Promise<Response> {
  const person = await requirePerson();
  const permission = READ_PERMISSIONS[name];
  if (!isAllowed(person, permission)) {
    throw refusalOf(person, permission);
  }
  await countPerson(person, name, tierFor(permission));
  const query = new URL(request.url).searchParams;
  const data = await run(contextFor(person, permission, requestId), query, person, params);
  const body = JSON.stringify({ data });
  const etag = markOf(data);
  const known = request.headers.get("if-none-match");
  const same = known !== null && sameEtag(known, etag);
  const about = { requestId, limit: null, headers: { ETag: etag } };
  return jsonResponse(same ? 304 : 200, same ? null : body, about);
}

function refuse(name: string, error: unknown, requestId: string): Response {
  const known = toAppError(error);
  const failure = toFailure(known, requestId);
  if (failure.status >= 500) {
    const { log } = getRuntime();
    log.error({ requestId, endpoint: name, err: known.cause ?? known }, known.message);
  }
  return failureResponse(failure, { requestId, limit: null });
}
