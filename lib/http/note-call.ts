import type { Call } from "./call";
import { splitUrl } from "./split-url";

/** Hands an answered call to the log, if it is known whose it is; nothing waits for that. */
export function noteCall(
  endpoint: string,
  request: Request,
  call: Call,
  response: Response,
  durationMs: number,
): void {
  const { asker, requestId, address, sent, runtime } = call;
  if (asker === null) return;
  const { headers } = request;
  const { status } = response;
  runtime.calls.note({
    ...asker,
    id: requestId,
    at: new Date(Date.now() - durationMs),
    method: request.method,
    route: endpoint.slice(endpoint.indexOf(" ") + 1),
    ...splitUrl(request.url),
    status,
    durationMs,
    address,
    userAgent: headers.get("user-agent"),
    withSecret: Boolean(headers.get("x-api-secret")),
    withIdempotencyKey: headers.has("idempotency-key"),
    replayed: response.headers.has("idempotent-replayed"),
    sent,
    // A page that is known already, and one that was only asked for its head, have no body.
    answered: status === 304 || request.method === "HEAD" ? null : call.answered,
  });
}
