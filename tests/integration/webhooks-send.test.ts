import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createSender, RefusedAddressError, type SenderOptions } from "@/lib/webhooks";
import { guardedLookup } from "@/lib/webhooks/address-guard";

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Handler = (request: IncomingMessage, body: string, response: ServerResponse) => void;

async function listen(server: Server | ReturnType<typeof createTcpServer>, host = "127.0.0.1") {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port };
}

async function receiver(handle: Handler) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    handle(request, Buffer.concat(chunks).toString(), response);
  });
  const { port } = await listen(server);
  return { url: `http://127.0.0.1:${port}/hook`, port };
}

/** A TCP server that says what it is told and stays open. */
async function speaker(speak: (socket: Socket) => void) {
  let closed = () => {};
  const firstClosed = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const { port } = await listen(
    createTcpServer((socket) => {
      socket.on("error", () => undefined);
      socket.on("close", closed);
      socket.resume();
      speak(socket);
    }),
  );
  return { url: `http://127.0.0.1:${port}/`, port, closed: firstClosed };
}

function sender(options: Partial<SenderOptions> = {}) {
  const made = createSender({ sandbox: true, timeoutMs: 300, ...options });
  cleanups.push(() => made.close());
  return made;
}

const webhook = { headers: { "X-Webhook-Id": "1" }, body: '{"a":"€"}' };

describe("an attempt", () => {
  it("posts the exact bytes and headers and takes any 2xx for success", async () => {
    const seen: {
      body: string;
      method: string | undefined;
      headers: IncomingMessage["headers"];
    }[] = [];
    const { url } = await receiver(({ method, headers }, body, response) => {
      seen.push({ body, method, headers });
      response.writeHead(299).end("thanks");
    });
    const result = await sender().send({ ...webhook, url });
    expect(result).toMatchObject({
      delivered: true,
      statusCode: 299,
      error: null,
      excerpt: "thanks",
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ body: webhook.body, method: "POST" });
    expect(seen[0]?.headers).toMatchObject({
      "user-agent": "Tillgate-Webhooks",
      "x-webhook-id": "1",
      "content-length": `${Buffer.byteLength(webhook.body)}`,
    });
  });

  it.each([301, 302, 307, 308])("does not follow a %d", async (status) => {
    let asked = 0;
    const target = await receiver((_request, _body, response) => {
      asked += 1;
      response.end();
    });
    const { url } = await receiver((_request, _body, response) => {
      response.writeHead(status, { Location: target.url }).end();
    });
    const result = await sender().send({ ...webhook, url });
    expect(result).toMatchObject({ delivered: false, statusCode: status });
    expect(result.error).toContain("redirects are not followed");
    expect(asked).toBe(0);
  });

  it("keeps the reason of a failure and what Retry-After asks for", async () => {
    const { url } = await receiver((_request, _body, response) => {
      response.writeHead(503, { "Retry-After": "120" }).end("down\0for now");
    });
    expect(await sender().send({ ...webhook, url })).toMatchObject({
      delivered: false,
      statusCode: 503,
      error: "HTTP 503 Service Unavailable",
      excerpt: "down\uFFFDfor now",
      retryAfterMs: 120_000,
    });
  });

  it("reads no more than 64 kB of an endless answer", async () => {
    let written = 0;
    const { url } = await receiver((_request, _body, response) => {
      response.writeHead(200);
      const write = () => {
        while (!response.destroyed && written < 50_000_000) {
          written += 16_384;
          if (!response.write("x".repeat(16_384))) break;
        }
      };
      response.on("drain", write);
      write();
    });
    const result = await sender({ timeoutMs: 5_000 }).send({ ...webhook, url });
    expect(result).toMatchObject({ delivered: true, statusCode: 200 });
    expect(result.excerpt).toHaveLength(1_000);
    expect(result.durationMs).toBeLessThan(2_000);
    expect(written).toBeLessThan(50_000_000);
  });
});

