import Link from "next/link";
import type { Say } from "@/components/dashboard/texts";
import { Button, buttonClass, CheckField, TextField } from "@/components/ui";

/** A search by the address alone, so that back, reload and sharing work. */
export function CustomerSearch({
  say,
  path,
  search,
  paused,
}: {
  readonly say: Say;
  readonly path: string;
  readonly search: string;
  readonly paused: boolean;
}) {
  return (
    <search>
      <form action={path} className="flex flex-col gap-3">
        <div className="flex flex-wrap items-start gap-3">
          <div className="min-w-56 grow sm:max-w-lg">
            <TextField
              id="user-search"
              name="q"
              type="search"
              label={say("search")}
              hint={say("searchHint")}
              defaultValue={search}
              autoComplete="off"
            />
          </div>
          <Button type="submit" look="secondary" className="sm:mt-7">
            {say("find")}
          </Button>
          {(search !== "" || paused) && (
            <Link href={path} prefetch={false} className={buttonClass("quiet", "sm:mt-7")}>
              {say("clear")}
            </Link>
          )}
        </div>
        <CheckField
          id="user-paused"
          name="status"
          value="paused"
          label={say("pausedOnly")}
          defaultChecked={paused}
        />
      </form>
    </search>
  );
}
