import type { Config } from "@/lib/config";

const SAY_AFTER_MS = 30_000;
const ASK_MS = 200;

interface Readiness {
  readonly failing?: readonly string[];
  readonly checks?: Readonly<Record<string, { readonly reason?: string }>>;
}

/**
 * Waits for the sandbox's own /api/health/ready. What is not well after half a minute is told once, and
 * waited for: a node or database that is away may come back. False when the sandbox is being stopped.
 */
export async function untilReady(
  config: Config,
  stopping: AbortSignal,
  say: (line: string) => void,
  sayAfterMs = SAY_AFTER_MS,
): Promise<boolean> {
  const began = Date.now();
  let told = false;
  while (!stopping.aborted) {
    const lacking = await whatLacks(config);
    if (lacking === null) return true;
    if (!told && Date.now() - began >= sayAfterMs) {
      told = true;
      say(notReady(config, lacking));
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  }
  return false;
}

/** What is not well, in words; null when all of it can do its work. */
async function whatLacks(config: Config): Promise<readonly string[] | null> {
  const host = config.host === "0.0.0.0" ? "127.0.0.1" : config.host;
  try {
    const answer = await fetch(`http://${host}:${config.port}/api/health/ready`, {
      signal: AbortSignal.timeout(5_000),
    });
    if (answer.ok) return null;
    const { failing = [], checks = {} } = (await answer.json()) as Readiness;
    return failing.map((name) => `${name}: ${checks[name]?.reason ?? "not ready"}`);
  } catch {
    return ["web: no answer"];
  }
}

function notReady(config: Config, lacking: readonly string[]): string {
  const rule = "─".repeat(78);
  return [
    "",
    rule,
    `  Tillgate runs at ${config.origin}, but not all of it can do its work:`,
    ...lacking.map((line) => `    ${line}`),
    `  It goes on trying. ${config.origin}/api/health/ready says when; logs are in ${config.dataDir}/logs.`,
    rule,
  ].join("\n");
}
