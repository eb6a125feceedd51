import { ConfigError } from "@/lib/config";

/** Runs a command to its end and leaves with its exit code; what fails is one line, not a stack. */
export function runCommand(command: () => Promise<number>): void {
  command()
    .catch((error: unknown) => {
      const text = error instanceof ConfigError ? error.lines.join("\n") : messageOf(error);
      console.error(text);
      return 1;
    })
    .then((code) => process.exit(code))
    .catch(() => process.exit(1));
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
  return `${error.message}${cause}`;
}
