import { CommonRules } from "./common-rules";
import { Contents } from "./contents";
import { type ApiDocument, commonFailures, groupsOf } from "./model";
import { Operation } from "./operation";

/** The whole reference of the merchant API, from its OpenAPI document. */
export function ApiReference({ document }: { document: ApiDocument }) {
  const groups = groupsOf(document);
  const server = document.servers[0]?.url ?? "";
  return (
    <div className="lg:grid lg:grid-cols-[17rem_minmax(0,1fr)] lg:gap-10">
      <nav
        aria-label="Operations"
        className="hidden lg:sticky lg:top-0 lg:block lg:max-h-dvh lg:self-start lg:overflow-y-auto lg:py-10 lg:pr-2"
      >
        <Contents groups={groups} />
      </nav>
      <main className="flex min-w-0 flex-col gap-14 py-10">
        <header className="flex flex-col gap-4">
          <h1 className="text-3xl leading-tight font-semibold tracking-tight text-balance sm:text-5xl">
            {document.info.title}
          </h1>
          <p className="max-w-3xl text-lg text-pretty text-soft">
            Wire-compatible with the 3PAY v2 merchant API: a client of it needs another base URL and
            another key, and nothing else.
          </p>
          <p className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
            <span>
              Base URL <code className="font-mono wrap-anywhere">{server}</code>
            </span>
            <a className="text-accent underline underline-offset-4" href="/api/v1/openapi.json">
              OpenAPI 3.1 document
            </a>
          </p>
          <details className="rounded-lg border border-line bg-slip px-4 py-3 lg:hidden">
            <summary className="cursor-pointer font-semibold select-none">Contents</summary>
            <nav aria-label="Operations" className="mt-4">
              <Contents groups={groups} />
            </nav>
          </details>
        </header>
        <CommonRules failures={commonFailures(groups)} />
        {groups.map(({ name, anchor, entries }) => (
          <section key={anchor} aria-labelledby={anchor} className="flex flex-col gap-6">
            <h2 id={anchor} className="scroll-mt-4 text-2xl font-semibold tracking-tight">
              {name}
            </h2>
            {entries.map((entry) => (
              <Operation key={entry.id} entry={entry} document={document} server={server} />
            ))}
          </section>
        ))}
      </main>
    </div>
  );
}
