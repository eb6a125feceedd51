import type { ReactElement } from "react";
import { CheckHost } from "./contact";
import { Address, Amount, CopyButton } from "./figures";
import { InvoiceFacts } from "./invoice-facts";
import { MoreTime } from "./more-time";
import type { CheckoutPageModel } from "./page-model";
import { ScanSection } from "./scan-section";
import { stateCopy } from "./state-copy";
import { countdownText, NEAR_MS } from "./time-text";
import { Timeline } from "./timeline";

/** What a payer needs to send: how much, on which network, to which address, until when. */
export function PaySection({
  model,
  address,
}: {
  model: CheckoutPageModel;
  address: string;
}): ReactElement {
  const { texts } = model;
  const network = `${model.chainName} (${model.standard})`;
  return (
    <div className="slip open">
      <Ask model={model} network={network} />
      <section className="to">
        <h2>{texts.show("address.heading", { network })}</h2>
        <Address value={address} />
        <CopyButton
          name="address"
          value={address}
          label={texts.say("address.copy", { standard: model.standard })}
          done={texts.say("address.copied", { network })}
        />
        <CheckHost model={model} />
        <Warning model={model} network={network} />
      </section>
      <ScanSection model={model} address={address} network={network} />
      {model.payments.length > 0 && <Timeline model={model} />}
      {model.state === "partial" && <InvoiceFacts model={model} />}
    </div>
  );
}

function Ask({ model, network }: { model: CheckoutPageModel; network: string }): ReactElement {
  const { texts } = model;
  const partial = model.state === "partial";
  const due = partial ? model.remaining : model.amount;
  const figure = () => (
    <strong data-mid={due.length > 6 || undefined} data-long={due.length > 9 || undefined}>
      <Amount value={due} texts={texts} /> <small>USDT</small>
    </strong>
  );
  return (
    <section className="ask">
      <h1 tabIndex={-1}>
        {texts.show(partial ? "ask.remaining" : "ask.exactly", { amount: figure })}
      </h1>
      <p className="network">{texts.show("ask.network", { network })}</p>
      <CopyButton
        name="amount"
        value={due}
        label={texts.say(partial ? "ask.copyRemaining" : "ask.copyAmount")}
        done={texts.say("ask.amountCopied", { amount: texts.amount(due), network })}
      />
      <p className="text">{stateCopy(model).text}</p>
      <Countdown model={model} />
      <MoreTime model={model} />
    </section>
  );
}

const HOUR_MS = 3_600_000;

function Countdown({ model }: { model: CheckoutPageModel }): ReactElement {
  const { texts } = model;
  const left = Date.parse(model.expiresAt) - Date.parse(model.now);
  // No wider than what the script makes of it: nothing moves then.
  const time = `${model.expiresAt.slice(left < NEAR_MS ? 11 : 0, 16).replace("T", " ")} UTC`;
  return (
    <p className="timer">
      <span>{texts.say("timer.left")}</span>{" "}
      <b role="timer" aria-live="off" data-hours={left > HOUR_MS - 2_000 || undefined}>
        {countdownText(left, texts.locale)}
      </b>{" "}
      <time dateTime={model.expiresAt} data-local={texts.say("timer.until", { time: "{}" })}>
        {texts.say("timer.until", { time })}
      </time>
    </p>
  );
}

function Warning({ model, network }: { model: CheckoutPageModel; network: string }): ReactElement {
  const { texts } = model;
  const chain = model.currencyType === "USDT-ERC20" ? "warning.ethereum" : "warning.tron";
  return (
    <div className="warning">
      <p>{texts.show("warning.only", { network })}</p>
      <details>
        <summary>{texts.say("warning.question")}</summary>
        <p>{texts.show(chain, { shop: model.merchantName })}</p>
        <p>{texts.say("warning.tokens")}</p>
        <p>{texts.show("warning.fee", { amount: texts.amount(model.remaining) })}</p>
      </details>
    </div>
  );
}
