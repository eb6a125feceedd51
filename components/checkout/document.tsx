import type { ReactElement, ReactNode } from "react";
import { accentStyle } from "./accent";
import { CHECKOUT_SCRIPT } from "./client.generated";
import { clientTexts } from "./client-texts";
import { CHECKOUT_STYLE } from "./styles";
import type { Texts } from "./texts";

/** Keeps browsers from asking for /favicon.ico, which the policy forbids. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%230b5d4b' d='M0 4a4 4 0 0 1 4-4h8a4 4 0 0 1 4 4v12H0z'/%3E%3Cpath fill='none' stroke='%23fff' stroke-width='2' d='M4 5h8M8 5v7'/%3E%3C/svg%3E";

export interface DocumentProps {
  readonly nonce: string;
  readonly texts: Texts;
  readonly title: string;
  readonly sandbox: boolean;
  /** The shop's colour, #rrggbb. */
  readonly color?: string | null;
  /** The origin that the page may talk to when it is in its frame. */
  readonly embedOrigin?: string | null;
  /** Seconds after which a browser without JavaScript asks again; null for pages that stay as they are. */
  readonly refreshSeconds: number | null;
  readonly script: boolean;
  /** Two columns are to come: the page is as wide from its first line on, so that nothing moves as the rest arrives. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** Run before the first paint: what only the script can do is there from the start, and moves nothing later. */
const MARK = 'document.documentElement.classList.add("js")';

/** The HTML document around every page a payer sees. */
export function PaymentDocument(props: DocumentProps): ReactElement {
  return (
    <html lang={props.texts.lang} dir={props.texts.dir}>
      {/* biome-ignore lint/style/noHeadElement: this document is not one of Next's pages */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex,nofollow" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <title>{props.title}</title>
        <link rel="icon" href={ICON} />
        {props.refreshSeconds !== null && (
          <noscript>
            <meta httpEquiv="refresh" content={String(props.refreshSeconds)} />
          </noscript>
        )}
        {props.script && <InlineText tag="script" nonce={props.nonce} text={MARK} />}
        <InlineText
          tag="style"
          nonce={props.nonce}
          text={CHECKOUT_STYLE + (props.color ? accentStyle(props.color) : "")}
        />
      </head>
      <body
        data-texts={props.script ? JSON.stringify(clientTexts(props.texts)) : undefined}
        data-embed={props.embedOrigin ?? undefined}
        data-wide={props.wide || undefined}
      >
        {props.sandbox && (
          <aside className="sandbox" aria-label={props.texts.say("page.test")}>
            <b>{props.texts.say("page.test")}</b> {props.texts.say("page.testNote")}
          </aside>
        )}
        {props.children}
        {props.script && <InlineText tag="script" nonce={props.nonce} text={CHECKOUT_SCRIPT} />}
      </body>
    </html>
  );
}

/** React escapes children, which style and script elements do not undo. */
function InlineText(props: { tag: "style" | "script"; nonce: string; text: string }): ReactElement {
  const Tag = props.tag;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: texts of ours, which tests check for "</"
  return <Tag nonce={props.nonce} dangerouslySetInnerHTML={{ __html: props.text }} />;
}
