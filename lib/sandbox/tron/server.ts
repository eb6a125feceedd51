import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Args, flag, record } from "./args";
import type { TronChain } from "./chain";
import { callHandlers } from "./http-call";
import { answerControl, type Miner } from "./http-control";
import { type Handler, readHandlers } from "./http-read";
import { answerGrid } from "./http-trongrid";
import { writeHandlers } from "./http-write";

const MOST_BYTES = 2_000_000;
const reading: Readonly<Record<string, Handler>> = { ...readHandlers, ...callHandlers };
const wallet: Readonly<Record<string, Handler>> = { ...reading, ...writeHandlers };

export interface ServerOptions {
  readonly chain: TronChain;
  readonly miner: Miner;
  /** Whether `sandbox/…` exists. */
  readonly control: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const notFound: Answer = { status: 404, body: { Error: "not found" } };

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new RangeError("the request is too large");
    chunks.push(chunk);
  }
  return size === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

function found(body: unknown): Answer {
  return body === undefined ? notFound : { status: 200, body };
}

async function answerNode(chain: TronChain, handler: Handler, args: Args, solid: boolean) {
  return chain.exclusive(() => {
    const top = solid ? chain.solid : chain.head;
    const state = chain.stateAt(top);
    return handler({ chain, args, top, state, visible: flag(args, "visible") });
  });
}

async function route(options: ServerOptions, path: string, args: Args): Promise<Answer> {
  const { chain, miner, control } = options;
  const [root = "", name = ""] = path.split("/");
  const operation = name.toLowerCase();
  if (root === "wallet" || root === "walletsolidity") {
    const handlers = root === "wallet" ? wallet : reading;
    const handler = Object.hasOwn(handlers, operation) ? handlers[operation] : undefined;
    if (!handler) return notFound;
    return found(await answerNode(chain, handler, args, root === "walletsolidity"));
  }
  if (root === "v1") return found(await chain.exclusive(() => answerGrid(chain, path, args)));
  if (root === "sandbox" && control) return found(await answerControl(chain, miner, name, args));
  return root === "healthcheck" ? found({ ok: true }) : notFound;
}

/** A full node answers its own errors with status 200 and a field `Error`. */
function failure(error: unknown): Answer {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { status: 200, body: { Error: `class ${name} : ${message}` } };
}

async function answer(options: ServerOptions, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://node");
  try {
    const body = record(await readBody(request));
    const args = { ...Object.fromEntries(url.searchParams), ...body };
    return await route(options, url.pathname.replace(/^\/+/, ""), args);
  } catch (error) {
    return failure(error);
  }
}

async function respond(options: ServerOptions, request: IncomingMessage, response: ServerResponse) {
  const { status, body } = await answer(options, request);
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

/** Listens; port 0 takes a free one. Rejects when the port is taken. */
export function listen(options: ServerOptions, port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
    respond(options, request, response).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve(server);
    });
  });
}
