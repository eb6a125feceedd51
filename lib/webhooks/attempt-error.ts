import { STATUS_CODES } from "node:http";
import { cleanText } from "@/lib/kit";
import { RefusedAddressError } from "./address-guard";

const MAX_LENGTH = 300;
const TLS_CODE = /CERT|SSL|TLS|SELF_SIGNED|ISSUER|SIGNATURE/;

const PLAIN: Readonly<Record<string, string>> = {
  ECONNREFUSED: "The connection was refused",
  ECONNRESET: "The connection was reset",
  EPIPE: "The connection was reset",
  UND_ERR_SOCKET: "The connection was closed before an answer",
  UND_ERR_HEADERS_OVERFLOW: "The answer's headers are too long",
  ENOTFOUND: "The host name does not exist",
  ENODATA: "The host name has no address",
  EAI_AGAIN: "The host name could not be resolved",
  ESERVFAIL: "The host name could not be resolved",
  ETIMEOUT: "The host name could not be resolved",
  EHOSTUNREACH: "The host can't be reached",
  ENETUNREACH: "The host can't be reached",
  ETIMEDOUT: "The connection timed out",
  UND_ERR_CONNECT_TIMEOUT: "The connection timed out",
};

/** Why an answer with that status is no success, as the attempt's log says it. */
export function statusError(statusCode: number): string {
  if (statusCode >= 300 && statusCode < 400) {
    return `HTTP ${statusCode}: redirects are not followed`;
  }
  const name = STATUS_CODES[statusCode];
  return name === undefined ? `HTTP ${statusCode}` : `HTTP ${statusCode} ${name}`;
}

/** Why there was no answer, as the attempt's log says it. TLS failures keep their reason. */
export function connectionError(error: unknown): string {
  for (const at of withCauses(error)) {
    if (at instanceof RefusedAddressError) return at.message;
    const code = "code" in at && typeof at.code === "string" ? at.code : "";
    if (TLS_CODE.test(code)) return cleanText(`TLS: ${at.message} (${code})`, MAX_LENGTH);
    const plain = PLAIN[code];
    if (plain !== undefined) return `${plain} (${code})`;
  }
  const message = error instanceof Error ? error.message : String(error);
  return cleanText(message === "" ? "The request failed" : message, MAX_LENGTH);
}

function withCauses(error: unknown): Error[] {
  const found: Error[] = [];
  for (let at = error; at instanceof Error && found.length < 5; ) {
    found.push(at);
    at = at instanceof AggregateError ? at.errors[0] : at.cause;
  }
  return found;
}
