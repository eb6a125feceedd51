import pino, { type DestinationStream } from "pino";
import type { Logger } from "@/lib/kit";

const SECRET_FIELDS = [
  "apikey",
  "apiKey",
  "apiSecret",
  "authorization",
  "cookie",
  // Whose a mail is says who paid where.
  "email",
  "passphrase",
  "password",
  "privateKey",
  "secret",
  "smtpUrl",
  "toAddress",
  "webhookSecret",
];

/**
 * A logger that writes JSON lines to standard output; fields that hold secrets or a person's address are blanked at any of
 * two depths.
 */
export function createLogger(name: string, level = "info", to?: DestinationStream): Logger {
  const options = {
    name,
    level,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]),
      censor: "[redacted]",
    },
    serializers: { err: describeError, error: describeError },
  };
  return to ? pino(options, to) : pino(options);
}

const MESSAGE_CHARS = 400;
const STACK_LINES = 8;

/**
 * What a log says of an error: its kind, its words and where it was thrown. A failed query is told without its
 * parameters: they are customers' data, and one query can carry thousands.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    type: error.name === "Error" ? error.constructor.name : error.name,
    message: (error.message.split("\nparams:")[0] ?? "").slice(0, MESSAGE_CHARS),
    ...(code === undefined ? {} : { code }),
    stack: frames.slice(0, STACK_LINES).join("\n"),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}
