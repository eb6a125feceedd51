import { userInfo } from "node:os";
import { operatorContext } from "@/lib/command";
import { type Config, getConfig, requireSetting } from "@/lib/config";
import { createSecretBox } from "@/lib/config/secret-box";
import { connect } from "@/lib/db";
import { AppError, silentLogger } from "@/lib/kit";
import {
  type AdminAnswer,
  type AdminCommand,
  type AdminSession,
  type Given,
  readGiven,
  UsageError,
} from "./admin-command";
import { ENERGY_COMMANDS } from "./admin-energy";
import { FEE_COMMANDS } from "./admin-fees";
import { helpForAll, helpForOne } from "./admin-help";
import { INVOICE_COMMANDS } from "./admin-invoices";
import { KEY_COMMANDS } from "./admin-keys";
import { MERCHANT_COMMANDS } from "./admin-merchants";
import { NETWORK_COMMANDS } from "./admin-networks";
import { ORDER_COMMANDS } from "./admin-orders";
import { PEOPLE_COMMANDS } from "./admin-people";
import { SWEEP_COMMANDS } from "./admin-sweeps";
import { runCommand } from "./run-command";

const COMMANDS: readonly AdminCommand[] = [
  ...MERCHANT_COMMANDS,
  ...KEY_COMMANDS,
  ...PEOPLE_COMMANDS,
  ...FEE_COMMANDS,
  ...INVOICE_COMMANDS,
  ...NETWORK_COMMANDS,
  ...SWEEP_COMMANDS,
  ...ENERGY_COMMANDS,
  ...ORDER_COMMANDS,
];
const DONE = 0;
const FAILED = 1;
const MISUSED = 2;

async function admin(args: readonly string[]): Promise<number> {
  const [first = "", second = "", ...rest] = args;
  const command = COMMANDS.find(({ words }) => words === `${first} ${second}`);
  if (!command) return explain(args);
  try {
    const given = readGiven(command, rest);
    if (given.help) {
      console.log(helpForOne(command));
      return DONE;
    }
    return await perform(command, given);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${command.words}: ${error.message}\n\n${helpForOne(command)}`);
    return MISUSED;
  }
}

/** No command, or none that there is: all of them, or those of one group. */
function explain([first]: readonly string[]): number {
  const group = COMMANDS.some(({ words }) => words.startsWith(`${first} `)) ? first : null;
  const help = helpForAll(COMMANDS, group ?? null);
  const asked = first === "--help" || first === "-h" || first === "help";
  if (asked) console.log(help);
  else console.error(help);
  return asked ? DONE : MISUSED;
}

async function perform(command: AdminCommand, given: Given): Promise<number> {
  const session = openSession(await settings());
  try {
    say(await command.run(session, given), given);
    return DONE;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, publicMessage, details } = error;
    const lines = (details ?? []).map(({ path, message }) => `  ${path} ${message}`);
    const message = publicMessage ?? error.message;
    console.error(
      given.json
        ? JSON.stringify({ error: code, message, details })
        : [message, ...lines].join("\n"),
    );
    return FAILED;
  } finally {
    await session.db.close();
  }
}

/** The one place that secrets are printed: the answer of the command that made them. */
function say({ text, data }: AdminAnswer, { json }: Given): void {
  console.log(json ? JSON.stringify(data, null, 2) : text);
}

/** A sandbox's settings are in its state, and production does without the room that knows it. */
async function settings(): Promise<Config> {
  const config = getConfig();
  if (config.environment !== "sandbox") return config;
  const { sandboxSettings } = await import("@/lib/sandbox");
  return sandboxSettings(config);
}

function openSession(config: Config): AdminSession {
  const box = createSecretBox(requireSetting(config.secret, "TILLGATE_SECRET"));
  const db = connect({
    url: requireSetting(config.databaseWorkerUrl, "DATABASE_WORKER_URL"),
    name: "tillgate-admin",
    max: 2,
  });
  const who = operatorName();
  return {
    config,
    db,
    context: (merchantId) => operatorContext(db, who, silentLogger, merchantId ?? null),
    sealSecret: (plaintext, aad) => box.seal(plaintext, aad),
  };
}

/** Who gave the order, for the audit log: the account that runs the command. */
function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have a number and no name.
    return `uid-${process.getuid?.() ?? "unknown"}`;
  }
}

runCommand(() => admin(process.argv.slice(2)));
