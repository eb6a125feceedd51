import { textsOf } from "@/components/dashboard/texts";
import { Panel } from "@/components/ui";

const CODE = "overflow-x-auto rounded-lg bg-tint p-3 font-mono text-xs whitespace-pre";
const SAMPLE = `import { createHmac, timingSafeEqual } from "node:crypto";

// body: the raw bytes of the request; secret: your signing secret.
function isGenuine(body, header, secret) {
  const own = "sha256=" + createHmac("sha256", secret).update(body).digest("hex");
  const given = Buffer.from(header ?? "");
  return given.length === own.length && timingSafeEqual(given, Buffer.from(own));
}

// isGenuine(rawBody, request.headers["x-webhook-signature"], SECRET)`;

/** How a receiver knows that it was us. */
export function SignatureHelp({ locale }: { readonly locale: string }) {
  const say = textsOf(locale, "developers");
  return (
    <Panel id="signature" title={say("help")} about={say("helpAbout")}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by the keyboard */}
      <pre className={CODE} tabIndex={0}>
        {SAMPLE}
      </pre>
    </Panel>
  );
}

/** Every event, with what is sent. */
export function EventCatalogue({
  locale,
  events,
}: {
  readonly locale: string;
  readonly events: readonly {
    readonly type: string;
    readonly status: string;
    readonly sample: string;
  }[];
}) {
  const say = textsOf(locale, "developers");
  return (
    <Panel id="catalogue" title={say("catalogue")} about={say("catalogueAbout")}>
      <ul className="flex flex-col divide-y divide-line">
        {events.map(({ type, status, sample }) => (
          <li key={`${type} ${status}`}>
            <details>
              <summary className="min-h-10 cursor-pointer py-2 text-sm">
                <code className="font-medium">{`${type} ${status}`}</code>
                <span className="text-soft"> · {say(`event_${type}_${status}`)}</span>
              </summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by the keyboard */}
              <pre className={CODE} tabIndex={0}>
                {sample}
              </pre>
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
