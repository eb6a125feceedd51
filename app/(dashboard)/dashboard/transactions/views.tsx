import { ManageViews, SaveView, textsOf, ViewBar } from "@/components/dashboard";
import type { SavedView } from "@/lib/desk";
import type { PageFacts } from "@/lib/http/dashboard";
import { deleteViewAction, saveViewAction, setDefaultViewAction } from "./actions";
import { EVERYTHING, filterOf, PATH } from "./list-address";

/** The saved views of the list, and what keeps the filter that is shown. */
export function Views({
  facts: { locale },
  views,
  query,
}: {
  facts: PageFacts;
  views: readonly SavedView[];
  query: URLSearchParams;
}) {
  const shown = filterOf(query);
  const items = views.map(({ id, name, query: its, shared, mine, owner, isDefault }) => ({
    id,
    name,
    query: its,
    shared,
    mine,
    owner: mine ? null : (owner?.name ?? null),
    isDefault,
  }));
  return (
    <ViewBar
      say={textsOf(locale, "desk")}
      path={PATH}
      everything={EVERYTHING}
      views={items}
      shown={shown}
    >
      {shown !== "" && <SaveView query={shown} save={saveViewAction} />}
      <ManageViews views={items} setDefault={setDefaultViewAction} remove={deleteViewAction} />
    </ViewBar>
  );
}
