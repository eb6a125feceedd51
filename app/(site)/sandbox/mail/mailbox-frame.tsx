import type { ReactNode } from "react";
import { Mark } from "@/components/site";

/** The page around the sandbox's mailbox. */
export function MailboxFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-8 px-5 pb-12 sm:px-8">
      <header className="border-b border-line py-5">
        <a href="/" className="inline-flex items-center gap-2.5 font-semibold">
          <Mark />
        </a>
      </header>
      <main className="flex flex-col gap-6">
        <h1 className="text-3xl font-semibold tracking-tight break-words">
          <bdi>{title}</bdi>
        </h1>
        {children}
      </main>
    </div>
  );
}
