import type { ReactNode } from "react";
import { Money, networkName, ShortText, StatusBadges, When } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import { Badge, DataTable, Notice, Panel } from "@/components/ui";
import { formatAmount, getNetwork, type NetworkId } from "@/lib/kit";
import {
  actorText,
  type DetailLook,
  type PartProps,
  type TransactionDetailFacts,
} from "./detail-shapes";
import { DetailTimeline } from "./detail-timeline";
import { DetailWebhooks } from "./detail-webhooks";

interface TransactionDetailProps {
  readonly locale: string;
  readonly timeZone: string;
  readonly facts: TransactionDetailFacts;
  /** What colleagues have written about it. */
  readonly notes: ReactNode;
}

/** Everything about one record (D-09): in a drawer over the list, or as a page. */
export function TransactionDetail({ locale, timeZone, facts, notes }: TransactionDetailProps) {
  const say = textsOf(locale, "detail");
  const look: DetailLook = { locale, timeZone, network: facts.summary.network };
  return (
    <div className="flex flex-col gap-5">
      <Summary facts={facts} look={look} say={say} />
      {facts.contacts.length > 0 && <Contacts facts={facts} look={look} say={say} />}
      {notes}
      <DetailTimeline facts={facts} look={look} say={say} />
      <Payments facts={facts} look={look} say={say} />
      <Fees facts={facts} look={look} say={say} />
      <DetailWebhooks facts={facts} look={look} say={say} />
      <AuditEntries facts={facts} look={look} say={say} />
      <details className="rounded-xl border border-line bg-slip px-5 py-3">
        <summary className="cursor-pointer font-semibold">{say("raw")}</summary>
        <pre className="mt-3 text-xs break-all whitespace-pre-wrap">
          {JSON.stringify(facts.raw, null, 2)}
        </pre>
      </details>
    </div>
  );
}

function Summary({ facts: { summary }, look, say }: PartProps) {
  const { locale, timeZone } = look;
  const list = textsOf(locale, "transactions");
  const words = textsOf(locale, "words");
  const rows: readonly (readonly [string, ReactNode])[] = [
    [list("kind"), list(`kind_${summary.kind}`)],
    [list("network"), networkName(summary.network)],
    [list("amount"), <Money key="a" units={summary.amount} locale={locale} />],
    [
      say("received"),
      summary.received !== null && <Money key="r" units={summary.received} locale={locale} />,
    ],
    [
      list("created"),
      <When key="c" at={summary.createdAt} locale={locale} timeZone={timeZone} seconds />,
    ],
    [
      say("expires"),
      summary.expiresAt && (
        <When key="e" at={summary.expiresAt} locale={locale} timeZone={timeZone} />
      ),
    ],
    [
      words("address"),
      <ShortText
        key="w"
        value={summary.walletAddress}
        what={list("addressWhat")}
        words={words}
        keep={24}
      />,
    ],
    [
      list("hash"),
      summary.txHash && (
        <ShortText key="h" value={summary.txHash} what={list("hashWhat")} words={words} keep={12} />
      ),
    ],
    [say("reference"), summary.referenceId],
    [say("user"), summary.userId],
    [say("description"), summary.description],
    [say("reason"), summary.reason],
    [say("id"), <ShortText key="i" value={summary.id} what={say("id")} words={words} keep={20} />],
  ];
  return (
    <Panel
      id="summary"
      title={summary.invoiceNo ?? list(`kind_${summary.kind}`)}
      actions={<StatusBadges status={summary.status} exception={summary.exception} say={list} />}
    >
      <dl className="grid gap-x-8 gap-y-2.5 text-sm sm:grid-cols-[auto_1fr]">
        {rows
          .filter(([, value]) => value !== null && value !== false && value !== "")
          .map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-soft">{label}</dt>
              <dd className="break-all">{value}</dd>
            </div>
          ))}
      </dl>
    </Panel>
  );
}

