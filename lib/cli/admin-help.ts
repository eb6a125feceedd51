import type { AdminCommand } from "./admin-command";
import { facts } from "./table";

const RUN = "npm run admin --";

/** Every command in a line each; `group` narrows to one first word. */
export function helpForAll(commands: readonly AdminCommand[], group: string | null): string {
  const shown = commands.filter(({ words }) => group === null || words.startsWith(`${group} `));
  return [
    `Usage: ${RUN} <command> [operands] [options]`,
    "",
    facts(shown.map((command) => [signature(command), command.summary])),
    "",
    "A merchant is named by its number, client id or id. Every command takes --json and --help.",
    "Exit codes: 0 done, 1 refused or failed, 2 called wrongly.",
  ].join("\n");
}

export function helpForOne(command: AdminCommand): string {
  const options = Object.entries(command.options).map(
    ([name, { value, meaning, required, many }]) =>
      [
        `  --${name}${value === undefined ? "" : ` ${value}`}`,
        `${meaning}${required ? " (needed)" : ""}${many ? " (may be repeated)" : ""}`,
      ] as const,
  );
  return [
    `Usage: ${RUN} ${signature(command)}${options.length > 0 ? " [options]" : ""}`,
    "",
    `${command.summary}.`,
    "",
    facts([...options, ["  --json", "answer as JSON"], ["  --help", "this text"]]),
  ].join("\n");
}

function signature({ words, operands }: AdminCommand): string {
  return [words, ...operands.map((name) => `<${name}>`)].join(" ");
}
