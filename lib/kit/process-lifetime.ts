/** Given to a process whose parent holds a pipe on its standard input for as long as it lives. */
export const exitWithParentFlag = "--exit-with-parent";

/**
 * Ends this process when its parent is gone, however that happened (SIGKILL leaves no other sign):
 * raises SIGTERM here, so that the ordinary draining runs, and exits after `graceMs` at the latest.
 * Does nothing unless the process was started with `exitWithParentFlag`.
 */
export function exitWithParent(graceMs = 10_000): void {
  if (!process.argv.includes(exitWithParentFlag)) return;
  // The dead parent also read our output; a write to that pipe must not end us before the draining.
  for (const output of [process.stdout, process.stderr]) output.on("error", () => undefined);
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), graceMs).unref();
    process.kill(process.pid, "SIGTERM");
  };
  process.stdin.on("end", end).on("close", end).on("error", end).resume();
  process.stdin.unref();
}
