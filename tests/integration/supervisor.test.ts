import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  forgetProcess,
  inspectProcess,
  openLogFile,
  recordProcess,
  spawnProcess,
  systemEnv,
} from "@/lib/sandbox/processes";
import { type ProgramRun, runProgram, untilGone } from "../support/processes";

describe("supervise", () => {
  let dataDir: string;
  const launchers: ProgramRun[] = [];
  const launch = (...moods: readonly string[]) => {
    const launcher = runProgram("launch", [dataDir, ...moods]);
    launchers.push(launcher);
    return launcher;
  };
  const pidOf = (name: string) => Number(readFileSync(join(dataDir, "run", `${name}.pid`), "utf8"));
  const logOf = (name: string) => readFileSync(join(dataDir, "logs", `${name}.log`), "utf8");

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "tillgate-supervisor-"));
  });
  afterEach(async () => {
    for (const launcher of launchers.splice(0)) {
      launcher.child.kill("SIGTERM");
      await launcher.exited;
    }
    rmSync(dataDir, { recursive: true, force: true });
  });

  it("starts in order under their titles, and stops everything on SIGTERM", async () => {
    const launcher = launch();
    await launcher.line(/all ready/);
    const pids = [pidOf("first"), pidOf("second")];
    expect(pidOf("launcher")).toBe(launcher.child.pid);
    expect(inspectProcess(pids[0]!)?.commandLine).toContain("tillgate-first");
    expect(inspectProcess(launcher.child.pid!)?.commandLine).toContain("tillgate-launcher");
    launcher.child.kill("SIGTERM");
    expect(await launcher.exited).toBe(0);
    expect(launcher.output()).toContain("all stopped");
    for (const pid of pids) expect(inspectProcess(pid)).toBeNull();
    for (const name of ["first", "second"]) expect(logOf(name)).toContain("goodbye");
    expect(readdirSync(join(dataDir, "run"))).toEqual([]);
  });

  it("starts a killed child again at once, under a new number", async () => {
    const launcher = launch();
    await launcher.line(/all ready/);
    const before = pidOf("first");
    process.kill(before, "SIGKILL");
    await launcher.line(/first ended by itself \(signal SIGKILL\)/);
    await launcher.line(/first runs again/);
    expect(pidOf("first")).not.toBe(before);
    expect(inspectProcess(pidOf("first"))).not.toBeNull();
    // The second time it is given half a second.
    const since = Date.now();
    process.kill(pidOf("first"), "SIGKILL");
    await launcher.line(/first runs again[\s\S]*first runs again/);
    expect(Date.now() - since).toBeGreaterThanOrEqual(500);
  });

  it("fails with the child's own words when one does not start, and stops the others", async () => {
    const launcher = launch("good", "broken");
    const [, words = ""] = await launcher.line(/failed: ([\s\S]*)all stopped/);
    expect(words).toContain("second ended with code 3 before it was ready");
    expect(words).toContain("no such setting: FOO");
    expect(await launcher.exited).toBe(0);
    expect(readdirSync(join(dataDir, "run"))).toEqual([]);
  });

  it("kills what does not want to end", async () => {
    const launcher = launch("deaf");
    await launcher.line(/all ready/);
    const pid = pidOf("first");
    launcher.child.kill("SIGINT");
    expect(await launcher.exited).toBe(0);
    expect(inspectProcess(pid)).toBeNull();
  });

  it("refuses a second launcher on the same folder", async () => {
    const first = launch();
    await first.line(/all ready/);
    const second = launch();
    await second.line(
      new RegExp(`refused: Tillgate is already running .*process ${first.child.pid}`),
    );
    expect(await second.exited).toBe(1);
    expect(inspectProcess(pidOf("first"))).not.toBeNull();
    expect(pidOf("launcher")).toBe(first.child.pid);
  });

  it("lets one of several win that start together", async () => {
    const rivals = [launch(), launch(), launch()];
    const said = await Promise.all(rivals.map((rival) => rival.line(/all ready|refused: /)));
    expect(said.filter(([words]) => words === "all ready")).toHaveLength(1);
  });

  it("takes its children along when it is killed, and starts again", async () => {
    const first = launch();
    await first.line(/all ready/);
    const pids = [pidOf("first"), pidOf("second")];
    first.child.kill("SIGKILL");
    await first.exited;
    const second = launch();
    await second.line(/all ready/);
    for (const pid of pids) await untilGone(pid);
    expect(pids).not.toContain(pidOf("first"));
  });

  it("stops a leftover that outlived its launcher, and no stranger", async () => {
    const first = launch();
    await first.line(/all ready/);
    first.child.kill("SIGTERM");
    await first.exited;
    const leftover = await sleeper("tillgate-second");
    const stranger = await sleeper("somebody-else");
    recordProcess(join(dataDir, "run", "second.pid"), leftover.pid);
    recordProcess(join(dataDir, "run", "first.pid"), stranger.pid);
    const again = launch();
    await again.line(/Stopped what an earlier start left running: second\n/);
    await again.line(/all ready/);
    expect(inspectProcess(leftover.pid)).toBeNull();
    expect(inspectProcess(stranger.pid)).not.toBeNull();
    await stranger.stop();
  });
});

const sleeper = (title: string) =>
  spawnProcess("/bin/sleep", ["60"], { argv0: title, env: systemEnv });

describe("recordProcess", () => {
  it("writes the number alone, and forgets it", () => {
    const folder = mkdtempSync(join(tmpdir(), "tillgate-record-"));
    const file = join(folder, "web.pid");
    recordProcess(file, process.pid);
    expect(readFileSync(file, "utf8")).toBe(`${process.pid}\n`);
    forgetProcess(file);
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

describe("openLogFile", () => {
  it("stays within twice its limit", () => {
    const folder = mkdtempSync(join(tmpdir(), "tillgate-log-"));
    const file = join(folder, "logs", "web.log");
    const log = openLogFile(file, 100);
    for (let n = 0; n < 50; n += 1) log.write(`line ${n}`);
    log.close();
    expect(readFileSync(file, "utf8")).toContain("line 49\n");
    expect(readFileSync(file).length).toBeLessThanOrEqual(100);
    expect(readFileSync(`${file}.1`).length).toBeLessThanOrEqual(100);
    expect(existsSync(`${file}.2`)).toBe(false);
    writeFileSync(file, "");
    rmSync(folder, { recursive: true });
  });
});
