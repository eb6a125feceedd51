import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

/** What BTCPay's checkout weighs, compressed, built from its source. */
const SCRIPT_BYTES = 85_700;
const STYLE_BYTES = 55_400;

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Pay</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"><script src="/script.js" defer></script>
<main><h1>Pay 50 USDT</h1><p>${"Send the amount to the address below and keep this page open. ".repeat(4)}</p></main></html>`;

/**
 * A page of the weight of BTCPay's checkout, of filler: kinder to it than the original, as its text is in the HTML and its
 * script does nothing once it is read.
 */
export async function startWeighty(): Promise<{ readonly url: string; stop(): void }> {
  const parts: Readonly<Record<string, readonly [string, Buffer]>> = {
    "/": ["text/html", gzipSync(PAGE)],
    "/style.css": ["text/css", filler(STYLE_BYTES, (name, n) => `.${name}{margin:${n}px 0}\n`)],
    "/script.js": [
      "text/javascript",
      filler(SCRIPT_BYTES, (name, n) => `function ${name}(a){return a*${n}}\n`),
    ],
  };
  const server = createServer((request, response: ServerResponse) => {
    const [type, body] = parts[request.url ?? ""] ?? [];
    if (!type || !body) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": type, "content-encoding": "gzip" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Lines that no two are alike, as many as compress to so many bytes. */
function filler(bytes: number, line: (name: string, n: number) => string): Buffer {
  let seed = 1;
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed;
  };
  let text = "";
  let packed = gzipSync(text);
  while (packed.length < bytes) {
    for (let i = 0; i < 200; i += 1) text += line(`x${next().toString(36)}`, next() % 1_000);
    packed = gzipSync(text);
  }
  return packed;
}
