import type { ReactNode } from "react";
import type { Failure, Field } from "./model";

/** Text of a program, which wraps on a narrow screen. */
export function Code({ children }: { children: string }) {
  return (
    <pre className="rounded-lg border border-line bg-tint px-4 py-3 font-mono text-[0.8125rem] leading-relaxed wrap-anywhere whitespace-pre-wrap">
      <code>{children}</code>
    </pre>
  );
}

/** What opens on a click, without a script. */
export function Fold(props: { title: string; open?: boolean; children: ReactNode }) {
  return (
    <details open={props.open} className="group rounded-lg">
      <summary className="cursor-pointer py-1 text-sm font-semibold select-none marker:text-soft">
        {props.title}
      </summary>
      <div className="mt-2">{props.children}</div>
    </details>
  );
}

/** The small heading of a part of an operation. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h4 className="text-sm font-semibold">{title}</h4>
      {children}
    </section>
  );
}

export function Method({ name }: { name: string }) {
  const look = name === "GET" ? "border-accent text-accent" : "border-accent bg-accent text-paper";
  return (
    <span
      className={`inline-block w-12 shrink-0 rounded border text-center font-mono text-[0.6875rem] leading-5 font-semibold ${look}`}
    >
      {name}
    </span>
  );
}

/** Fields by name, each with its type and what is to be known of it. */
export function Fields({ fields }: { fields: readonly Field[] }) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {fields.map((field) => (
        <li key={field.name} className="py-2.5">
          <p className="flex flex-wrap items-baseline gap-x-3">
            <code className="font-mono text-[0.8125rem] font-semibold wrap-anywhere">
              {field.name}
            </code>
            <span className="text-[0.8125rem] text-soft">{field.type}</span>
            {field.required && (
              <span className="text-[0.8125rem] font-medium text-accent">required</span>
            )}
          </p>
          {field.notes.length > 0 && (
            <p className="mt-0.5 text-sm wrap-anywhere text-soft">{field.notes.join(". ")}</p>
          )}
          {field.fields.length > 0 && (
            <div className="mt-2 ml-1 border-l-2 border-line pl-4">
              <Fields fields={field.fields} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Failures by status: the exact text, and the code for programs. */
export function Failures({ failures }: { failures: readonly Failure[] }) {
  return (
    <ul className="divide-y divide-line border-y border-line text-sm">
      {failures.map(({ status, message, error }) => (
        <li
          key={`${status} ${message}`}
          className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-3 py-2"
        >
          <span className="font-mono text-[0.8125rem] font-semibold tabular-nums">{status}</span>
          <span className="flex flex-col gap-x-4 sm:flex-row sm:justify-between">
            <span className="wrap-anywhere">{message}</span>
            <code className="font-mono text-[0.8125rem] wrap-anywhere text-soft">{error}</code>
          </span>
        </li>
      ))}
    </ul>
  );
}
