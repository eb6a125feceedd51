import type { ReactNode } from "react";
import { When } from "@/components/dashboard/figures";
import type { Say } from "@/components/dashboard/texts";
import type { AuditItem } from "./audit-table";
import { changesOf, restOf } from "./changes";

interface DetailsProps {
  readonly item: AuditItem;
  readonly say: Say;
  readonly locale: string;
  readonly timeZone: string;
}

/** All of an entry: what changed, what was noted, and its place in the chain. */
export function AuditDetails(props: DetailsProps) {
  const { item, say } = props;
  const changes = changesOf(item.data);
  const rest = restOf(item.data);
  return (
    <div className="flex flex-col gap-5 text-sm">
      <Facts facts={factsOf(props)} />
      {changes !== null && changes.length > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="font-semibold">{say("changed")}</h3>
          <ul className="flex flex-col gap-2">
            {changes.map(({ field, before, after }) => (
              <li key={field} className="rounded-lg border border-line px-3 py-2">
                {field !== "" && <code className="font-medium">{field}</code>}
                <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
                  <dt className="text-soft">{say("before")}</dt>
                  <dd className="break-all">
                    <del className="no-underline">{before ?? say("unset")}</del>
                  </dd>
                  <dt className="text-soft">{say("after")}</dt>
                  <dd className="font-medium break-all">
                    <ins className="no-underline">{after ?? say("unset")}</ins>
                  </dd>
                </dl>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold">{say("data")}</h3>
        {rest.length === 0 ? (
          <p className="text-soft">{say("noData")}</p>
        ) : (
          <Facts facts={rest.map(([name, value]) => [name, value ?? say("unset")])} />
        )}
      </section>
    </div>
  );
}

function factsOf({ item, say, locale, timeZone }: DetailsProps) {
  const { seal } = item;
  return [
    [say("at"), <When key="at" at={item.at} locale={locale} timeZone={timeZone} seconds />],
    [say("actor"), item.who],
    [say("action"), <code key="action">{item.action}</code>],
    [say("what"), `${item.subjectKind} ${item.subjectId}`],
    [
      say("seal"),
      seal === null
        ? say("notSealed")
        : say("sealOf", { position: seal.position.toLocaleString(locale), hash: seal.hash }),
    ],
    [say("id"), item.id],
    [say("requestId"), item.requestId],
  ] as const;
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-1.5 sm:grid-cols-[auto_1fr]">
      {facts.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-soft">{label}</dt>
          <dd className="break-all">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
