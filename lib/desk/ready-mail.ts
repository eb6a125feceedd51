import type { NewMail } from "@/lib/mail";

interface Ready {
  readonly merchant: string;
  readonly format: string;
  readonly rows: number;
  readonly link: string | null;
  readonly sandbox: boolean;
}

/** What a person is told whose export is there. The file itself is behind the sign-in, in no mail. */
export function readyMail(ready: Ready): Pick<NewMail, "fromName" | "subject" | "text" | "html"> {
  const { merchant, format, rows, link, sandbox } = ready;
  const text = [
    `The export of transactions that you asked for is ready: ${rows} ${rows === 1 ? "row" : "rows"}, ${format.toUpperCase()}.`,
    "",
    `Business: ${merchant}`,
    ...(link === null ? [] : [`Download, after signing in: ${link}`]),
    "",
    "It is kept for seven days.",
    "Did you not ask for it? Then somebody has your session: sign in, end your sessions and change your password.",
  ].join("\n");
  const subject = "Your export is ready";
  return {
    fromName: "Tillgate",
    subject: sandbox ? `[TEST] ${subject}` : subject,
    text,
    html: null,
  };
}
