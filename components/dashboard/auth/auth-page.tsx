import type { ReactNode } from "react";
import { Mark } from "@/components/site";

/** A page before one is signed in: one thing to do, in the middle. */
export function AuthPage({
  lang,
  title,
  about,
  stripe,
  children,
  foot,
}: {
  readonly lang: string;
  readonly title: string;
  readonly about?: ReactNode;
  /** Says that this is a sandbox. */
  readonly stripe?: ReactNode;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}) {
  return (
    <div lang={lang}>
      {stripe}
      <div className="mx-auto flex min-h-[80dvh] w-full max-w-sm flex-col justify-center gap-6 px-5 py-12">
        <header className="flex items-center gap-2.5 font-semibold">
          <Mark />
        </header>
        <main className="flex flex-col gap-5 rounded-xl border border-line bg-slip p-6">
          <div>
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            {about && <div className="mt-1 text-sm text-soft">{about}</div>}
          </div>
          {children}
        </main>
        {foot && <footer className="text-sm text-soft">{foot}</footer>}
      </div>
    </div>
  );
}

/** The stripe of a sandbox, on every page of the dashboard (D-01). */
export function TestStripe({ title, about }: { readonly title: string; readonly about: string }) {
  return (
    <aside aria-label={title} className="test-stripe px-6 py-1 text-center text-sm text-amber-950">
      <strong className="font-semibold">{title}.</strong> {about}
    </aside>
  );
}
