import pino from "pino";
import type { Logger } from "@/lib/kit";

const SECRET_FIELDS = [
  "apikey",
  "apiKey",
  "apiSecret",
  "authorization",
  "cookie",
  "passphrase",
  "password",
  "privateKey",
  "secret",
  "webhookSecret",
];

/** A logger that writes JSON lines to standard output; fields that hold secrets are blanked at any of two depths. */
export function createLogger(name: string, level = "info"): Logger {
  return pino({
    name,
    level,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]),
      censor: "[redacted]",
    },
    serializers: { err: pino.stdSerializers.err },
  });
}
