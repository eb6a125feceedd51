import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { MailboxFrame } from "@/app/(site)/sandbox/mail/mailbox-frame";
import { getRuntime } from "@/lib/http";
import { findKeptMail } from "@/lib/mail";

export const metadata: Metadata = { title: "Mail", robots: { index: false, follow: false } };

/** One mail of the sandbox: its text, and its markup in a frame in which nothing can happen. */
export default async function KeptMailPage({ params }: { params: Promise<{ id: string }> }) {
  const { db, sandbox } = getRuntime();
  const mail = sandbox ? await findKeptMail(db, (await params).id) : null;
  if (!mail) notFound();
  const facts = [
    ["From", mail.fromName],
    ["To", mail.to],
    ["Written", `${mail.createdAt.toISOString().slice(0, 19).replace("T", " ")} UTC`],
  ] as const;
  return (
    <MailboxFrame title={mail.subject}>
      <dl className="grid gap-x-6 sm:grid-cols-[6rem_1fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-soft">{name}</dt>
            <dd className="min-w-0 break-words">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <section aria-labelledby="text" className="flex flex-col gap-2">
        <h2 id="text" className="text-xl font-semibold">
          As text
        </h2>
        <pre
          dir="auto"
          className="rounded-lg border border-line bg-tint px-4 py-3 font-mono text-sm leading-relaxed break-words whitespace-pre-wrap"
        >
          {mail.text}
        </pre>
      </section>
      {mail.html !== null && (
        <section aria-labelledby="markup" className="flex flex-col gap-2">
          <h2 id="markup" className="text-xl font-semibold">
            As HTML
          </h2>
          <iframe
            title={mail.subject}
            sandbox=""
            src={`/sandbox/mail/${mail.id}/html`}
            className="h-[36rem] w-full rounded-lg border border-line bg-white"
          />
        </section>
      )}
      <p>
        <a className="text-accent underline underline-offset-4" href="/sandbox/mail">
          All mail
        </a>
      </p>
    </MailboxFrame>
  );
}