describe("a receiver that does not answer", () => {
  const drip = (text: string) => (socket: Socket) => {
    socket.write(text);
    const timer = setInterval(() => socket.write("x"), 20);
    socket.on("close", () => clearInterval(timer));
  };

  it.each([
    ["accepts and says nothing", () => undefined],
    ["never ends its headers", drip("HTTP/1.1 200 OK\r\nX-Slow: ")],
    ["drips a status line", drip("HTTP/1.1 200 ")],
    ["drips the body of a failure", drip("HTTP/1.1 500 No\r\nContent-Length: 100000\r\n\r\n")],
  ])("%s: the attempt ends at the timeout", async (_name, speak) => {
    const { url, closed } = await speaker(speak);
    const result = await sender().send({ ...webhook, url });
    expect(result.delivered).toBe(false);
    expect(result.durationMs).toBeGreaterThanOrEqual(295);
    expect(result.durationMs).toBeLessThan(1_000);
    await closed;
  });

  it("says 200 and then drips: the status counts", async () => {
    const { url } = await speaker(drip("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"));
    const result = await sender().send({ ...webhook, url });
    expect(result).toMatchObject({ delivered: true, statusCode: 200 });
    expect(result.durationMs).toBeLessThan(1_000);
  });

  it.each([
    ["closes at once", (socket: Socket) => socket.end(), /closed|reset/],
    ["talks no HTTP", (socket: Socket) => socket.end("220 smtp ready\r\n"), /./],
    [
      "floods headers",
      (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${"x".repeat(1e6)}`),
      /headers/,
    ],
  ])("%s: a failure with a reason", async (_name, speak, reason) => {
    const { url } = await speaker((socket) => void speak(socket));
    const result = await sender().send({ ...webhook, url });
    expect(result).toMatchObject({ delivered: false, statusCode: null });
    expect(result.error).toMatch(reason);
  });

  it("refuses connections, or speaks no TLS: a failure with a reason", async () => {
    const gone = await speaker(() => undefined);
    await cleanups.pop()?.();
    expect((await sender().send({ ...webhook, url: gone.url })).error).toContain("refused");
    const plain = await receiver((_request, _body, response) => void response.end());
    const result = await sender().send({ ...webhook, url: `https://127.0.0.1:${plain.port}/` });
    expect(result).toMatchObject({ delivered: false, statusCode: null });
    expect(result.error).toContain("TLS: ");
  });
});

describe("in production", () => {
  it.each([
    ...[
      "https://127.0.0.1",
      "https://2130706433",
      "https://0x7f.1",
      "https://[::1]",
      "https://0.0.0.0",
    ],
    ...["https://[::ffff:127.0.0.1]", "https://[::]", "https://localhost", "https://10.0.0.1"],
    ...["https://169.254.169.254", "http://example.com"],
  ])("nothing is sent to %s", async (origin) => {
    let connections = 0;
    const sink = await speaker(() => {
      connections += 1;
    });
    const send = sender({ sandbox: false, timeoutMs: 1_000 });
    const result = await send.send({ ...webhook, url: `${origin}:${sink.port}/` });
    expect(result).toMatchObject({ delivered: false, statusCode: null });
    expect(result.error).toMatch(/private address|https URL/);
    expect(connections).toBe(0);
  });

  it("a public name that resolves to a private address is not connected to", async () => {
    let connections = 0;
    const sink = await speaker(() => {
      connections += 1;
    });
    for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "10.0.0.1"]) {
      const send = sender({ sandbox: false, resolve: async () => [address] });
      const result = await send.send({ ...webhook, url: `https://shop.example:${sink.port}/` });
      expect(result).toMatchObject({ statusCode: null, error: new RefusedAddressError().message });
    }
    expect(connections).toBe(0);
  });
});

describe("in the sandbox", () => {
  it("loopback is connected to by name and by address, other private addresses are not", async () => {
    const { port } = await receiver((_request, _body, response) => void response.end());
    const send = sender();
    expect(await send.send({ ...webhook, url: `http://localhost:${port}/` })).toMatchObject({
      delivered: true,
    });
    const resolve = async () => ["10.0.0.1", "169.254.169.254", "127.0.0.1"];
    expect(
      await sender({ resolve }).send({ ...webhook, url: `http://shop.example:${port}/` }),
    ).toMatchObject({ delivered: true });
    expect(
      await sender({ resolve: async () => ["10.0.0.1"] }).send({
        ...webhook,
        url: `http://shop.example:${port}/`,
      }),
    ).toMatchObject({ delivered: false, error: new RefusedAddressError().message });
  });

  it("the address that was checked is connected to: a second answer is never asked for", async () => {
    const { port } = await receiver((_request, _body, response) => void response.end());
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [asked === 1 ? "127.0.0.1" : "10.0.0.1"];
    };
    const url = `http://rebind.example:${port}/`;
    expect(await sender({ resolve }).send({ ...webhook, url })).toMatchObject({ delivered: true });
    expect(asked).toBe(1);
  });

  it("the guarded look-up answers in both of net.connect's forms", async () => {
    const lookup = guardedLookup(async () => ["10.0.0.1", "127.0.0.1", "::1"], { sandbox: true });
    const all = await new Promise((resolve) =>
      lookup("x", { all: true }, (_error, addresses) => resolve(addresses)),
    );
    expect(all).toEqual([
      { address: "127.0.0.1", family: 4 },
      { address: "::1", family: 6 },
    ]);
    const one = await new Promise((resolve) =>
      lookup("x", { family: 6 }, (_error, address, family) => resolve([address, family])),
    );
    expect(one).toEqual(["::1", 6]);
  });
});
