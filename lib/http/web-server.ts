import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Config } from "@/lib/config";
import { AppError, newId } from "@/lib/kit";
import { ADDRESS_HEADER, clientAddress, isForwardedHeader } from "./client-address";
import { toFailure } from "./failure";

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface WebServer {
  /** Listens, and answers the port. Rejects with the socket's error. */
  listen(): Promise<number>;
  /** Stops accepting, finishes what is in flight for up to `graceMs`, then closes what is left. */
  drain(graceMs: number): Promise<void>;
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const HEADER_BYTES = 16_384;
// A proxy before us reuses connections for up to a minute; ours must outlive that.
const KEEP_ALIVE_MS = 65_000;

/**
 * The node:http server around Next's handler: who is calling, headers of every response, draining. `early` may answer a
 * request before Next hears of it: it says whether it did.
 */
export function createWebServer(
  config: Config,
  handle: Handle,
  early: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): WebServer {
  let draining = false;
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: 15_000,
      requestTimeout: 30_000,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    (request, response) => {
      if (draining) response.setHeader("Connection", "close");
      request.url = readablePath(request.url ?? "/");
      setSecurityHeaders(request, response, config);
      believe(request, config.trustedProxyHops);
      if (!METHODS.has(request.method ?? "") && isApi(request.url)) {
        refuseMethod(response);
        return;
      }
      if (early(request, response)) return;
      handle(request, response).catch(() => response.destroy());
    },
  );
  server.on("clientError", refuseConnection);
  const connections = new Set<Socket>();
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  return {
    listen: () => listen(server, config),
    drain: async (graceMs) => {
      draining = true;
      await close(server, connections, graceMs);
    },
  };
}

/**
 * The URL as Next is to read it. A path that does not decode is unknown to us, not a fault of Next's: its
 * percent signs are taken literally. A slash at the end of an API path is dropped, where Next would redirect.
 */
export function readablePath(url: string): string {
  const mark = url.indexOf("?");
  const path = mark === -1 ? url : url.slice(0, mark);
  const plain = isApi(path) && path.endsWith("/") ? path.replace(/\/+$/, "") : path;
  return (decodes(plain) ? plain : plain.replaceAll("%", "%25")) + url.slice(path.length);
}

function decodes(path: string): boolean {
  if (!path.includes("%")) return true;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function isApi(url: string | undefined): boolean {
  return url?.startsWith("/api/") ?? false;
}

/** Replaces what the request says of earlier hops by what we know. */
function believe(request: IncomingMessage, hops: number): void {
  const { headers, socket } = request;
  const forwarded = headers["x-forwarded-for"];
  const address = clientAddress(
    socket.remoteAddress,
    Array.isArray(forwarded) ? forwarded.join(",") : forwarded,
    hops,
  );
  for (const name of Object.keys(headers)) {
    if (!isForwardedHeader(name)) continue;
    const kept = hops > 0 && (name === "x-forwarded-proto" || name === "x-forwarded-host");
    if (!kept) delete headers[name];
  }
  headers["x-forwarded-for"] = address;
  headers[ADDRESS_HEADER] = address;
}

/** A mail of the sandbox, shown in a frame of its mailbox: it has inline styles, and nothing else may happen in it. */
const KEPT_MAIL = /^\/sandbox\/mail\/[^/]+\/html$/;
const KEPT_MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";
const PAYMENT_PAGE = /^\/s\/[^/]+(\/receipt)?$/;

/** Where server.ts tells pages what was asked for. */
export const PATH_HEADER = "x-tillgate-path";

function setSecurityHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  config: Config,
): void {
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "no-referrer");
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  const url = request.url ?? "/";
  const path = url.split("?", 1)[0] ?? "";
  // Shops load it from their own pages.
  const reach = path === "/embed.js" ? "cross-origin" : "same-origin";
  response.setHeader("Cross-Origin-Resource-Policy", reach);
  // A payment page says itself who may frame it; Next doesn't replace what is set here.
  if (!PAYMENT_PAGE.test(path)) {
    response.setHeader("X-Frame-Options", KEPT_MAIL.test(path) ? "SAMEORIGIN" : "DENY");
    response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  }
  if (config.origin.startsWith("https:")) {
    response.setHeader("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  }
  // These answer with policies of their own, or with files that need none.
  if (isApi(url) || url.startsWith("/s/") || url.startsWith("/_next/")) return;
  if (KEPT_MAIL.test(path)) {
    response.setHeader("Content-Security-Policy", KEPT_MAIL_POLICY);
    return;
  }
  // Where a page that needs somebody signed in sends them back to; never what a client says of itself.
  request.headers[PATH_HEADER] = url;
  const policy = pagePolicy(randomBytes(16).toString("base64"), path.startsWith("/dashboard"));
  response.setHeader("Content-Security-Policy", policy);
  // Next takes the nonce of its own scripts from the request's policy.
  request.headers["content-security-policy"] = policy;
}

/** React hides what it streams into the dashboard's pictures by the attribute style="display:none", and by no other. */
const HIDDEN = "'unsafe-hashes' 'sha256-aqNNdDLnnrDOnTNdkJpYlAxKVJtLt9CtFLklmInuUAE='";

function pagePolicy(nonce: string, streams: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'${streams ? ` ${HIDDEN}` : ""}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function refuseMethod(response: ServerResponse): void {
  const requestId = newId();
  const failure = toFailure(new AppError("method_not_allowed"), requestId);
  response.writeHead(failure.status, {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Request-Id": requestId,
    Allow: "GET, HEAD, POST, OPTIONS",
  });
  response.end(JSON.stringify(failure.body));
}

// What is no HTTP, or too large a head, never becomes a request.
function refuseConnection(error: Error & { code?: string }, socket: NodeJS.WritableStream): void {
  if (!(socket as Socket).writable || error.code === "ECONNRESET") {
    (socket as Socket).destroy();
    return;
  }
  const status =
    error.code === "HPE_HEADER_OVERFLOW"
      ? "431 Request Header Fields Too Large"
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? "408 Request Timeout"
        : "400 Bad Request";
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function listen(server: Server, config: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, config.host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function close(
  server: Server,
  connections: ReadonlySet<Socket>,
  graceMs: number,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that is kept alive falls idle when its answer is out.
  const idle = setInterval(() => {
    server.closeIdleConnections();
    // One that never said a word is not idle to Node: it counts as a request that has begun.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
  }, 50);
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, graceMs);
  });
  await Promise.race([closed, patience]);
  clearTimeout(timer);
  clearInterval(idle);
  server.closeAllConnections();
}
