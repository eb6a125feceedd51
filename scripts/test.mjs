import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import {
  endToolsOnSignals,
  ensureBuilt,
  ensureInstalled,
  requireNode,
  root,
  runTool,
  say,
} from "./prepare.mjs";
import {
  describeStage,
  lintStage,
  playwrightStage,
  programStage,
  runStage,
  total,
  typesStage,
  vitestStage,
} from "./stages.mjs";

const passed = (name) => ({ name, ok: true, passed: 0, failed: 0 });

function isInstalled(program) {
  const dirs = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
  return dirs.some((dir) => {
    try {
      accessSync(join(dir, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Debian's Chromium and a font for it, if they are missing. */
async function ensureBrowser() {
  if (isInstalled("chromium")) return passed("browser");
  if (process.getuid?.() !== 0 || !isInstalled("apt-get")) {
    throw new Error(
      "The end-to-end tests need Chromium, and only root can install it here: " +
        "sudo apt-get install chromium fonts-liberation",
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const packages = ["chromium", "fonts-liberation"];
  const steps = [
    ["update", "-q"],
    ["install", "-y", "-q", "--no-install-recommends", ...packages],
  ];
  for (const args of steps) {
    const { code, output } = await runTool(`apt-get ${args[0]}`, "apt-get", args, {
      env,
      quiet: true,
    });
    if (code !== 0) {
      say(output.trim().split("\n").slice(-15).join("\n"));
      throw new Error(`apt-get ${args[0]} failed (exit code ${code}).`);
    }
  }
  return passed("browser");
}

requireNode();
process.chdir(root);
process.env.NEXT_TELEMETRY_DISABLED = "1";
endToolsOnSignals();
const reportDir = mkdtempSync(join(tmpdir(), "tillgate-test-"));
const first = [
  ["install", () => ensureInstalled().then(() => passed("install"))],
  ["browser", ensureBrowser],
  ["build", () => ensureBuilt().then(() => passed("build"))],
  ["lint", () => lintStage()],
  ["types", () => typesStage()],
];
const vitest = (name) => [name, (options) => vitestStage(name, reportDir, options)];
const crash = (options) => programStage("crash", ["tests/faults/run.ts", "--seeds", "10"], options);
// Each lane runs beside the others: chains and processes that come back are mostly waited for. They are cut so that they
// end about together. Browsers have the machine to themselves: what is tested there is how fast a page answers a person.
const lanes = [
  [vitest("unit"), vitest("integration")],
  [["crash", crash], vitest("compat"), vitest("api")],
];
const alone = [["e2e", (options) => playwrightStage("e2e", reportDir, options)]];

async function runLane(lane) {
  const done = [];
  for (const [name, work] of lane) {
    done.push(await runStage(name, () => work({ indent: `  ${name} │ ` })));
  }
  return done;
}

const stages = [];
for (const [name, work] of first) {
  const stage = await runStage(name, work);
  stages.push(stage);
  // Without packages nothing after this means anything.
  if (name === "install" && !stage.ok) break;
}
if (stages[0].ok) {
  // npm test -- --serial: what fails beside others only, or because of them, shows so.
  const serial = process.argv.includes("--serial");
  const runs = serial ? [await runLane(lanes.flat())] : await Promise.all(lanes.map(runLane));
  stages.push(...runs.flat(), ...(await runLane(alone)));
}
rmSync(reportDir, { recursive: true, force: true });
say("\n=== summary");
for (const stage of stages) say(describeStage(stage));
const sum = total(stages);
say(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 ? 0 : 1;