function Contacts({ facts: { contacts }, look: { locale, timeZone }, say }: PartProps) {
  return (
    <Notice tone="info" title={say("contacts")}>
      <p>{say("contactsAbout")}</p>
      <ul className="mt-2 flex flex-col gap-2">
        {contacts.map(({ email, refundAddress, at }) => (
          <li key={`${email} ${at.toISOString()}`}>
            <a className="font-medium underline underline-offset-4" href={`mailto:${email}`}>
              {email}
            </a>{" "}
            <When at={at} locale={locale} timeZone={timeZone} />
            {refundAddress && (
              <span className="block break-all">
                {say("refundAddress")}: <span className="font-mono">{refundAddress}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Payments({ facts: { payments }, look: { locale, timeZone }, say }: PartProps) {
  const words = textsOf(locale, "words");
  const list = textsOf(locale, "transactions");
  if (payments.length === 0) {
    return (
      <Panel id="payments" title={say("payments")}>
        <p className="text-sm text-soft">{say("noPayments")}</p>
      </Panel>
    );
  }
  const columns = [
    { key: "seen", title: say("state_seen") },
    { key: "amount", title: list("amount"), numeric: true },
    { key: "state", title: say("state") },
    { key: "block", title: say("block"), numeric: true },
    { key: "confirmations", title: say("confirmations"), numeric: true },
    { key: "hash", title: list("hash") },
    { key: "from", title: say("from") },
  ];
  const tones = { seen: "info", final: "good", orphaned: "bad" } as const;
  const rows = payments.map((payment) => ({
    id: `${payment.txHash} ${payment.logIndex}`,
    cells: {
      seen: <When at={payment.seenAt} locale={locale} timeZone={timeZone} seconds />,
      amount: <Money units={payment.amount} locale={locale} />,
      state: (
        <span className="inline-flex gap-1">
          <Badge tone={tones[payment.state]}>{say(`state_${payment.state}`)}</Badge>
          {payment.late && <Badge tone="warn">{say("late")}</Badge>}
        </span>
      ),
      block: payment.block.toLocaleString(locale),
      confirmations: payment.confirmations.toLocaleString(locale),
      hash: <ShortText value={payment.txHash} what={list("hashWhat")} words={words} />,
      from: <ShortText value={payment.from} what={list("addressWhat")} words={words} />,
    },
  }));
  return (
    <Panel id="payments" title={say("payments")}>
      <div className="overflow-x-auto">
        <DataTable caption={say("payments")} columns={columns} rows={rows} />
      </div>
    </Panel>
  );
}

/** What a chain took, in its own coin. */
function coinText(network: NetworkId, amount: bigint): string {
  const { native } = getNetwork(network);
  return `${formatAmount(amount, native.scale)} ${native.code}`;
}

function Fees({ facts: { fees, summary }, look: { locale, network }, say }: PartProps) {
  const lines: readonly (readonly [string, ReactNode, string?])[] = [
    [say("gross"), <Money key="g" units={fees.gross} locale={locale} />],
    [say("fee"), <Money key="f" units={fees.fee} locale={locale} />],
    [say("net"), <Money key="n" units={fees.net} locale={locale} />],
    [say("feePayer"), say(`payer_${fees.payer}`)],
    ...fees.network.map(
      (cost) =>
        [
          `${say("networkCost")} (${cost.purpose})`,
          coinText(network, cost.share),
          cost.txHash + cost.purpose,
        ] as const,
    ),
  ];
  return (
    <Panel id={`fees-${summary.id}`} title={say("fees")}>
      <dl className="flex flex-col gap-1.5 text-sm">
        {lines.map(([label, value, key = label]) => (
          <div key={key} className="flex justify-between gap-4">
            <dt className="text-soft">{label}</dt>
            <dd className="text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function AuditEntries({ facts: { audit }, look: { locale, timeZone }, say }: PartProps) {
  if (audit.length === 0) return null;
  return (
    <Panel id="audit" title={say("audit")}>
      <ul className="flex flex-col gap-1.5 text-sm">
        {audit.map(({ id, at, actor, action }) => (
          <li key={id} className="flex flex-wrap justify-between gap-x-4">
            <span>
              <code>{action}</code> <span className="text-soft">{actorText(actor, say)}</span>
            </span>
            <When at={at} locale={locale} timeZone={timeZone} seconds />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
