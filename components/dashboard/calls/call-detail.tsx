import type { ReactNode } from "react";
import { When } from "@/components/dashboard/figures";
import type { Say } from "@/components/dashboard/texts";
import { CopyButton, Notice, Panel } from "@/components/ui";
import { type CallItem, StatusBadge } from "./call-table";

/** A body as the log keeps it; the text is null where it was not kept. */
export interface CallBody {
  readonly text: string | null;
  readonly cut: boolean;
  readonly bytes: number;
}

export interface CallFacts extends CallItem {
  readonly query: string;
  readonly address: string;
  readonly userAgent: string | null;
  readonly withSecret: boolean;
  readonly withIdempotencyKey: boolean;
  readonly replayed: boolean;
  readonly request: CallBody | null;
  readonly response: CallBody | null;
  readonly curl: { readonly command: string; readonly exact: boolean };
}

interface DetailProps {
  readonly say: Say;
  readonly words: Say;
  readonly locale: string;
  readonly timeZone: string;
  readonly call: CallFacts;
}

const CODE =
  "max-h-[32rem] overflow-auto rounded-lg bg-tint p-3 font-mono text-xs wrap-anywhere whitespace-pre-wrap";

/** All that is known of a call: what it was, what was sent and answered, and how to do it again. */
export function CallDetail(props: DetailProps) {
  const { say, call } = props;
  return (
    <>
      <Panel id="facts" title={say("facts")}>
        <Facts facts={factsOf(props)} />
      </Panel>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Body {...props} name="request" body={call.request} />
        <Body {...props} name="response" body={call.response} />
      </div>
      <Panel
        id="curl"
        title={say("curl")}
        actions={<Copy {...props} what="curl" value={call.curl.command} />}
      >
        <div className="flex flex-col gap-3">
          <p className="text-sm text-soft">{say("curlAbout")}</p>
          {!call.curl.exact && <Notice tone="warn">{say("curlInexact")}</Notice>}
          <Code>{call.curl.command}</Code>
        </div>
      </Panel>
    </>
  );
}

function Body({
  name,
  body,
  ...props
}: DetailProps & { readonly name: "request" | "response"; readonly body: CallBody | null }) {
  const { say } = props;
  const text = body?.text ?? null;
  return (
    <Panel
      id={name}
      title={say(name)}
      actions={text !== null && <Copy {...props} what={name} value={text} />}
    >
      {body === null && <p className="text-sm text-soft">{say("bodyNone")}</p>}
      {body !== null && text === null && (
        <p className="text-sm text-soft">{say("bodyUnkept", { bytes: body.bytes })}</p>
      )}
      {body !== null && text !== null && (
        <>
          <Code>{body.cut ? text : spread(text)}</Code>
          {body.cut && (
            <p className="pt-2 text-sm text-soft">{say("bodyCut", { bytes: body.bytes })}</p>
          )}
        </>
      )}
    </Panel>
  );
}

/** Scrolls by itself, also by keyboard. */
function Code({ children }: { readonly children: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <pre className={CODE} tabIndex={0}>
      {children}
    </pre>
  );
}

function Copy({
  say,
  words,
  what,
  value,
}: Pick<DetailProps, "say" | "words"> & { readonly what: string; readonly value: string }) {
  return (
    <CopyButton
      value={value}
      label={words("copy", { what: say(`what_${what}`) })}
      done={words("copied")}
    />
  );
}

function factsOf({ say, locale, timeZone, call }: DetailProps) {
  const key = call.replayed ? "Replayed" : call.withIdempotencyKey ? "Yes" : "No";
  return [
    [say("status"), <StatusBadge key="status" status={call.status} />],
    ...(call.error ? [[say("error"), <code key="error">{call.error}</code>] as const] : []),
    [say("at"), <When key="at" at={call.at} locale={locale} timeZone={timeZone} seconds />],
    [say("ms"), say("msOf", { ms: call.durationMs.toLocaleString(locale) })],
    [say("path"), <code key="path">{call.path}</code>],
    ...(call.query ? [[say("query"), <code key="query">{call.query}</code>] as const] : []),
    [say("by"), call.who],
    [say("secret"), say(call.withSecret ? "secretYes" : "secretNo")],
    [say("idempotency"), say(`idempotency${key}`)],
    [say("address"), call.address],
    [say("agent"), call.userAgent ?? "—"],
  ] as const;
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-1.5 text-sm sm:grid-cols-[auto_1fr]">
      {facts.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-soft">{label}</dt>
          <dd className="mb-1 break-all sm:mb-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function spread(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
