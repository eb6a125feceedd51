import type { ReactElement, ReactNode } from "react";
import { Amount, TransactionHash } from "./figures";
import type { CheckoutPageModel } from "./page-model";
import { safeHttpUrl } from "./safe-url";

/** The facts of a payment as a list: sums, network, reference, transaction. */
export function InvoiceFacts({ model }: { model: CheckoutPageModel }): ReactElement {
  const { blockchainTxHash: hash, explorerTxBase: base } = model;
  const settled = model.received === model.amount;
  return (
    <dl className="facts">
      {!settled && (
        <Fact name="Asked for">
          <Amount value={model.amount} /> USDT
        </Fact>
      )}
      {model.received !== "0" && (
        <Fact name={settled ? "Amount" : "Received"}>
          <Amount value={model.received} /> USDT
        </Fact>
      )}
      <Fact name="Network">{`${model.chainName} (${model.standard})`}</Fact>
      <Fact name="Reference">
        <bdi>{model.invoiceNo}</bdi>
      </Fact>
      {hash !== null && (
        <Fact name="Transaction">
          <TransactionHash
            hash={hash}
            href={base === null ? null : safeHttpUrl(`${base}${encodeURIComponent(hash)}`)}
          />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
