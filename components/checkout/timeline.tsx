import type { ReactElement, ReactNode } from "react";
import type { SeenPayment } from "@/lib/api";
import type { CheckoutPageModel } from "./page-model";
import { safeHttpUrl } from "./safe-url";

interface Moment {
  readonly at: string;
  readonly key: string;
  readonly what: ReactNode;
  readonly tone: "good" | "attention" | null;
}

/** What happened to a payment, in the order in which it did: asked for, seen in which blocks, over. */
export function Timeline({ model }: { model: CheckoutPageModel }): ReactElement {
  const { texts } = model;
  return (
    <section className="timeline">
      <h2>{texts.say("timeline.heading")}</h2>
      <ol>
        {momentsOf(model).map(({ at, key, what, tone }) => (
          <li key={key} data-tone={tone ?? undefined}>
            <time dateTime={at} data-local="{}">
              {`${at.slice(0, 16).replace("T", " ")} UTC`}
            </time>
            <div>{what}</div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Where something was received there is a receipt. */
export function ReceiptLink({ model }: { model: CheckoutPageModel }): ReactElement | null {
  if (model.payments.length === 0) return null;
  return (
    <p className="to-receipt">
      <a href={model.receiptUrl}>{model.texts.say("receipt.open")}</a>
    </p>
  );
}

function momentsOf(model: CheckoutPageModel): readonly Moment[] {
  const { texts, createdAt, extendedAt } = model;
  const amount = texts.amount(model.amount);
  const moments: Moment[] = [
    {
      at: createdAt,
      key: "created",
      what: texts.show("timeline.created", { amount }),
      tone: null,
    },
    ...model.payments.map((payment) => ({
      at: payment.at,
      key: `${payment.hash} ${payment.amount}`,
      what: <Seen model={model} payment={payment} />,
      tone: payment.late ? ("attention" as const) : null,
    })),
  ];
  if (extendedAt)
    moments.push({ at: extendedAt, key: "more", what: texts.say("timeline.extended"), tone: null });
  const end = endOf(model);
  if (end) moments.push(end);
  return moments.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function endOf({ state, endedAt, texts }: CheckoutPageModel): Moment | null {
  if (endedAt === null) return null;
  if (state === "paid" || state === "overpaid") {
    return { at: endedAt, key: "end", what: texts.say("timeline.paid"), tone: "good" };
  }
  const what = texts.say(state === "cancelled" ? "timeline.cancelled" : "timeline.ended");
  return { at: endedAt, key: "end", what, tone: null };
}

function Seen({
  model,
  payment,
}: {
  model: CheckoutPageModel;
  payment: SeenPayment;
}): ReactElement {
  const { texts, requiredConfirmations: required, explorerTxBase: base } = model;
  const amount = texts.amount(payment.amount);
  const block = String(payment.block);
  const href = base === null ? null : safeHttpUrl(`${base}${encodeURIComponent(payment.hash)}`);
  const seen = Math.min(payment.confirmations, required);
  return (
    <>
      <p>{texts.show(payment.late ? "timeline.late" : "timeline.seen", { amount, block })}</p>
      <p className="soft">
        {payment.final
          ? texts.say("timeline.final")
          : texts.show("timeline.confirmations", { seen, required })}
        {href !== null && (
          <>
            {" · "}
            <a href={href} target="_blank" rel="noopener noreferrer">
              {texts.say("timeline.view")}
              <span className="vh"> {texts.say("facts.newTab")}</span>
            </a>
          </>
        )}
      </p>
    </>
  );
}
