import type { ReactElement, ReactNode } from "react";
import { Amount, TransactionHash } from "./figures";
import type { CheckoutPageModel } from "./page-model";
import { safeHttpUrl } from "./safe-url";

/** The facts of a payment as a list: sums, network, reference, transaction. */
export function InvoiceFacts({ model }: { model: CheckoutPageModel }): ReactElement {
  const { blockchainTxHash: hash, explorerTxBase: base, texts } = model;
  const settled = model.received === model.amount;
  return (
    <dl className="facts">
      {!settled && (
        <Fact name={texts.say("facts.askedFor")}>
          <Amount value={model.amount} texts={texts} /> USDT
        </Fact>
      )}
      {model.received !== "0" && (
        <Fact name={texts.say(settled ? "facts.amount" : "facts.received")}>
          <Amount value={model.received} texts={texts} /> USDT
        </Fact>
      )}
      <Fact name={texts.say("facts.network")}>
        <bdi>{`${model.chainName} (${model.standard})`}</bdi>
      </Fact>
      <Fact name={texts.say("facts.reference")}>
        <bdi>{model.invoiceNo}</bdi>
      </Fact>
      {hash !== null && (
        <Fact name={texts.say("facts.transaction")}>
          <TransactionHash
            hash={hash}
            href={base === null ? null : safeHttpUrl(`${base}${encodeURIComponent(hash)}`)}
            texts={texts}
          />
        </Fact>
      )}
    </dl>
  );
}

/** A name and what belongs to it, in a list of facts. */
export function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
