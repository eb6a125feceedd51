import Link from "next/link";
import type { Say } from "@/components/dashboard/texts";
import { Button, buttonClass, SelectField, TextField } from "@/components/ui";
import { actionText } from "./action-text";

const FIELDS = ["actor", "action", "subject", "from", "to"] as const;

/** What the audit log is filtered by; it works by the address alone, so that back, reload and sharing do too (D-04). */
export function AuditFilters({
  say,
  path,
  query,
  actors,
  actions,
  locale,
}: {
  readonly say: Say;
  readonly locale: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly actors: readonly { readonly value: string; readonly name: string }[];
  readonly actions: readonly string[];
}) {
  const count = FIELDS.filter((name) => query.get(name)).length;
  const choices = {
    actor: actors,
    action: actions
      .map((value) => ({ value, name: actionText(locale, value) }))
      .sort((a, b) => a.name.localeCompare(b.name, locale)),
  };
  return (
    <details className="rounded-xl border border-line bg-slip" open={count > 0}>
      <summary className="cursor-pointer px-5 py-3 text-sm font-medium">
        {say("filters", { count })}
      </summary>
      <form action={path} className="grid gap-4 px-5 pb-5 sm:grid-cols-2 lg:grid-cols-3">
        {(["actor", "action"] as const).map((name) => (
          <SelectField
            key={name}
            id={`f-${name}`}
            name={name}
            label={say(name)}
            defaultValue={query.get(name) ?? ""}
          >
            <option value="">{say("any")}</option>
            {choices[name].map((one) => (
              <option key={one.value} value={one.value}>
                {one.name}
              </option>
            ))}
          </SelectField>
        ))}
        {(["subject", "from", "to"] as const).map((name) => (
          <TextField
            key={name}
            id={`f-${name}`}
            name={name}
            type={name === "subject" ? "text" : "date"}
            label={say(name)}
            defaultValue={query.get(name) ?? ""}
            autoComplete="off"
          />
        ))}
        <div className="flex items-end justify-end gap-2">
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
