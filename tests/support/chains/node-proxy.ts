import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ProxiedCall {
  readonly path: string;
  readonly body: unknown;
}

/** What a proxy does instead of handing an answer on. */
export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly headers?: Record<string, string> }
  | { readonly kind: "silence" }
  | { readonly kind: "hang-up" }
  | { readonly kind: "garbage" };

export interface NodeProxy {
  readonly url: string;
  readonly requests: number;
  /** Breaks every exchange until it is set to null. */
  fault: Fault | null;
  /** Changes answers on their way. */
  tamper: ((call: ProxiedCall, answer: unknown) => unknown) | null;
  stop(): Promise<void>;
}

/** A node in front of a node, which can fail and lie. */
export async function startProxy(target: string): Promise<NodeProxy> {
  let requests = 0;
  const open = new Set<ServerResponse>();
  const proxy: { fault: NodeProxy["fault"]; tamper: NodeProxy["tamper"] } = {
    fault: null,
    tamper: null,
  };
  const server = createServer((request, response) => {
    requests += 1;
    open.add(response);
    response.once("close", () => open.delete(response));
    handle(request, response).catch(() => response.destroy());
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    const { fault } = proxy;
    if (fault?.kind === "silence") return;
    if (fault?.kind === "hang-up") return void response.destroy();
    if (fault?.kind === "garbage") return void response.end("<html>maintenance</html>");
    if (fault) return void response.writeHead(fault.status, fault.headers ?? {}).end("no");
    const path = request.url ?? "/";
    const headers = { "content-type": "application/json" };
    const upstream = await fetch(`${target}${path}`, { method: "POST", headers, body: text });
    const answer: unknown = await upstream.json();
    const changed = proxy.tamper?.({ path, body: JSON.parse(text) }, answer) ?? answer;
    response.writeHead(200, headers).end(JSON.stringify(changed));
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.defineProperties(proxy as NodeProxy, {
    url: { value: `http://127.0.0.1:${port}` },
    requests: { get: () => requests },
    stop: {
      value: () =>
        new Promise<void>((resolve) => {
          for (const response of open) response.destroy();
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    },
  });
}
