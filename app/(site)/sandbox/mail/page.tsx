import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getRuntime } from "@/lib/http";
import { type KeptMail, listKeptMails } from "@/lib/mail";
import { MailboxFrame } from "./mailbox-frame";

export const metadata: Metadata = { title: "Mailbox", robots: { index: false, follow: false } };

/** What the sandbox would have sent. */
export default async function MailboxPage() {
  const { db, sandbox, config } = getRuntime();
  if (!sandbox) notFound();
  const mails = await listKeptMails(db);
  return (
    <MailboxFrame title="Mailbox">
      <p className="max-w-2xl text-soft">
        {config.smtpUrl === null
          ? "No mail leaves this sandbox: what it would send is kept here, the newest hundred first."
          : "SMTP_URL is set: this sandbox sends its mail. What it kept before is here."}
      </p>
      {mails.length === 0 ? (
        <p>There is no mail yet. A paid payment’s page can send its receipt.</p>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {mails.map((mail) => (
            <Entry key={mail.id} mail={mail} />
          ))}
        </ul>
      )}
    </MailboxFrame>
  );
}

function Entry({ mail }: { mail: KeptMail }) {
  return (
    <li className="grid gap-x-6 gap-y-1 py-3 sm:grid-cols-[1fr_auto]">
      <a
        className="min-w-0 font-semibold break-words text-accent underline underline-offset-4"
        href={`/sandbox/mail/${mail.id}`}
      >
        <bdi>{mail.subject}</bdi>
      </a>
      <time className="text-sm text-soft tabular-nums" dateTime={mail.createdAt.toISOString()}>
        {mail.createdAt.toISOString().slice(0, 19).replace("T", " ")} UTC
      </time>
      <p className="min-w-0 text-sm break-words text-soft">
        to <bdi>{mail.to}</bdi>, from <bdi>{mail.fromName}</bdi>
      </p>
    </li>
  );
}
