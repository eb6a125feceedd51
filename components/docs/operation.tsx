import {
  type ApiDocument,
  type Entry,
  type Field,
  fieldsOf,
  type Parameter,
  typeOf,
} from "./model";
import { Code, Failures, Fields, Fold, Method, Part } from "./parts";
import { axiosOf, curlOf, WEBHOOK_SAMPLE } from "./samples";

interface Props {
  readonly entry: Entry;
  readonly document: ApiDocument;
  readonly server: string;
}

/** One operation: what it takes and answers on the left, examples on the right. */
export function Operation({ entry, document, server }: Props) {
  const { about, method, path, id } = entry;
  const sent = about.tags.includes("Webhooks") && !path.startsWith("/");
  return (
    <article
      aria-labelledby={`${id}-title`}
      id={id}
      className="scroll-mt-4 rounded-2xl border border-line bg-slip p-5 shadow-xs sm:p-8"
    >
      <header className="flex flex-col gap-3">
        <h3 id={`${id}-title`} className="text-lg font-semibold tracking-tight">
          <a className="hover:underline hover:underline-offset-4" href={`#${id}`}>
            {about.summary}
          </a>
        </h3>
        <p className="flex items-baseline gap-3">
          <Method name={method} />
          <code className="font-mono text-[0.9375rem] wrap-anywhere">{path}</code>
        </p>
        <p className="text-sm text-soft">
          {sent ? about.description : `${accessText(entry)} ${about.description}`}
          {about["x-tier"] && ` Tier: ${about["x-tier"].replaceAll("_", " ")}.`}
        </p>
      </header>
      <div className="mt-6 grid gap-x-10 gap-y-6 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-6">
          <Inputs entry={entry} document={document} />
          {entry.own.length > 0 && (
            <Part title="Its own failures">
              <Failures failures={entry.own} />
            </Part>
          )}
          {entry.common.length > 0 && <Shared entry={entry} />}
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          {sent ? <WebhookExamples entry={entry} /> : <Calls entry={entry} server={server} />}
          <Answered entry={entry} document={document} />
        </div>
      </div>
    </article>
  );
}

/** The statuses of the failures that stand under "What holds everywhere". */
function Shared({ entry: { common } }: { entry: Entry }) {
  const statuses = [...new Set(common.map(({ status }) => status))];
  return (
    <p className="text-sm text-soft">
      It shares{" "}
      <a className="text-accent underline underline-offset-4" href="#failures">
        the failures of every operation
      </a>{" "}
      with {statuses.slice(0, -1).join(", ")} and {statuses.at(-1)}.
    </p>
  );
}

function accessText({ about: { security } }: Entry): string {
  if (security.length === 0) return "Needs no key.";
  return security.length === 1
    ? "Needs apikey and x-api-secret."
    : "Needs apikey; x-api-secret is optional.";
}

function Inputs({ entry, document }: Omit<Props, "server">) {
  const { schemas } = document.components;
  const rowOf = ({ schema, ...parameter }: Parameter): Field => ({
    name: parameter.name,
    type: typeOf(schema, schemas),
    required: parameter.required,
    notes: fieldsOf(
      {
        properties: {
          x: parameter.description ? { ...schema, description: parameter.description } : schema,
        },
      },
      schemas,
    ).flatMap((field) => field.notes),
    fields: [],
  });
  const of = (place: Parameter["in"]) =>
    entry.about.parameters.filter((parameter) => parameter.in === place).map(rowOf);
  const body = entry.bodyMedia ? fieldsOf(entry.bodyMedia.schema, schemas) : [];
  const parts: readonly (readonly [string, readonly Field[]])[] = [
    ["In the path", of("path")],
    ["In the query", of("query")],
    ["Headers", of("header")],
    ["Body (JSON)", body],
  ];
  const filled = parts.filter(([, fields]) => fields.length > 0);
  if (filled.length === 0) return <p className="text-sm text-soft">Takes no parameters.</p>;
  return filled.map(([title, fields]) => (
    <Part key={title} title={title}>
      <Fields fields={fields} />
    </Part>
  ));
}

function Calls({ entry, server }: Omit<Props, "document">) {
  return (
    <>
      <Part title="curl">
        <Code>{curlOf(entry, server)}</Code>
      </Part>
      <Fold title="Node (axios)">
        <Code>{axiosOf(entry, server)}</Code>
      </Fold>
    </>
  );
}

function WebhookExamples({ entry }: { entry: Entry }) {
  return (
    <>
      <Part title="What is sent">
        <Code>{JSON.stringify(entry.bodyMedia?.example, null, 2)}</Code>
      </Part>
      <Part title="How to check it (Node)">
        <Code>{WEBHOOK_SAMPLE}</Code>
      </Part>
    </>
  );
}

function Answered({ entry, document }: Omit<Props, "server">) {
  const { success, accepted } = entry;
  if (!success) return null;
  return (
    <>
      <Part title={accepted ? "Answer 200, or 202 while it is on its way" : "Answer 200"}>
        <Code>{JSON.stringify(success.example, null, 2)}</Code>
      </Part>
      <Fold title="Fields of the answer">
        <Fields fields={fieldsOf(success.schema, document.components.schemas)} />
      </Fold>
    </>
  );
}
