import type { ReactElement, ReactNode } from "react";
import { isReceiptFinal } from "@/lib/api";
import { PaymentDocument } from "./document";
import { Amount, TransactionHash } from "./figures";
import { Fact } from "./invoice-facts";
import type { CheckoutPageModel } from "./page-model";
import { ReceiptMailForm } from "./receipt-mail-form";
import { safeHttpUrl } from "./safe-url";
import { ShopHeader } from "./shop-header";
import { stateCopy } from "./state-copy";

const REFRESH_SECONDS = 15;

/**
 * The receipt of a payment: permanent, made for paper, and asking for news while something is not final. Null when
 * nothing was received: then there is nothing to confirm. No address: a receipt must not be paid again.
 */
export function renderReceipt(props: {
  model: CheckoutPageModel;
  nonce: string;
}): ReactElement | null {
  const { model, nonce } = props;
  const { texts, payments } = model;
  if (payments.length === 0) return null;
  const final = isReceiptFinal(model);
  const title = texts.say("receipt.title", { reference: model.invoiceNo });
  return (
    <PaymentDocument
      nonce={nonce}
      texts={texts}
      title={model.sandbox ? `[TEST] ${title}` : title}
      sandbox={model.sandbox}
      color={model.shop.color}
      refreshSeconds={final ? null : REFRESH_SECONDS}
      script
    >
      <ShopHeader model={model} />
      {/* A region, since all of a page stands in one; its name is what it says. */}
      <section id="notice" aria-labelledby="notice" hidden />
      <main
        className="receipt"
        data-state={model.state}
        data-terminal={final || undefined}
        data-title={title}
        data-say={stateCopy(model).headline}
        data-poll={model.pollUrl}
        data-now={model.now}
        data-expires={model.expiresAt}
        data-seen={`${model.state} ${model.received} ${model.blockchainTxHash ?? ""} ${model.expiresAt}`}
      >
        <div className="slip">
          <Head model={model} />
          <Sums model={model} />
          <Transactions model={model} />
          <footer>
            {!final && <p>{texts.say("receipt.notFinal")}</p>}
            <p>{texts.show("receipt.printed", { url: model.receiptUrl })}</p>
          </footer>
        </div>
        <p className="after">
          <button type="button" className="copy" data-print>
            <span>{texts.say("receipt.print")}</span>
          </button>
          <a href={model.pageUrl}>{texts.say("receipt.back")}</a>
        </p>
        <ReceiptMailForm model={model} on="receipt" />
      </main>
      <p id="status" className="vh" role="status" aria-live="polite" aria-atomic="true" />
    </PaymentDocument>
  );
}

function Head({ model }: { model: CheckoutPageModel }): ReactElement {
  const { texts } = model;
  return (
    <section className="outcome">
      <h1 tabIndex={-1}>{texts.say("receipt.heading")}</h1>
      <p className="figure-line">
        <b>
          <Amount value={model.received} texts={texts} /> USDT
        </b>{" "}
        {stateCopy(model).headline}
      </p>
    </section>
  );
}

function Sums({ model }: { model: CheckoutPageModel }): ReactElement {
  const { texts, endedAt } = model;
  const usdt = (value: string): ReactNode => (
    <>
      <Amount value={value} texts={texts} /> USDT
    </>
  );
  return (
    <dl className="facts">
      <Fact name={texts.say("receipt.paidTo")}>
        <bdi>{model.merchantName}</bdi>
      </Fact>
      <Fact name={texts.say("facts.reference")}>
        <bdi>{model.invoiceNo}</bdi>
      </Fact>
      <Fact name={texts.say("facts.askedFor")}>{usdt(model.amount)}</Fact>
      <Fact name={texts.say("facts.received")}>{usdt(model.received)}</Fact>
      <Fact name={texts.say("facts.network")}>
        <bdi>{`${model.chainName} (${model.standard})`}</bdi>
      </Fact>
      {endedAt !== null && model.status.includes("confirmed") && (
        <Fact name={texts.say("facts.paidAt")}>
          <bdi>{utc(endedAt)}</bdi>
        </Fact>
      )}
    </dl>
  );
}

function Transactions({ model }: { model: CheckoutPageModel }): ReactElement {
  const { texts, payments, requiredConfirmations: required, explorerTxBase: base } = model;
  return (
    <section className="transactions">
      {payments.map(({ hash, amount, block, at, final, confirmations }) => {
        const href = base === null ? null : safeHttpUrl(`${base}${encodeURIComponent(hash)}`);
        const seen = Math.min(confirmations, required);
        const values = { amount: texts.amount(amount), block: String(block) };
        return (
          <div key={`${hash} ${amount}`}>
            <p>{texts.show("timeline.seen", values)}</p>
            <p className="soft">
              <bdi>{utc(at)}</bdi>
              {" · "}
              {final
                ? texts.say("timeline.final")
                : texts.show("timeline.confirmations", { seen, required })}
            </p>
            <p>
              <TransactionHash hash={hash} href={href} texts={texts} />
            </p>
          </div>
        );
      })}
    </section>
  );
}

/** Paper is read anywhere: its times are UTC. */
function utc(moment: string): string {
  return `${moment.slice(0, 19).replace("T", " ")} UTC`;
}
