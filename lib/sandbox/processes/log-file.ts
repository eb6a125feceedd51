import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";

export interface LogFile {
  write(line: string): void;
  close(): void;
}

const defaultLimit = 10 * 1024 * 1024;

/** Appends lines to a file; at `limitBytes` it becomes `<file>.1` (the one before is dropped) and a new one begins. */
export function openLogFile(path: string, limitBytes = defaultLimit): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  let descriptor = openSync(path, "a", 0o600);
  let size = statSync(path).size;
  let open = true;
  const rotate = () => {
    renameSync(path, `${path}.1`);
    closeSync(descriptor);
    descriptor = openSync(path, "a", 0o600);
    size = 0;
  };
  return {
    write(line) {
      if (!open) return;
      const bytes = Buffer.from(`${line}\n`);
      try {
        if (size > 0 && size + bytes.length > limitBytes) rotate();
        writeSync(descriptor, bytes);
        size += bytes.length;
      } catch {
        // A full disk or a removed folder costs the line, not the processes whose words these are.
      }
    },
    close() {
      if (open) closeSync(descriptor);
      open = false;
    },
  };
}
