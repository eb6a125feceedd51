import type { ReactElement } from "react";
import { Address, Amount, CopyButton } from "./figures";
import { InvoiceFacts } from "./invoice-facts";
import type { CheckoutPageModel } from "./page-model";
import { QrCode } from "./qr-code";
import { stateCopy } from "./state-copy";
import { countdownText } from "./time-text";

/** What a payer needs to send: how much, on which network, to which address, until when. */
export function PaySection({
  model,
  address,
}: {
  model: CheckoutPageModel;
  address: string;
}): ReactElement {
  const network = `${model.chainName} (${model.standard})`;
  return (
    <div className="slip open">
      <Ask model={model} network={network} />
      <section className="to">
        <h2>
          To this address on <b>{network}</b>
        </h2>
        <Address value={address} />
        <CopyButton
          name="address"
          value={address}
          label={`Copy ${model.standard} address`}
          done={`Address copied. Send USDT on ${network}`}
        />
        <Warning model={model} network={network} />
      </section>
      <section className="scan" aria-label="QR code">
        <QrCode text={address} label={`QR code of the ${network} address`} />
        <p>
          Address only. Type the amount yourself and choose <b>{network}</b>.
        </p>
      </section>
      {model.state === "partial" && <InvoiceFacts model={model} />}
      {model.sandbox && model.payUrl !== null && (
        <TestPayment payUrl={model.payUrl} network={network} />
      )}
    </div>
  );
}

function Ask({ model, network }: { model: CheckoutPageModel; network: string }): ReactElement {
  const partial = model.state === "partial";
  const due = partial ? model.remaining : model.amount;
  const copy = stateCopy(model);
  return (
    <section className="ask">
      <h1 tabIndex={-1}>
        {partial ? "Send the remaining " : "Send exactly "}
        <strong data-long={due.length > 9 || undefined}>
          <Amount value={due} /> <small>USDT</small>
        </strong>
      </h1>
      <p className="network">
        USDT on <b>{network}</b>
      </p>
      <CopyButton
        name="amount"
        value={due}
        label={partial ? "Copy remaining" : "Copy amount"}
        done={`Amount copied: ${due}. Send USDT on ${network}`}
      />
      <p className="text">{copy.text}</p>
      <Countdown model={model} />
    </section>
  );
}

function Countdown({ model }: { model: CheckoutPageModel }): ReactElement {
  const left = Date.parse(model.expiresAt) - Date.parse(model.now);
  return (
    <p className="timer">
      <span>Time left</span>{" "}
      <b role="timer" aria-live="off">
        {countdownText(left)}
      </b>{" "}
      <time dateTime={model.expiresAt} data-local>
        {`until ${model.expiresAt.slice(0, 16).replace("T", " ")} UTC`}
      </time>
    </p>
  );
}

function Warning({ model, network }: { model: CheckoutPageModel; network: string }): ReactElement {
  const ethereum = model.currencyType === "USDT-ERC20";
  return (
    <div className="warning">
      <p>
        Send only USDT on <b>{network}</b>. Other tokens or networks may be lost.
      </p>
      <details>
        <summary>What if I choose another network or token?</summary>
        <p>
          {ethereum
            ? `The same address exists on BNB Smart Chain (BEP20), Polygon and others. Money sent there does not arrive here; ${model.merchantName} may be able to recover it, but that is not certain.`
            : `Ethereum (ERC20) and BNB Smart Chain (BEP20) use other addresses, and most wallets refuse this one. Choose TRC20 where your wallet or exchange asks for the network.`}
        </p>
        <p>Other tokens at this address are not counted as payment.</p>
        <p>
          {`Exchanges may take their fee from the amount. Make sure that ${model.remaining} USDT arrives.`}
        </p>
      </details>
    </div>
  );
}

function TestPayment({ payUrl, network }: { payUrl: string; network: string }): ReactElement {
  return (
    <form method="post" action={payUrl} className="test-payment" data-test-payment>
      <p>{`No wallet needed here. This sends what is due as test money on ${network}.`}</p>
      <button type="submit">Pay with test USDT</button>
    </form>
  );
}
