import type { IncomingMessage, ServerResponse } from "node:http";
import { TIERS } from "@/lib/api";
import { newId } from "@/lib/kit";
import { countedAs, scaledLimit } from "./call";
import { ADDRESS_HEADER } from "./client-address";
import { limitHeaders } from "./limit-decision";
import { observe } from "./metrics";
import { JSON_HEADERS, UNKEPT } from "./respond";
import type { Runtime } from "./runtime";

/** The poll of a payment page, as the tree and the contract name it. */
export const POLL = "GET /public/checkout/{code}";
const POLLED = /^\/api\/v1\/public\/checkout\/([0-9A-Za-z]{22})$/;

/**
 * Answers a poll that finds nothing new before Next and the database hear of it, as the poll's own route would: nearly
 * all polls are such. False when it is any other request, which goes on.
 */
export function answerPoll(
  { config, limiter, watch }: Pick<Runtime, "config" | "limiter" | "watch">,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const started = performance.now();
  const known = request.headers["if-none-match"];
  if (known === undefined || request.method !== "GET") return false;
  const [, code] = POLLED.exec(request.url ?? "") ?? [];
  if (code === undefined || !watch.isUnchanged(code, known)) return false;
  const limit = scaledLimit(TIERS.status_poll, config.rateLimitScale);
  const address = String(request.headers[ADDRESS_HEADER] ?? "0.0.0.0");
  const decision = limit === null ? null : limiter.takeLightly(countedAs(POLL, address), limit);
  if (limit !== null && decision === null) return false;
  response.writeHead(304, {
    ...JSON_HEADERS,
    ...UNKEPT,
    ETag: watch.etagOf(code),
    "X-Request-Id": newId(),
    ...(decision ? limitHeaders(decision) : undefined),
  });
  response.end();
  observe(POLL, 304, (performance.now() - started) / 1_000);
  return true;
}
