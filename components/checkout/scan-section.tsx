import type { ReactElement } from "react";
import type { CheckoutPageModel } from "./page-model";
import { QrCode } from "./qr-code";
import { paymentLink, trustLink, type WalletRequest } from "./wallet-link";

/** The address to scan, and on Ethereum the whole payment as a link for wallets; on a phone, ways to open one. */
export function ScanSection({
  model,
  address,
  network,
}: {
  model: CheckoutPageModel;
  address: string;
  network: string;
}): ReactElement {
  const { texts } = model;
  const request = walletRequest(model, address);
  return (
    <section className="scan" aria-label={texts.say("qr.section")}>
      {request && <WalletRow model={model} request={request} network={network} />}
      <input type="checkbox" id="scan-here" className="vh" />
      <label htmlFor="scan-here" className="scan-switch">
        {texts.say("qr.otherDevice")}
      </label>
      <div className="codes">
        {request ? (
          <Codes model={model} address={address} network={network} request={request} />
        ) : (
          <AddressCode model={model} address={address} network={network} />
        )}
        <Phone model={model} />
      </div>
    </section>
  );
}

interface CodeProps {
  readonly model: CheckoutPageModel;
  readonly address: string;
  readonly network: string;
}

/** What a wallet link says; null where none can: on Tron links disagree about the amount. */
function walletRequest(model: CheckoutPageModel, to: string): WalletRequest | null {
  const { chainId, token, remaining: amount } = model;
  if (model.currencyType !== "USDT-ERC20" || chainId === null || token === null) return null;
  return { token, chainId, to, amount };
}

function AddressCode({ model, address, network }: CodeProps): ReactElement {
  const { texts } = model;
  return (
    <div className="code">
      <QrCode text={address} label={texts.say("qr.label", { network })} />
      <p>{texts.show("qr.addressNote", { network })}</p>
    </div>
  );
}

/** Two codes of which one is shown, chosen by radio buttons: it works without the script. */
function Codes({
  model,
  address,
  network,
  request,
}: CodeProps & { readonly request: WalletRequest }): ReactElement {
  const { texts } = model;
  return (
    <fieldset className="tabs">
      <legend className="vh">{texts.say("qr.section")}</legend>
      <input type="radio" name="code" id="code-address" className="vh" defaultChecked />
      <label htmlFor="code-address">{texts.say("qr.address")}</label>
      <input type="radio" name="code" id="code-wallet" className="vh" />
      <label htmlFor="code-wallet">{texts.say("qr.wallet")}</label>
      <AddressCode model={model} address={address} network={network} />
      <div className="code">
        <QrCode text={paymentLink(request)} label={texts.say("qr.walletLabel", { network })} />
        <p>{texts.say("qr.walletNote")}</p>
      </div>
    </fieldset>
  );
}

/** Shown where a finger points: a wallet on this very device. */
function WalletRow({
  model,
  request,
  network,
}: {
  model: CheckoutPageModel;
  request: WalletRequest;
  network: string;
}): ReactElement {
  const { texts } = model;
  const trust = trustLink(request);
  const amount = texts.amount(request.amount);
  return (
    <div className="wallets">
      <a className="button" href={paymentLink(request)} rel="noreferrer" data-name="wallet">
        {texts.say("wallet.open")}
      </a>
      {trust !== null && (
        <a href={trust} rel="noopener noreferrer" target="_blank">
          {texts.say("wallet.openIn", { wallet: "Trust Wallet" })}
        </a>
      )}
      <p>{texts.show("wallet.check", { amount, network })}</p>
    </div>
  );
}

/** Another code, labelled as such: it opens this page elsewhere and pays nothing. */
function Phone({ model }: { model: CheckoutPageModel }): ReactElement {
  const { texts } = model;
  return (
    <details className="phone">
      <summary>{texts.say("phone.question")}</summary>
      <QrCode text={model.pageUrl} label={texts.say("phone.label")} />
      <p>{texts.say("phone.note")}</p>
    </details>
  );
}
