import type { CallItem, Say } from "@/components/dashboard";
import type { CallLine } from "@/lib/calls";

/** A call as its row is shown. */
export function itemOf({ actor, route: _, ...line }: CallLine, say: Say): CallItem {
  return { ...line, who: whoText(actor, say) };
}

function whoText(actor: CallLine["actor"], say: Say): string {
  if (actor?.kind !== "user") return actor?.name ?? say("byGone");
  return actor.name === null ? say("bySomebody") : say("byPerson", { name: actor.name });
}
