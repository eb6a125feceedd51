import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, runTool, say } from "./prepare.mjs";

const bin = (...path) => join(root, "node_modules", ...path);
export const tools = {
  biome: bin("@biomejs", "biome", "bin", "biome"),
  next: bin("next", "dist", "bin", "next"),
  playwright: bin("@playwright", "test", "cli.js"),
  tsc: bin("typescript", "bin", "tsc"),
  vitest: bin("vitest", "vitest.mjs"),
};

const { NODE_ENV: _, ...ownEnv } = process.env;
/** As on a build server; each tool sets its own NODE_ENV. */
export const toolEnv = { CI: "true", ...ownEnv, NEXT_TELEMETRY_DISABLED: "1" };

/** Runs a tool of node_modules as a stage without counted tests. */
export async function checkStage(name, args, options = {}) {
  const { code, output, seconds } = await runTool(name, process.execPath, args, {
    env: toolEnv,
    ...options,
  });
  return { name, ok: code === 0, passed: 0, failed: 0, seconds, output };
}

export const lintStage = (options) =>
  checkStage("lint", [tools.biome, "check", "--error-on-warnings", "."], options);

export async function typesStage(options) {
  // Next writes the declarations of its own imports (styles, images), which are not committed.
  const declarations = ["next-env.d.ts", join(".next", "types", "routes.d.ts")];
  const complete = declarations.every((file) => existsSync(join(root, file)));
  if (existsSync(join(root, "app")) && !complete) {
    const generated = await checkStage("types", [tools.next, "typegen"], options);
    if (!generated.ok) return generated;
  }
  return checkStage("types", [tools.tsc, "--noEmit"], options);
}

/** One vitest project, counted by its JSON report. */
export async function vitestStage(name, reportDir, options = {}) {
  const report = join(reportDir, `${name}.json`);
  const stage = await checkStage(
    name,
    [
      tools.vitest,
      "run",
      "--project",
      name,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    options,
  );
  return { ...stage, ...countVitest(report) };
}

function countVitest(report) {
  const json = readJson(report);
  if (json === null) return { passed: 0, failed: 0 };
  // A file that does not even load has no tests of its own to fail.
  const brokenFiles = json.testResults.filter(
    (file) =>
      file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  return { passed: json.numPassedTests, failed: json.numFailedTests + brokenFiles.length };
}

export async function playwrightStage(name, reportDir, options = {}) {
  const report = join(reportDir, `${name}.json`);
  const stage = await checkStage(name, [tools.playwright, "test", "--reporter=list,json"], {
    ...options,
    env: { ...toolEnv, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  const stats = readJson(report)?.stats;
  if (stats === undefined) return stage;
  return { ...stage, passed: stats.expected + stats.flaky, failed: stats.unexpected };
}

/** A program of ours whose last line of the form `N passed, N failed` counts. */
export async function programStage(name, args, options = {}) {
  const stage = await checkStage(name, [join(root, "scripts", "run.mjs"), ...args], options);
  const counts = [...stage.output.matchAll(/^(\d+) passed, (\d+) failed\s*$/gm)].at(-1);
  if (counts === undefined) return { ...stage, ok: false };
  return { ...stage, passed: Number(counts[1]), failed: Number(counts[2]) };
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

/** Runs a stage, prints its name before and its result after it; never throws. */
export async function runStage(name, work) {
  say(`\n=== ${name}`);
  const begin = Date.now();
  const stage = await Promise.resolve()
    .then(work)
    .catch((error) => {
      say(`  ${error instanceof Error ? error.message : String(error)}`);
      return { name, ok: false, passed: 0, failed: 0 };
    });
  const result = { ...stage, name, seconds: (Date.now() - begin) / 1000 };
  say(describeStage(result));
  return result;
}

export function describeStage(stage) {
  const counted = stage.passed + stage.failed > 0;
  const tests = counted ? `, ${stage.passed} passed, ${stage.failed} failed` : "";
  return `${stage.ok ? "ok" : "FAILED"}  ${stage.name}  ${stage.seconds.toFixed(1)} s${tests}`;
}

/** A stage that failed without a failed test (lint, a build, a crash of the runner) counts as one. */
export function total(stages) {
  let passed = 0;
  let failed = 0;
  for (const stage of stages) {
    passed += stage.passed;
    failed += stage.ok ? stage.failed : Math.max(1, stage.failed);
  }
  return { passed, failed };
}
