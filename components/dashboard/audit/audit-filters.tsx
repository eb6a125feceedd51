import {
  type Choice,
  ChoiceFilter,
  FilterForm,
  TypedFilter,
} from "@/components/dashboard/filter-form";
import type { Say } from "@/components/dashboard/texts";
import { actionText } from "./action-text";

/** What in an address filters the audit log; the rest says where one is in the list. */
export const AUDIT_FIELDS: readonly string[] = ["actor", "action", "subject", "from", "to"];

/** What the audit log is filtered by. */
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
  readonly actors: readonly Choice[];
  readonly actions: readonly string[];
}) {
  const named = actions
    .map((value) => ({ value, name: actionText(locale, value) }))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
  const any = say("any");
  return (
    <FilterForm say={say} path={path} query={query} fields={AUDIT_FIELDS} columns={3}>
      <ChoiceFilter name="actor" label={say("actor")} any={any} query={query} choices={actors} />
      <ChoiceFilter name="action" label={say("action")} any={any} query={query} choices={named} />
      <TypedFilter name="subject" label={say("subject")} query={query} />
      <TypedFilter name="from" label={say("from")} query={query} kind="date" />
      <TypedFilter name="to" label={say("to")} query={query} kind="date" />
    </FilterForm>
  );
}
