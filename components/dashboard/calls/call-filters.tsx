import {
  type Choice,
  ChoiceFilter,
  FilterForm,
  TypedFilter,
} from "@/components/dashboard/filter-form";
import type { Say } from "@/components/dashboard/texts";

/** What a place of the log is filtered by; the rest of its address says where one is in the list. */
export const CALL_FIELDS = ["status", "method", "route", "key", "id", "from", "to"] as const;
const CHOSEN = ["status", "method", "route", "key"] as const;

/** What the log of calls is filtered by. */
export function CallFilters({
  say,
  path,
  query,
  choices,
}: {
  readonly say: Say;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly choices: Readonly<Record<(typeof CHOSEN)[number], readonly Choice[]>>;
}) {
  return (
    <FilterForm say={say} path={path} query={query} fields={CALL_FIELDS} columns={4}>
      {CHOSEN.map((name) => (
        <ChoiceFilter
          key={name}
          name={name}
          label={say(name)}
          any={say("any")}
          query={query}
          choices={choices[name]}
        />
      ))}
      <TypedFilter name="id" label={say("id")} hint={say("idHint")} query={query} />
      <TypedFilter name="from" label={say("from")} query={query} kind="date" />
      <TypedFilter name="to" label={say("to")} query={query} kind="date" />
    </FilterForm>
  );
}
