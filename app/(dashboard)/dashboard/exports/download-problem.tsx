import { textsOf } from "@/components/dashboard";
import { Notice } from "@/components/ui";
import { isUuid } from "@/lib/kit";

const KNOWN = new Set([
  "invalid_state",
  "link_expired",
  "not_found",
  "rate_limited",
  "scope_missing",
]);

/** Why a download came back to a page instead of a file (lib/http/download.ts). */
export function DownloadProblem({ locale, query }: { locale: string; query: URLSearchParams }) {
  const problem = query.get("problem");
  if (!problem) return null;
  const say = textsOf(locale, "desk");
  const request = query.get("request") ?? "";
  return (
    <Notice tone="bad" role="alert" title={say("problemTitle")}>
      <p>{say(`problem_${KNOWN.has(problem) ? problem : "other"}`)}</p>
      {isUuid(request) && (
        <p className="mt-1 font-mono text-xs">
          {textsOf(locale, "words")("requestId", { id: request })}
        </p>
      )}
    </Notice>
  );
}
