import Link from "next/link";
import type { ReactNode } from "react";
import { Button, buttonClass, SelectField, TextField } from "@/components/ui";
import type { Say } from "./texts";

/** One thing that can be chosen. */
export interface Choice {
  readonly value: string;
  readonly name: string;
}

interface FilterFormProps {
  /** The area's texts: filters (with a count), apply, clear. */
  readonly say: Say;
  /** The page; without a query it shows everything. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The names in the address that are filters. */
  readonly fields: readonly string[];
  readonly columns: 3 | 4;
  readonly children: ReactNode;
}

/** What a list is filtered by: it works by the address alone, so that back, reload and sharing do too (D-04). */
export function FilterForm({ say, path, query, fields, columns, children }: FilterFormProps) {
  const count = fields.filter((name) => query.get(name)).length;
  const grid = columns === 3 ? "lg:grid-cols-3" : "lg:grid-cols-4";
  return (
    <details className="rounded-xl border border-line bg-slip" open={count > 0}>
      <summary className="cursor-pointer px-5 py-3 text-sm font-medium">
        {say("filters", { count })}
      </summary>
      <form action={path} className={`grid gap-4 px-5 pb-5 sm:grid-cols-2 ${grid}`}>
        {children}
        <div className="flex items-center justify-end gap-2 sm:col-span-full">
          {count > 0 && (
            <Link href={path} prefetch={false} className={buttonClass("quiet")}>
              {say("clear")}
            </Link>
          )}
          <Button type="submit">{say("apply")}</Button>
        </div>
      </form>
    </details>
  );
}

/** A filter that is chosen from a list; its first choice is any. */
export function ChoiceFilter({
  name,
  label,
  any,
  query,
  choices,
}: {
  readonly name: string;
  readonly label: string;
  readonly any: string;
  readonly query: URLSearchParams;
  readonly choices: readonly Choice[];
}) {
  return (
    <SelectField id={`f-${name}`} name={name} label={label} defaultValue={query.get(name) ?? ""}>
      <option value="">{any}</option>
      {choices.map((one) => (
        <option key={one.value} value={one.value}>
          {one.name}
        </option>
      ))}
    </SelectField>
  );
}

/** A filter that is typed. */
export function TypedFilter({
  name,
  label,
  hint,
  query,
  kind = "text",
}: {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly query: URLSearchParams;
  readonly kind?: "text" | "search" | "date" | "decimal";
}) {
  return (
    <TextField
      id={`f-${name}`}
      name={name}
      label={label}
      hint={hint}
      type={kind === "decimal" ? "text" : kind}
      inputMode={kind === "decimal" ? "decimal" : undefined}
      defaultValue={query.get(name) ?? ""}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
