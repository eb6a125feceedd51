import { describe, expect, inject, it } from "vitest";
import { newApiKey } from "@/lib/auth";
import { call, expectFailure } from "../support/api-client";
import { asOwner } from "../support/api-database";
import { listRoutes } from "../support/endpoints";

const api = inject("api");
const production = inject("productionApi");

const json = async (path: string, headers: Record<string, string> = {}, origin = api.origin) => {
  const response = await fetch(`${origin}${path}`, { headers });
  return { status: response.status, headers: response.headers, body: await response.json() };
};

describe("health", () => {
  it("is alive while the process runs", async () => {
    expect(await json("/api/health/live")).toMatchObject({ status: 200, body: { status: "live" } });
  });

  it("is ready when worker and chains are, and names what is not", async () => {
    const before = await json("/api/health/ready");
    expect(before.status).toBe(503);
    expect(before.body).toMatchObject({
      status: "not_ready",
      failing: ["worker", "USDT-ERC20", "USDT-TRC20"],
      checks: { database: { ok: true }, worker: { ok: false } },
    });
    await asOwner(api, async (sql) => {
      await sql`insert into heartbeats (name, at) values ('worker', now())`;
      for (const network of ["USDT-ERC20", "USDT-TRC20"]) {
        await sql`
          insert into chain_cursors (network, identity, height, hash, block_time, latest_height,
            final_height, final_time, scanned_at)
          values (${network}, 'x', 100, ${"a".repeat(64)}, now(), 102, 98, now(), now())`;
      }
    });
    const ready = await json("/api/health/ready");
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({
      status: "ready",
      checks: {
        database: { ok: true },
        worker: { ok: true },
        "USDT-ERC20": { ok: true, head: 102, scanned: 100, lag: 2 },
        "USDT-TRC20": { ok: true, head: 102, scanned: 100, lag: 2 },
      },
    });
    await asOwner(api, async (sql) => {
      await sql`update chain_cursors set halted_reason = 'reorganised' where network = 'USDT-ERC20'`;
      await sql`update heartbeats set at = now() - interval '1 minute'`;
    });
    const halted = await json("/api/health/ready");
    expect([halted.status, halted.body.failing]).toEqual([503, ["worker", "USDT-ERC20"]]);
  });
});

describe("GET /api/metrics", () => {
  it("answers Prometheus text in the sandbox", async () => {
    const text = await (await fetch(`${api.origin}/api/metrics`)).text();
    expect(text).toContain("tillgate_http_request_duration_seconds_bucket");
    expect(text).toContain("tillgate_web_process_cpu_seconds_total");
  });

  it("asks for the token in production", async () => {
    const ask = (headers: Record<string, string> = {}) =>
      fetch(`${production.origin}/api/metrics`, { headers });
    expect((await ask()).status).toBe(401);
    expect((await ask({ authorization: "Bearer x" })).status).toBe(401);
    expect((await ask({ authorization: "Bearer token-of-the-tests" })).status).toBe(200);
  });
});

describe("GET /api/v1/openapi.json", () => {
  it("describes every endpoint that is built", async () => {
    const { status, body } = await json("/api/v1/openapi.json");
    expect(status).toBe(200);
    expect(body.openapi).toBe("3.1.0");
    expect(body.servers).toEqual([{ url: `${api.origin}/api/v1` }]);
    const undescribed = ["/openapi.json", "/payout/create", "/public/payout/create"];
    const built = listRoutes().map(({ path }) => path);
    expect(Object.keys(body.paths).sort()).toEqual(
      built.filter((path) => !undescribed.includes(path)).sort(),
    );
    expect(Object.keys(body.webhooks)).toEqual(["transactionStatusUpdate"]);
    for (const [path, methods] of Object.entries<Record<string, never>>(body.paths)) {
      for (const method of Object.keys(methods)) {
        const url = path.replace(/\{\w+\}/g, "x");
        const answer = await call(api, method.toUpperCase(), url, { merchant: null });
        expect(answer.body?.message, `${method} ${path}`).not.toBe("Method not allowed");
      }
    }
  });
});

describe("sandbox/settings", () => {
  it("reads and changes the merchant's settings", async () => {
    const [, merchant] = api.merchants;
    const ask = { merchant, secret: true } as const;
    const before = await call(api, "GET", "/sandbox/settings", ask);
    expect(Object.keys(before.body.data)).toHaveLength(20);
    const body = { depositFeePayer: "user", underpaymentTolerance: 2.5 };
    const after = await call(api, "POST", "/sandbox/settings", { ...ask, body });
    expect(after.body.data).toEqual({ ...before.body.data, ...body });
    const bad = await call(api, "POST", "/sandbox/settings", { ...ask, body: { creditAt: "x" } });
    expectFailure(bad, 400, "Validation failed");
  });
});

describe("production", () => {
  const headers = { apikey: newApiKey("production") };

  it("has none of the sandbox's endpoints", async () => {
    for (const [method, path] of [
      ["POST", "/sandbox/pay"],
      ["POST", "/sandbox/settings"],
      ["GET", "/sandbox/settings"],
      ["POST", `/public/checkout/${"0".repeat(22)}/pay`],
    ] as const) {
      const answer = await call(production, method, path, { merchant: null, headers });
      expectFailure(answer, 404, "Not found");
    }
    const { body } = await json("/api/v1/openapi.json", {}, production.origin);
    expect(Object.keys(body.paths).join()).not.toContain("sandbox");
  });

  it("refuses the sandbox's keys by their prefix", async () => {
    const answer = await call(production, "GET", "/public/transaction/list");
    expectFailure(answer, 403, "API key belongs to another environment");
    expect(answer.headers.get("strict-transport-security")).toContain("max-age=");
  });
});

describe("the site", () => {
  it("has a start page whose scripts are its own", async () => {
    for (const path of ["/", "/nothing-here"]) {
      const response = await fetch(`${api.origin}${path}`);
      const html = await response.text();
      expect(response.status).toBe(path === "/" ? 200 : 404);
      const policy = response.headers.get("content-security-policy") ?? "";
      const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? "missing";
      expect(policy).not.toMatch(/unsafe/);
      const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      expect(scripts.length).toBeGreaterThan(0);
      for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`);
      expect(html).not.toMatch(/ style="/);
      expect(response.headers.get("x-powered-by")).toBeNull();
    }
  });
});
