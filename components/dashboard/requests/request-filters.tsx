import Link from "next/link";
import type { Say } from "@/components/dashboard/texts";
import { Button, buttonClass, SelectField, TextField } from "@/components/ui";

interface FilterProps {
  readonly say: Say;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly networks: readonly { readonly id: string; readonly name: string }[];
}

/** The queue's filter: a form that works by the address alone (D-04). */
export function RequestFilters({ say, path, query, networks }: FilterProps) {
  const set = ["q", "network", "type", "min", "max", "order"].filter((name) => query.get(name));
  return (
    <details className="rounded-xl border border-line bg-slip" open={set.length > 0}>
      <summary className="cursor-pointer px-5 py-3 text-sm font-medium">
        {say("filters", { count: set.length })}
      </summary>
      <form action={path} className="grid gap-4 px-5 pb-5 sm:grid-cols-2 lg:grid-cols-3">
        <What say={say} query={query} networks={networks} />
        {(["min", "max"] as const).map((name) => (
          <TextField
            key={name}
            id={`f-${name}`}
            name={name}
            label={say(name)}
            inputMode="decimal"
            defaultValue={query.get(name) ?? ""}
          />
        ))}
        <SelectField
          id="f-order"
          name="order"
          label={say("order")}
          defaultValue={query.get("order") ?? ""}
        >
          <option value="">{say("orderOldest")}</option>
          <option value="newest">{say("orderNewest")}</option>
        </SelectField>
        <div className="flex justify-end gap-2 sm:col-span-full">
          {set.length > 0 && (
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

function What({ say, query, networks }: Omit<FilterProps, "path">) {
  return (
    <>
      <TextField
        id="f-q"
        name="q"
        type="search"
        label={say("search")}
        hint={say("searchHint")}
        defaultValue={query.get("q") ?? ""}
      />
      <SelectField
        id="f-network"
        name="network"
        label={say("network")}
        defaultValue={query.get("network") ?? ""}
      >
        <option value="">{say("any")}</option>
        {networks.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        id="f-type"
        name="type"
        label={say("type")}
        defaultValue={query.get("type") ?? ""}
      >
        <option value="">{say("any")}</option>
        <option value="withdrawal">{say("typeWithdrawal")}</option>
        <option value="payout">{say("typePayout")}</option>
      </SelectField>
    </>
  );
}
