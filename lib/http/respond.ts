import type { Failure } from "./failure";
import { type LimitDecision, limitHeaders } from "./limit-decision";

/** Of every answer of the API. */
export const JSON_HEADERS = {
  "Content-Type": "application/json; charset=utf-8",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
} as const;

/** No cache keeps an answer, not even one with an ETag: whoever asks again sends that itself. */
export const UNKEPT = { "Cache-Control": "no-store" } as const;

export interface ResponseFacts {
  readonly requestId: string;
  readonly limit: LimitDecision | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A JSON text as a response of the API. */
export function jsonResponse(status: number, body: string | null, facts: ResponseFacts): Response {
  const headers: Record<string, string> = {
    ...JSON_HEADERS,
    ...UNKEPT,
    "X-Request-Id": facts.requestId,
    ...(facts.limit ? limitHeaders(facts.limit) : undefined),
    ...facts.headers,
  };
  return new Response(body, { status, headers });
}

/** A failure as a response of the API. */
export function failureResponse(failure: Failure, facts: ResponseFacts): Response {
  const retry = failure.status === 503 ? { "Retry-After": "2" } : undefined;
  return jsonResponse(failure.status, JSON.stringify(failure.body), {
    ...facts,
    headers: { ...retry, ...facts.headers },
  });
}
