import type { ParseArgsConfig } from "node:util";
import { parseArgs } from "node:util";
import type { Context } from "@/lib/command";
import type { Config } from "@/lib/config";
import type { Database } from "@/lib/db";
import { parseAmount, type Units } from "@/lib/kit";

/** A command that was called wrongly; its message says how to call it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What a command works with. */
export interface AdminSession {
  readonly config: Config;
  readonly db: Database;
  /** The operator's context, for one merchant's rows or for none. */
  context(merchantId?: string): Context;
  sealSecret(plaintext: string, aad: string): string;
}

/** What a command has to say: for people, and with --json for programs. */
export interface AdminAnswer {
  readonly text: string;
  /** Amounts are decimal strings of USDT, times ISO-8601. */
  readonly data: unknown;
}

export interface AdminOption {
  /** What stands for the value in the help; absent for a switch. */
  readonly value?: string;
  readonly meaning: string;
  readonly required?: true;
  /** May be given several times. */
  readonly many?: true;
}

export interface AdminCommand {
  /** "merchant create" */
  readonly words: string;
  readonly summary: string;
  /** Names of what follows the words, all needed. */
  readonly operands: readonly string[];
  readonly options: Readonly<Record<string, AdminOption>>;
  run(session: AdminSession, given: Given): Promise<AdminAnswer>;
}

/** What a command was given, read and checked for what is needed. */
export interface Given {
  readonly json: boolean;
  readonly help: boolean;
  operand(name: string): string;
  option(name: string): string | null;
  options(name: string): readonly string[];
}

const COMMON = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;

/** Reads a command's arguments. Throws UsageError. */
export function readGiven(command: AdminCommand, args: readonly string[]): Given {
  const options: ParseArgsConfig["options"] = { ...COMMON };
  for (const [name, { value, many }] of Object.entries(command.options)) {
    options[name] = { type: value === undefined ? "boolean" : "string", multiple: many === true };
  }
  const { values, positionals } = parsed(args, options);
  const listOf = (name: string): readonly string[] => {
    const given = values[name];
    return [given ?? []].flat().map(String);
  };
  const help = values.help === true;
  const missing = Object.keys(command.options).find(
    (name) => command.options[name]?.required && listOf(name).length === 0,
  );
  if (!help && positionals.length !== command.operands.length) {
    const wanted = command.operands.map((name) => `<${name}>`).join(" ");
    throw new UsageError(
      wanted === "" ? "it takes no operand" : `it takes ${wanted}, and nothing else`,
    );
  }
  if (!help && missing !== undefined) throw new UsageError(`--${missing} is needed`);
  return {
    json: values.json === true,
    help,
    operand: (name) => positionals[command.operands.indexOf(name)] ?? "",
    option: (name) => listOf(name)[0] ?? null,
    options: listOf,
  };
}

function parsed(args: readonly string[], options: NonNullable<ParseArgsConfig["options"]>) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** An amount of USDT as it was typed. Throws UsageError. */
export function readUsdt(text: string, option: string): Units {
  const value = parseAmount(text);
  if (value === null) throw new UsageError(`--${option} must be an amount of USDT, not "${text}"`);
  return value;
}
