import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import {
  enableTypeScript,
  endToolsOnSignals,
  ensureBuilt,
  ensureInstalled,
  isPortFree,
  loadDotEnv,
  requireNode,
  root,
} from "./prepare.mjs";

/** The number in a file of `$DATA_DIR/run` while a process of that title lives under it, else null. */
function findOurProcess(runDir, name) {
  try {
    const pid = Number.parseInt(readFileSync(join(runDir, `${name}.pid`), "utf8"), 10);
    process.kill(pid, 0);
    if (process.platform !== "linux") return pid;
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    if (/\) [ZX] /.test(stat)) return null;
    const title = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return title.includes(`tillgate-${name}`) ? pid : null;
  } catch {
    return null;
  }
}

/** Throws with what to do when the sandbox could not listen; before the long work, not after it. */
async function checkAddress() {
  const runDir = join(resolve(root, process.env.DATA_DIR || ".data"), "run");
  const launcher = findOurProcess(runDir, "launcher");
  if (launcher !== null) {
    throw new Error(
      `Tillgate is already running here (process ${launcher}). Stop it first, or set DATA_DIR and PORT to others.`,
    );
  }
  const port = Number(process.env.PORT || 3000);
  const host = process.env.HOST || "127.0.0.1";
  // A malformed PORT is the launcher's to explain, with its example.
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return;
  for (let waited = 0; !(await isPortFree(port, host)); waited += 100) {
    // The web process of a launcher that was killed is still answering its last requests.
    const ours = findOurProcess(runDir, "web") !== null;
    if (!ours) {
      const other = port === 65_535 ? 3001 : port + 1;
      throw new Error(
        `Port ${port} is in use. Set PORT to another one, e.g. PORT=${other} npm start`,
      );
    }
    if (waited >= 15_000) return;
    await sleep(100);
  }
}

const launcher = pathToFileURL(join(root, "lib", "sandbox", "launcher.ts"));

requireNode();
process.chdir(root);
process.env.NEXT_TELEMETRY_DISABLED = "1";
process.title = "tillgate-launcher";
const leaveSignalsAlone = endToolsOnSignals();
try {
  loadDotEnv();
  await checkAddress();
  await ensureInstalled();
  await ensureBuilt();
  await enableTypeScript();
  const { startSandbox } = await import(launcher.href);
  leaveSignalsAlone();
  await startSandbox();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
