import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { loadConfig } from "@/lib/config";
import { untilReady } from "./ready";

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A web process whose ready check answers these in turn, the last one for ever. */
async function webThatAnswers(answers: readonly (readonly [number, unknown])[]): Promise<number> {
  let asked = 0;
  server = createServer((_request, response) => {
    const [status, body] = answers[Math.min(asked, answers.length - 1)] ?? [500, {}];
    asked += 1;
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const away = {
  status: "not_ready",
  failing: ["USDT-ERC20"],
  checks: { "USDT-ERC20": { ok: false, reason: "No block has been read yet" } },
};

describe("waiting until the sandbox is ready", () => {
  it("tells once what does not answer, goes on waiting, and is content when it comes", async () => {
    const port = await webThatAnswers([
      [503, away],
      [503, away],
      [200, {}],
    ]);
    const said: string[] = [];
    const config = loadConfig({ PORT: String(port) });
    const signal = new AbortController().signal;
    expect(await untilReady(config, signal, (line) => said.push(line), 0)).toBe(true);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain("USDT-ERC20: No block has been read yet");
  });

  it("says nothing when all is well at once, and gives up when it is stopped", async () => {
    const port = await webThatAnswers([[200, {}]]);
    const said: string[] = [];
    const config = loadConfig({ PORT: String(port) });
    const say = (line: string) => said.push(line);
    expect(await untilReady(config, new AbortController().signal, say, 0)).toBe(true);
    expect(await untilReady(config, AbortSignal.abort(), say, 0)).toBe(false);
    expect(said).toEqual([]);
  });
});
