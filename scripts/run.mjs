import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  enableTypeScript,
  endToolsOnSignals,
  ensureInstalled,
  loadDotEnv,
  requireNode,
  root,
} from "./prepare.mjs";

// scripts/run.mjs FILE ARGS…: the file sees itself as argv[1] and its own arguments after it.
requireNode();
const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error("Usage: node scripts/run.mjs FILE [ARGS…]");
  process.exit(1);
}
process.chdir(root);
const leaveSignalsAlone = endToolsOnSignals();
loadDotEnv();
try {
  // A process of the launcher, which has seen to it, must not begin to install when it is started again.
  if (!args.includes("--exit-with-parent")) await ensureInstalled();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
leaveSignalsAlone();
const path = resolve(root, file);
process.argv = [process.execPath, path, ...args];
await enableTypeScript();
await import(pathToFileURL(path).href);
