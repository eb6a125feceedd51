import { ChoiceFilter, FilterForm, TypedFilter } from "@/components/dashboard/filter-form";
import type { Say } from "@/components/dashboard/texts";
import { SelectField } from "@/components/ui";

interface FilterProps {
  readonly say: Say;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly networks: readonly { readonly id: string; readonly name: string }[];
}

const FIELDS = ["q", "network", "type", "min", "max", "order"];

/** The queue's filter. */
export function RequestFilters({ say, path, query, networks }: FilterProps) {
  const any = say("any");
  const types = [
    { value: "withdrawal", name: say("typeWithdrawal") },
    { value: "payout", name: say("typePayout") },
  ];
  const known = networks.map(({ id: value, name }) => ({ value, name }));
  return (
    <FilterForm say={say} path={path} query={query} fields={FIELDS} columns={3}>
      <TypedFilter
        name="q"
        label={say("search")}
        hint={say("searchHint")}
        query={query}
        kind="search"
      />
      <ChoiceFilter name="network" label={say("network")} any={any} query={query} choices={known} />
      <ChoiceFilter name="type" label={say("type")} any={any} query={query} choices={types} />
      <TypedFilter name="min" label={say("min")} query={query} kind="decimal" />
      <TypedFilter name="max" label={say("max")} query={query} kind="decimal" />
      <SelectField
        id="f-order"
        name="order"
        label={say("order")}
        defaultValue={query.get("order") ?? ""}
      >
        <option value="">{say("orderOldest")}</option>
        <option value="newest">{say("orderNewest")}</option>
      </SelectField>
    </FilterForm>
  );
}
