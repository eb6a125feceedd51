import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from "node:fs";

// anvil writes its state over the old one, so a kill in the middle leaves half a file. This field is its last.
const end = '"historical_states":null}';

export const backupOf = (statePath: string) => `${statePath}.bak`;

/** True when the file holds a whole state: it ends as anvil's do, or parses. */
export function isCompleteState(path: string): boolean {
  try {
    const tail = readTail(path, end.length);
    if (tail === end) return true;
    if (!tail.endsWith("}")) return false;
    JSON.parse(readFileSync(path, "utf8"));
    return true;
  } catch {
    return false;
  }
}

function readTail(path: string, length: number): string {
  const descriptor = openSync(path, "r");
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(length, size));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString("utf8");
  } finally {
    closeSync(descriptor);
  }
}

/** What `restoreState` found: nothing yet, the state as it was left, or a torn one that the copy replaced. */
export type StateAtStart = "new" | "whole" | "restored";

/** Makes the state fit to be loaded. Throws when neither it nor its copy is whole. */
export function restoreState(statePath: string): StateAtStart {
  const backup = backupOf(statePath);
  if (isCompleteState(statePath)) return "whole";
  if (restoreBackup(statePath)) return "restored";
  // A first start that was killed before its first second has at most a torn state and no copy.
  if (existsSync(backup)) {
    throw new Error(`The chain's state in ${statePath} and its copy ${backup} are both damaged.`);
  }
  rmSync(statePath, { force: true });
  return "new";
}

/** Puts the copy in the state's place; false when the copy is missing or torn. */
export function restoreBackup(statePath: string): boolean {
  const backup = backupOf(statePath);
  if (!isCompleteState(backup)) return false;
  copyFileSync(backup, `${statePath}.new`);
  renameSync(`${statePath}.new`, statePath);
  return true;
}

/** Copies the state to its `.bak` each time anvil has written it anew; call the result to end it. */
export function keepBackup(statePath: string): () => void {
  let copied = 0;
  const timer = setInterval(() => {
    const before = statOrNull(statePath);
    if (before === null || before.mtimeMs === copied || !isCompleteState(statePath)) return;
    const unfinished = `${backupOf(statePath)}.new`;
    copyFileSync(statePath, unfinished, constants.COPYFILE_FICLONE);
    const after = statOrNull(statePath);
    const changed = after?.mtimeMs !== before.mtimeMs || after.size !== before.size;
    if (changed || !isCompleteState(unfinished)) return;
    renameSync(unfinished, backupOf(statePath));
    copied = before.mtimeMs;
  }, 250);
  timer.unref();
  return () => clearInterval(timer);
}

function statOrNull(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}
