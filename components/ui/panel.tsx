import type { ReactNode } from "react";

interface PanelProps {
  readonly title?: ReactNode;
  readonly about?: ReactNode;
  /** Beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** For `aria-labelledby`; needed where there is a title. */
  readonly id?: string;
}

/** A part of a page that stands by itself. */
export function Panel({ title, about, actions, children, className = "", id }: PanelProps) {
  return (
    <section
      aria-labelledby={title && id ? `${id}-title` : undefined}
      className={`rounded-xl border border-line bg-slip ${className}`}
    >
      {title && (
        <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 pt-4">
          <div>
            <h2 className="font-semibold" id={id ? `${id}-title` : undefined}>
              {title}
            </h2>
            {about && <p className="text-sm text-soft">{about}</p>}
          </div>
          {actions}
        </header>
      )}
      <div className="px-5 py-4">{children}</div>
    </section>
  );
}

/** The head of a page: what it is, and what can be done here. */
export function PageHead({
  title,
  about,
  actions,
}: {
  readonly title: ReactNode;
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="max-w-2xl">
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        {about && <p className="mt-1 text-soft">{about}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}

/** Nothing here yet: what it would be, and the one thing to do. */
export function EmptyState({
  title,
  children,
  action,
}: {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-xl border border-dashed border-line px-6 py-12 text-center">
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <div className="max-w-md text-pretty text-soft">{children}</div>}
      {action}
    </div>
  );
}

export type Tone = "neutral" | "good" | "warn" | "bad" | "info";

const TONES: Readonly<Record<Tone, string>> = {
  neutral: "bg-tint text-ink",
  good: "bg-good-tint text-good",
  warn: "bg-warn-tint text-warn",
  bad: "bg-bad-tint text-bad",
  info: "bg-tint text-accent",
};

/** A word about a state. Its colour says nothing that the word does not. */
export function Badge({
  tone = "neutral",
  children,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
}) {
  return (
    <span
      className={`inline-flex items-center rounded-full px-2.5 py-0.5 text-xs font-medium whitespace-nowrap ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}

const NOTICES: Readonly<Record<Exclude<Tone, "neutral">, string>> = {
  good: "border-good/40 bg-good-tint",
  warn: "border-warn/40 bg-warn-tint",
  bad: "border-bad/40 bg-bad-tint",
  info: "border-accent/40 bg-tint",
};

/** Something to know before going on. */
export function Notice({
  tone,
  title,
  children,
  role,
}: {
  readonly tone: Exclude<Tone, "neutral">;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly role?: "alert" | "status";
}) {
  return (
    <div className={`rounded-lg border px-4 py-3 text-sm ${NOTICES[tone]}`} role={role}>
      {title && <p className="font-semibold">{title}</p>}
      {children}
    </div>
  );
}

/** The shape of what is on its way. */
export function Skeleton({ className = "" }: { readonly className?: string }) {
  return (
    <div
      aria-hidden="true"
      className={`animate-pulse rounded-md bg-tint motion-reduce:animate-none ${className}`}
    />
  );
}
