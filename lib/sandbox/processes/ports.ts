import { createServer } from "node:net";

// Below the range from which systems take the local ports of outgoing connections (32768 on Linux): a client
// that keeps trying a port of that range while the server is down can end up connected to itself.
const firstPort = 20_000;
const lastPort = 31_999;

/** True when nothing listens on that port of 127.0.0.1. */
export async function isPortFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** A port nobody listens on: the preferred one when it is free, else a random one. */
export async function findFreePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && preferred > 0 && (await isPortFree(preferred))) return preferred;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = firstPort + Math.floor(Math.random() * (lastPort - firstPort + 1));
    if (await isPortFree(port)) return port;
  }
  throw new Error(`no free port between ${firstPort} and ${lastPort}`);
}
