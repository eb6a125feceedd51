import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ChoiceFilter, TypedFilter } from "@/components/dashboard/filter-form";
import type { Say } from "@/components/dashboard/texts";
import { Button, buttonClass, CheckField } from "@/components/ui";

interface FilterProps {
  readonly say: Say;
  /** The page's path, and the filter that it shows. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Where the list is without any filter. */
  readonly everything: string;
  readonly types: readonly string[];
  readonly statuses: readonly string[];
  readonly exceptions: readonly string[];
  readonly networks: readonly { readonly id: string; readonly name: string }[];
  readonly actions?: ReactNode;
}

/** Beside the filter: where one is in the list. */
const PLACE = new Set(["cursor", "page", "limit", "view"]);

/** A search and a form of filters; both work by the address alone, so that back, reload and sharing do too (D-04, D-07). */
export function TransactionFilters(props: FilterProps) {
  const { say, path, query, actions } = props;
  const given = [...query].filter(([name, value]) => value !== "" && !PLACE.has(name));
  const fields = given.filter(([name]) => name !== "q");
  return (
    <div className="flex flex-col gap-3">
      <search>
        <form action={path} className="flex flex-wrap items-end gap-2">
          <div className="min-w-56 grow sm:max-w-lg">
            <label htmlFor="search" className="sr-only">
              {say("search")}
            </label>
            <input
              id="search"
              name="q"
              type="search"
              defaultValue={query.get("q") ?? ""}
              placeholder={say("search")}
              aria-describedby="search-hint"
              className="h-10 w-full rounded-lg border border-field bg-slip px-3 text-sm placeholder:text-soft"
            />
          </div>
          {fields.map(([name, value]) => (
            <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
          ))}
          <Button type="submit" look="secondary">
            {say("search")}
          </Button>
          {actions}
        </form>
      </search>
      <p id="search-hint" className="text-sm text-soft">
        {say("searchHint")}
      </p>
      <details className="rounded-xl border border-line bg-slip">
        <summary className="cursor-pointer px-5 py-3 text-sm font-medium">
          {say("filters", { count: fields.length })}
        </summary>
        <Fields {...props} />
      </details>
      {given.length > 0 && <Chips {...props} given={given} />}
    </div>
  );
}

/** Everything that the list can be narrowed by, beside the search. */
function Fields({ say, path, query, types, statuses, exceptions, networks }: FilterProps) {
  const named = (name: string, values: readonly string[]) =>
    values.map((value) => ({ value, name: say(`${name}_${value}`) }));
  const known = networks.map(({ id: value, name }) => ({ value, name }));
  const chosen = [
    { name: "type", label: say("kind"), choices: named("type", types) },
    { name: "status", label: say("status"), choices: named("status", statuses) },
    { name: "network", label: say("network"), choices: known },
    { name: "exception", label: say("exception"), choices: named("exception", exceptions) },
  ];
  const typed = [
    { name: "min", kind: "decimal" },
    { name: "max", kind: "decimal" },
    { name: "from", kind: "date" },
    { name: "to", kind: "date" },
    { name: "userId", kind: "text" },
  ] as const;
  return (
    <form action={path} className="grid gap-4 px-5 pb-5 sm:grid-cols-2 lg:grid-cols-4">
      <input type="hidden" name="q" value={query.get("q") ?? ""} />
      {chosen.map((one) => (
        <ChoiceFilter key={one.name} {...one} any={say("any")} query={query} />
      ))}
      {typed.map((one) => (
        <TypedFilter key={one.name} {...one} label={say(one.name)} query={query} />
      ))}
      <div className="flex items-end pb-2.5 sm:col-span-1 lg:col-span-2">
        <CheckField
          id="f-webhook"
          name="webhook"
          value="failed"
          label={say("webhook")}
          defaultChecked={query.get("webhook") === "failed"}
        />
      </div>
      <div className="flex items-end justify-end">
        <Button type="submit">{say("apply")}</Button>
      </div>
    </form>
  );
}

/** Each filter that is set, to be taken away by itself. */
function Chips({
  say,
  path,
  everything,
  query,
  networks,
  given,
}: FilterProps & { readonly given: readonly (readonly [string, string])[] }) {
  const textOf = (name: string, value: string) => {
    if (name === "network") return networks.find(({ id }) => id === value)?.name ?? value;
    if (name === "webhook") return say("webhookFailed");
    if (name === "q") return `“${value}”`;
    if (name === "type" || name === "status" || name === "exception")
      return say(`${name}_${value}`);
    return `${say(name)}: ${value}`;
  };
  const without = (name: string, value: string) => {
    const rest = [...query].filter(
      ([other, its]) => !PLACE.has(other) && !(other === name && its === value) && its !== "",
    );
    return rest.length === 0 ? everything : `${path}?${new URLSearchParams(rest)}`;
  };
  return (
    <ul className="flex flex-wrap items-center gap-2">
      {given.map(([name, value]) => (
        <li key={`${name} ${value}`}>
          <Link
            href={without(name, value)}
            prefetch={false}
            aria-label={say("remove", { what: textOf(name, value) })}
            className="inline-flex min-h-8 items-center gap-1.5 rounded-full border border-line bg-slip px-3 text-sm hover:bg-tint"
          >
            {textOf(name, value)}
            <X className="size-3.5" aria-hidden />
          </Link>
        </li>
      ))}
      <li>
        <Link href={everything} prefetch={false} className={buttonClass("quiet", "min-h-8")}>
          {say("clear")}
        </Link>
      </li>
    </ul>
  );
}
