import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, it } from "vitest";
import { startWeb, stopWeb } from "../support/api-process";

it("a connection that never said a word does not hold up the end of the web process", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tillgate-drain-"));
  const web = await startWeb(inject("api").ownerUrl, folder, { RATE_LIMIT_SCALE: "0" });
  const { hostname, port } = new URL(web.origin);
  const silent = connect(Number(port), hostname);
  try {
    await once(silent, "connect");
    // Whoever asks after it is answered: the server has accepted the silent one by then.
    expect((await fetch(`${web.origin}/api/health/live`)).status).toBe(200);
    const told = Date.now();
    web.child.kill("SIGTERM");
    expect(await web.exited).toBe(0);
    expect(Date.now() - told).toBeLessThan(4_000);
  } finally {
    silent.destroy();
    await stopWeb(web);
    rmSync(folder, { recursive: true, force: true });
  }
});
