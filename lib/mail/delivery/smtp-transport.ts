import nodemailer from "nodemailer";
import { cleanText } from "@/lib/kit";
import type { MailTransport, OutgoingMail, SendResult } from "./transport";

export interface SmtpOptions {
  /** smtp:// or smtps://, with name and password; nodemailer's options as its query (`requireTLS=true`). */
  readonly url: string;
  /** One attempt's whole time (ms): 45 s by default. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 45_000;
const MAX_ERROR = 300;
/** What a server says to these is about this mail; what it says before is about us, and may change. */
const ABOUT_THE_MAIL = new Set(["RCPT TO", "DATA"]);

/** Sends by SMTP, a connection for each mail: one that hangs holds up no other. */
export function createSmtpTransport(options: SmtpOptions): MailTransport {
  const { url, timeoutMs = TIMEOUT_MS } = options;
  const mailer = nodemailer.createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    socketCloseTimeout: 0,
    // A mail's content is ours, and still reads no file and calls nobody.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        await mailer.sendMail({ ...toMessage(mail), signal });
        return { sent: true };
      } catch (error) {
        if (signal.aborted) {
          return { sent: false, final: false, error: `No answer within ${timeoutMs / 1_000} s` };
        }
        return failureOf(error);
      }
    },
  };
}

function toMessage(mail: OutgoingMail) {
  return {
    messageId: `<${mail.messageId}>`,
    from: mail.from,
    // Not as text, which could name several.
    to: { name: "", address: mail.to },
    subject: mail.subject,
    text: mail.text,
    ...(mail.html === null ? {} : { html: mail.html }),
    date: mail.date,
    // No holiday notes, please (RFC 3834).
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

interface SmtpError {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
}

function failureOf(error: unknown): SendResult {
  const { code, command, responseCode } = (error instanceof Error ? error : {}) as SmtpError;
  const message = error instanceof Error ? error.message : String(error);
  const final =
    typeof responseCode === "number" &&
    responseCode >= 500 &&
    ABOUT_THE_MAIL.has(String(command ?? ""));
  // Servers repeat the address that they refuse.
  const words = cleanText(message.replace(/\S*@\S*/g, "[address]"), MAX_ERROR);
  return { sent: false, final, error: code === undefined ? words : `${String(code)}: ${words}` };
}
