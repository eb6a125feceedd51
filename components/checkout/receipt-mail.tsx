import type { CSSProperties, ReactElement, ReactNode } from "react";
import type { CheckoutPageModel } from "./page-model";
import { safeHttpUrl } from "./safe-url";
import { stateCopy } from "./state-copy";

export interface ReceiptMail {
  readonly subject: string;
  readonly text: string;
  readonly html: ReactElement;
}

/** A receipt as a mail: what its page says, as text and as markup that loads nothing. No text of a payer's is in it. */
export function receiptMail(model: CheckoutPageModel): ReceiptMail {
  const { texts } = model;
  const values = { reference: model.invoiceNo, shop: model.merchantName };
  const subject = texts.say("receipt.mailSubject", values);
  const facts = factsOf(model);
  const { headline } = stateCopy(model);
  const text = [
    texts.say("receipt.heading"),
    `${texts.amount(model.received)} USDT ${headline}`,
    "",
    ...facts.map(([name, value]) => `${name}: ${value}`),
    "",
    `${texts.say("receipt.mailLink")}: ${model.receiptUrl}`,
    "",
    texts.say("receipt.mailWhy"),
    ...(model.sandbox ? [texts.say("page.testNote")] : []),
  ].join("\n");
  return {
    subject: model.sandbox ? `[TEST] ${subject}` : subject,
    text,
    html: <MailDocument model={model} subject={subject} headline={headline} facts={facts} />,
  };
}

type Fact = readonly [name: string, value: string];

function factsOf(model: CheckoutPageModel): readonly Fact[] {
  const { texts, endedAt } = model;
  const usdt = (value: string) => `${texts.amount(value)} USDT`;
  const paid = endedAt !== null && model.status.includes("confirmed");
  return [
    [texts.say("receipt.paidTo"), model.merchantName],
    [texts.say("facts.reference"), model.invoiceNo],
    [texts.say("facts.askedFor"), usdt(model.amount)],
    [texts.say("facts.received"), usdt(model.received)],
    [texts.say("facts.network"), `${model.chainName} (${model.standard})`],
    ...(paid ? [[texts.say("facts.paidAt"), utc(endedAt)] as const] : []),
    ...model.payments.map(
      ({ hash, amount, at }) =>
        [texts.say("facts.transaction"), `${usdt(amount)}, ${utc(at)}, ${hash}`] as const,
    ),
  ];
}

/** A mail is read anywhere: its times are UTC. */
function utc(moment: string): string {
  return `${moment.slice(0, 19).replace("T", " ")} UTC`;
}

// Mail has no stylesheet that every reader keeps. Colours are left to the reader, whose ground may be dark.
const SHEET: CSSProperties = {
  maxWidth: "36rem",
  margin: "0 auto",
  padding: "1.5rem 1rem",
  font: "16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
};
const CELL: CSSProperties = { padding: ".375rem 0", textAlign: "start", verticalAlign: "top" };
const NAME: CSSProperties = { ...CELL, paddingInlineEnd: "1rem", fontWeight: 400, opacity: 0.75 };
const VALUE: CSSProperties = { ...CELL, overflowWrap: "anywhere", wordBreak: "break-word" };

function MailDocument(props: {
  model: CheckoutPageModel;
  subject: string;
  headline: string;
  facts: readonly Fact[];
}): ReactElement {
  const { model, facts } = props;
  const { texts } = model;
  const link = safeHttpUrl(model.receiptUrl);
  return (
    <html lang={texts.lang} dir={texts.dir}>
      {/* biome-ignore lint/style/noHeadElement: this document is not one of Next's pages */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{props.subject}</title>
      </head>
      <body>
        <div style={SHEET} lang={texts.lang} dir={texts.dir}>
          {model.sandbox && <Line>{texts.say("page.testNote")}</Line>}
          <h1 style={{ fontSize: "1.25rem", margin: "0 0 .25rem" }}>
            {texts.say("receipt.heading")}
          </h1>
          <Line>
            <b>
              <bdi>{`${texts.amount(model.received)} USDT`}</bdi>
            </b>{" "}
            {props.headline}
          </Line>
          <table style={{ borderCollapse: "collapse", width: "100%", margin: "0 0 1rem" }}>
            <tbody>
              {facts.map(([name, value]) => (
                <tr key={`${name} ${value}`}>
                  <th scope="row" style={NAME}>
                    {name}
                  </th>
                  <td style={VALUE}>
                    <bdi>{value}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {link !== null && (
            <Line>
              <a href={link}>{texts.say("receipt.mailLink")}</a>
            </Line>
          )}
          <Line>{texts.say("receipt.mailWhy")}</Line>
        </div>
      </body>
    </html>
  );
}

function Line({ children }: { children: ReactNode }): ReactElement {
  return <p style={{ margin: "0 0 1rem" }}>{children}</p>;
}
