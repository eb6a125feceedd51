import type { AuditItem, Say } from "@/components/dashboard";
import type { AuditLine } from "@/lib/reports";

/** Who did it, in words. */
export function whoText(actor: AuditLine["actor"], say: Say): string {
  switch (actor?.kind) {
    case "job":
      return say("byJob", { name: actor.id ?? "" });
    case "api_key":
      return say("byKey", { name: actor.name ?? actor.id ?? "" });
    case "operator":
      return actor.name ?? say("byOperator");
    case "user":
      return actor.name ?? say("bySomebody");
    default:
      return say("byPublic");
  }
}

export function itemOf({ actor, actorText: _, ...line }: AuditLine, say: Say): AuditItem {
  return { ...line, who: whoText(actor, say) };
}
