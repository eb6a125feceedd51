import Link from "next/link";
import type { Say } from "@/components/dashboard/texts";
import { Button, buttonClass, SelectField, TextField } from "@/components/ui";

/** A search by the address alone, so that back, reload and sharing work. */
export function MerchantSearch({
  say,
  path,
  search,
  status,
}: {
  readonly say: Say;
  readonly path: string;
  readonly search: string;
  /** Empty: both. */
  readonly status: string;
}) {
  return (
    <search>
      <form action={path} className="flex flex-wrap items-start gap-3">
        <div className="min-w-56 grow sm:max-w-md">
          <TextField
            id="merchant-search"
            name="q"
            type="search"
            label={say("search")}
            hint={say("searchHint")}
            defaultValue={search}
            autoComplete="off"
          />
        </div>
        <SelectField id="merchant-status" name="status" label={say("status")} defaultValue={status}>
          <option value="">{say("anyStatus")}</option>
          <option value="active">{say("active")}</option>
          <option value="suspended">{say("suspended")}</option>
        </SelectField>
        <Button type="submit" look="secondary" className="self-end sm:mt-7 sm:self-start">
          {say("find")}
        </Button>
        {(search !== "" || status !== "") && (
          <Link
            href={path}
            prefetch={false}
            className={buttonClass("quiet", "self-end sm:mt-7 sm:self-start")}
          >
            {say("clear")}
          </Link>
        )}
      </form>
    </search>
  );
}
