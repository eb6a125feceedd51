import Link from "next/link";
import type { Say } from "@/components/dashboard/texts";
import { Button, buttonClass, SelectField, TextField } from "@/components/ui";

/** What a place of the log is filtered by; the rest of its address says where one is in the list. */
export const CALL_FIELDS = ["status", "method", "route", "key", "id", "from", "to"] as const;

interface Choice {
  readonly value: string;
  readonly name: string;
}

/** What the log of calls is filtered by; it works by the address alone (D-04). */
export function CallFilters({
  say,
  path,
  query,
  choices,
}: {
  readonly say: Say;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly choices: Readonly<Record<"status" | "method" | "route" | "key", readonly Choice[]>>;
}) {
  const count = CALL_FIELDS.filter((name) => query.get(name)).length;
  return (
    <details className="rounded-xl border border-line bg-slip" open={count > 0}>
      <summary className="cursor-pointer px-5 py-3 text-sm font-medium">
        {say("filters", { count })}
      </summary>
      <form action={path} className="grid gap-4 px-5 pb-5 sm:grid-cols-2 lg:grid-cols-4">
        {(["status", "method", "route", "key"] as const).map((name) => (
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
        <TextField
          id="f-id"
          name="id"
          label={say("id")}
          hint={say("idHint")}
          defaultValue={query.get("id") ?? ""}
          autoComplete="off"
          spellCheck={false}
        />
        {(["from", "to"] as const).map((name) => (
          <TextField
            key={name}
            id={`f-${name}`}
            name={name}
            type="date"
            label={say(name)}
            defaultValue={query.get(name) ?? ""}
          />
        ))}
        <div className="flex items-center justify-end gap-2">
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
