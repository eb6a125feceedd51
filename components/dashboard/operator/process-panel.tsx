import { When } from "@/components/dashboard/figures";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { Badge, Panel } from "@/components/ui";
import type { ProcessItem, Shown } from "./shapes";

/** Who does the work: when each was last heard, and which of its loops fail. */
export function ProcessPanel({
  items,
  locale,
  timeZone,
}: Shown & { readonly items: readonly ProcessItem[] }) {
  const say = textsOf(locale, "operator");
  return (
    <Panel id="processes" title={say("processes")} about={say("processesAbout")}>
      {items.length === 0 ? (
        <p className="text-bad">{say("noProcess")}</p>
      ) : (
        <ul className="flex flex-col gap-5">
          {items.map((item) => (
            <li key={`${item.kind} ${item.id}`} className="flex flex-col gap-2 text-sm">
              <div className="flex flex-wrap items-center justify-between gap-2">
                <h3 className="font-medium">
                  {say(item.kind)} <span className="font-mono text-xs text-soft">{item.id}</span>
                </h3>
                <span className="flex flex-wrap items-center gap-2 text-soft">
                  <When at={item.seenAt} locale={locale} timeZone={timeZone} seconds />
                  <Badge tone={item.silent ? "bad" : "good"}>
                    {say(item.silent ? "silent" : "heard")}
                  </Badge>
                </span>
              </div>
              <Loops item={item} say={say} locale={locale} timeZone={timeZone} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Loops({
  item,
  say,
  locale,
  timeZone,
}: Shown & { readonly item: ProcessItem; readonly say: Say }) {
  const failing = item.loops.filter(({ state }) => state === "failing");
  return (
    <>
      {failing.length > 0 && (
        <ul className="flex flex-col gap-2">
          {failing.map(({ name, lastOkAt, problem }) => (
            <li key={name} className="rounded-lg bg-bad-tint px-3 py-2">
              <span className="font-mono text-bad">{name}</span>{" "}
              <span className="break-words">{problem}</span>
              <span className="block text-soft">
                {say("lastOk")} <When at={lastOkAt} locale={locale} timeZone={timeZone} seconds />
              </span>
            </li>
          ))}
        </ul>
      )}
      {item.loops.length > 0 && (
        <details>
          <summary className="inline-flex min-h-10 cursor-pointer items-center text-soft underline decoration-dotted underline-offset-4">
            {say("loops", { count: item.loops.length, failing: failing.length })}
          </summary>
          <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2 xl:grid-cols-3">
            {item.loops.map(({ name, state, lastOkAt }) => (
              <li key={name} className="flex items-center justify-between gap-2">
                <span className="font-mono text-xs">{name}</span>
                <span className="flex items-center gap-2 text-xs text-soft">
                  <When at={lastOkAt} locale={locale} timeZone={timeZone} seconds />
                  {state === "failing" && <Badge tone="bad">{say("failing")}</Badge>}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
