import type { ReactElement } from "react";
import { PaymentDocument } from "./document";
import type { LanguageTag } from "./languages";
import { textsOf } from "./texts";

interface MessageProps {
  readonly nonce: string;
  readonly language: LanguageTag;
}

/** What is answered for every unknown, malformed or foreign code alike. */
export function renderNotFound(props: MessageProps): ReactElement {
  return <MessagePage {...props} about="gone" refreshSeconds={null} />;
}

/** What is answered when the page cannot be shown just now (429, 503). Asks again by itself without JavaScript. */
export function renderUnavailable(props: MessageProps): ReactElement {
  return <MessagePage {...props} about="away" refreshSeconds={60} />;
}

function MessagePage({
  nonce,
  language,
  about,
  refreshSeconds,
}: MessageProps & {
  readonly about: "gone" | "away";
  readonly refreshSeconds: number | null;
}): ReactElement {
  const texts = textsOf(language);
  const headline = texts.say(`${about}.headline`);
  return (
    <PaymentDocument
      nonce={nonce}
      texts={texts}
      title={headline}
      sandbox={false}
      refreshSeconds={refreshSeconds}
      script={false}
    >
      <main>
        <div className="slip" data-tone={about === "gone" ? "closed" : "attention"}>
          <section className="outcome">
            <h1>{headline}</h1>
            <p className="text">{texts.say(`${about}.text`)}</p>
          </section>
        </div>
      </main>
    </PaymentDocument>
  );
}
