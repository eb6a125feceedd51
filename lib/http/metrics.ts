import client from "prom-client";

interface Metrics {
  readonly registry: client.Registry;
  readonly requests: client.Histogram<"endpoint" | "status">;
  readonly lines: client.Counter<"outcome">;
}

const shared = globalThis as typeof globalThis & { tillgateMetrics?: Metrics };

function metrics(): Metrics {
  shared.tillgateMetrics ??= create();
  return shared.tillgateMetrics;
}

function create(): Metrics {
  const registry = new client.Registry();
  client.collectDefaultMetrics({ register: registry, prefix: "tillgate_web_" });
  const requests = new client.Histogram({
    name: "tillgate_http_request_duration_seconds",
    help: "API requests by endpoint and status",
    labelNames: ["endpoint", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 40],
    registers: [registry],
  });
  const lines = new client.Counter({
    name: "tillgate_http_log_lines_total",
    help: "Lines of the log of API calls: written, dropped (too many at once), lost (with the database)",
    labelNames: ["outcome"],
    registers: [registry],
  });
  for (const outcome of ["written", "dropped", "lost"]) lines.inc({ outcome }, 0);
  return { registry, requests, lines };
}

/** Counts lines of the log of calls by what became of them. */
export function countLines(outcome: "written" | "dropped" | "lost", lines: number): void {
  metrics().lines.inc({ outcome }, lines);
}

/** Counts one answered request. */
export function observe(endpoint: string, status: number, seconds: number): void {
  metrics().requests.observe({ endpoint, status }, seconds);
}

/** All metrics of this process as Prometheus text, and its content type. */
export async function renderMetrics(): Promise<{ text: string; contentType: string }> {
  const { registry } = metrics();
  return { text: await registry.metrics(), contentType: registry.contentType };
}

/** A gauge of this process, made once. */
export function gauge<L extends string>(
  name: string,
  help: string,
  labelNames: readonly L[],
): client.Gauge<L> {
  const { registry } = metrics();
  const known = registry.getSingleMetric(name) as client.Gauge<L> | undefined;
  return (
    known ?? new client.Gauge({ name, help, labelNames: [...labelNames], registers: [registry] })
  );
}
