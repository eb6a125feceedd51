import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mendPostgres } from "./mend-postgres.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

const silenceBeforeTickMs = 4_000;
const running = new Set();

/** Ends this process with one line when Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Tillgate needs Node 20.19 or later; this is ${process.version}.`);
  process.exit(1);
}

/** While a tool runs, a signal to us ends the tool and then us. */
export function endToolsOnSignals() {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  const handlers = Object.entries(codes).map(([signal, code]) => {
    const handle = () => {
      for (const child of running) child.kill("SIGTERM");
      process.exit(code);
    };
    process.on(signal, handle);
    return () => process.off(signal, handle);
  });
  return () => {
    for (const remove of handlers) remove();
  };
}

export const say = (line) => console.log(line);

/**
 * Runs a tool, passes its lines on, and says how long it has been at it when it is silent.
 * Resolves with { code, output, seconds }.
 */
export function runTool(label, command, args, options = {}) {
  const { env = process.env, quiet = false, indent = "  ", onLine } = options;
  const begin = Date.now();
  const seconds = () => Math.round((Date.now() - begin) / 1000);
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    let output = "";
    let lastLine = Date.now();
    const ticker = setInterval(() => {
      if (Date.now() - lastLine < silenceBeforeTickMs) return;
      lastLine = Date.now();
      say(`${indent}${label}: ${seconds()} s`);
    }, 500);
    const passOn = (line) => {
      onLine?.(line);
      if (quiet || line.trim() === "") return;
      lastLine = Date.now();
      say(`${indent}${line}`);
    };
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream.setEncoding("utf8");
      stream.on("data", (chunk) => {
        output += chunk;
        const lines = (rest + chunk).split("\n");
        rest = lines.pop();
        for (const line of lines) passOn(line);
      });
      stream.on("end", () => rest !== "" && passOn(rest));
    }
    const finish = (code) => {
      clearInterval(ticker);
      running.delete(child);
      resolve({ code, output, seconds: (Date.now() - begin) / 1000 });
    };
    child.once("error", (error) => {
      say(`${indent}${command} could not be started: ${error.message}`);
      finish(1);
    });
    child.once("close", (code) => finish(code ?? 1));
  });
}

const installStamp = join(root, "node_modules", ".tillgate-install");

/** Installs the packages when they are missing or the lock file has changed. Throws when npm fails. */
export async function ensureInstalled() {
  if (readOrEmpty(installStamp) !== hashFiles(["package-lock.json"])) await install();
  mendPostgres(root);
}

async function install() {
  say("Installing packages (once; a minute or so)");
  const npm = process.env.npm_execpath;
  const args = ["install", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  const [command, full] =
    npm !== undefined && /npm-cli\.c?js$/.test(npm)
      ? [process.execPath, [npm, ...args]]
      : ["npm", args];
  const { code, seconds } = await runTool("installing", command, full, { env: plainEnv() });
  if (code !== 0) throw new Error(`npm install failed (exit code ${code}).`);
  // Not npm ci: the lock cannot name binaries of platforms that were not published when it was written.
  writeFileSync(installStamp, hashFiles(["package-lock.json"]));
  say(`  installed in ${Math.round(seconds)} s`);
}

/** npm under npm would take the outer one's options (such as omit=dev) for its own. */
function plainEnv() {
  const env = { ...process.env };
  delete env.NODE_ENV;
  for (const name of Object.keys(env)) {
    if (/^npm_config_(omit|include|production|only)$/i.test(name)) delete env[name];
  }
  return env;
}

const buildStamp = join(root, ".next", ".tillgate-build");
const buildDirs = ["app", "components", "lib", "public"];

/** Builds the web application when there is no build or its sources have changed. Throws when it fails. */
export async function ensureBuilt() {
  const hash = hashFiles(listBuildSources());
  if (existsSync(join(root, ".next", "BUILD_ID")) && readOrEmpty(buildStamp) === hash) return;
  say("Building the web application (half a minute or so)");
  rmSync(buildStamp, { force: true });
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const { code, seconds } = await runTool("building", process.execPath, [next, "build"], { env });
  if (code !== 0) throw new Error(`The build failed (exit code ${code}).`);
  writeFileSync(buildStamp, hash);
  say(`  built in ${Math.round(seconds)} s`);
}

function listBuildSources() {
  const atRoot = readdirSync(root).filter(
    (name) =>
      ["package-lock.json", "tsconfig.json"].includes(name) ||
      /^(next\.config|postcss\.config|proxy|instrumentation)\.[cm]?[jt]s$/.test(name),
  );
  const inDirs = buildDirs
    .filter((dir) => existsSync(join(root, dir)))
    .flatMap((dir) =>
      readdirSync(join(root, dir), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1)),
    );
  return [...atRoot, ...inDirs].sort();
}

function hashFiles(paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    const bytes = existsSync(join(root, path)) ? readFileSync(join(root, path)) : "";
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** True when nothing listens on that port of that address. */
export function isPortFree(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(error.code !== "EADDRINUSE"));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** Loads `.env` of the project, if there is one; what the environment says already stays. */
export function loadDotEnv() {
  const file = join(root, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

/** Lets this process import TypeScript, with the paths of tsconfig.json. */
export async function enableTypeScript() {
  process.chdir(root);
  const { register } = await import("tsx/esm/api");
  register();
}
