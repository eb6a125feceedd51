import type { ReactNode } from "react";
import { Money, moneyText, networkName, When } from "@/components/dashboard/figures";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { Badge, CopyButton, Notice, Panel } from "@/components/ui";
import { AgeBadge, ageText } from "./request-card";
import type { Approver, RequestItem } from "./shapes";

/** Everything that helps to decide on one request; amounts in micro-USDT. */
export interface ShownFacts {
  readonly request: Omit<RequestItem, "approvals" | "needed" | "hints" | "userId">;
  readonly user: {
    readonly userId: string;
    readonly email: string;
    readonly active: boolean;
    readonly ageMs: number;
    readonly figure: bigint;
    readonly held: bigint;
    readonly deposits: { readonly count: number; readonly amount: bigint };
  } | null;
  readonly merchant: { readonly available: bigint; readonly held: bigint };
  readonly first: boolean;
  readonly newForUser: boolean;
  readonly newForMerchant: boolean;
  readonly lookAlikes: readonly { readonly address: string; readonly label: string | null }[];
  readonly inBook: { readonly label: string } | null;
  readonly lastDay: { readonly count: number; readonly amount: bigint };
  readonly auto: { readonly on: boolean; readonly max: bigint; readonly over: boolean };
  readonly alsoWaiting: { readonly ofUser: number; readonly toAddress: number };
  readonly approvals: readonly Approver[];
  readonly needed: 1 | 2;
}

interface FactsProps {
  readonly facts: ShownFacts;
  readonly locale: string;
  readonly timeZone: string;
}

export function RequestFacts({ facts, locale, timeZone }: FactsProps) {
  const say = textsOf(locale, "requests");
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-6">
        <Asked facts={facts} locale={locale} timeZone={timeZone} />
        <Words facts={facts} locale={locale} timeZone={timeZone} />
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <LookTwice facts={facts} locale={locale} say={say} />
        <Asker facts={facts} locale={locale} say={say} />
      </div>
    </div>
  );
}

function Asked({ facts: { request, inBook }, locale, timeZone }: FactsProps) {
  const say = textsOf(locale, "requests");
  const words = textsOf(locale, "words");
  return (
    <Panel title={say("asks")} id="asks">
      <dl className="flex flex-col gap-2.5 text-sm">
        <Line name={words("address")} wide>
          <span className="flex items-start gap-1">
            <span className="grow py-1.5 font-mono break-all">{request.walletAddress}</span>
            <CopyButton
              value={request.walletAddress}
              label={words("copy", { what: say("addressWhat") })}
              done={words("copied")}
            />
          </span>
          {inBook && <Badge tone="good">{say("inBook", { label: inBook.label })}</Badge>}
        </Line>
        <Line name={words("network")}>{networkName(request.network)}</Line>
        <Line name={words("amount")}>
          <Money units={request.amountUnits} locale={locale} />
        </Line>
        <Line name={say(request.feePayer === "user" ? "feeOfUser" : "feeOfMerchant")}>
          <Money units={request.feeUnits} locale={locale} />
        </Line>
        <Line name={say("arrives")}>
          <strong>
            <Money units={request.netUnits} locale={locale} />
          </strong>
        </Line>
        <Line name={say("asked")}>
          <span className="inline-flex flex-wrap items-center justify-end gap-2">
            <When at={request.createdAt} locale={locale} timeZone={timeZone} />
            <AgeBadge ageMs={request.ageMs} locale={locale} say={say} />
          </span>
        </Line>
        {request.description && <Line name={say("description")}>{request.description}</Line>}
      </dl>
    </Panel>
  );
}

function LookTwice({ facts, locale, say }: Omit<FactsProps, "timeZone"> & { readonly say: Say }) {
  const { lookAlikes, lastDay, alsoWaiting, user, auto, merchant, request } = facts;
  const amount = (units: bigint) => `${moneyText(units, locale)} USDT`;
  const calm = [
    ...(facts.newForUser && !facts.newForMerchant ? [say("factPaidForOthers")] : []),
    ...(facts.newForUser ? [] : [say("factPaidBefore")]),
    ...(facts.first ? [] : [say("factNotFirst")]),
    say("factLastDay", { count: lastDay.count, amount: amount(lastDay.amount) }),
    say(auto.on ? "factOverAuto" : "factAutoOff", { max: amount(auto.max) }),
  ];
  const warnings = [
    ...(facts.newForMerchant ? [say("warnNewAddress")] : []),
    ...(facts.first ? [say(user ? "warnFirst" : "warnFirstPayout")] : []),
    ...(user && !user.active ? [say("warnPaused")] : []),
    ...(alsoWaiting.ofUser > 0 ? [say("warnWaiting", { count: alsoWaiting.ofUser })] : []),
    ...(alsoWaiting.toAddress > alsoWaiting.ofUser
      ? [say("warnSameAddress", { count: alsoWaiting.toAddress })]
      : []),
    ...(merchant.held < request.netUnits ? [say("warnHeld")] : []),
  ];
  return (
    <Panel title={say("lookTwice")} id="look">
      <div className="flex flex-col gap-3 text-sm">
        {lookAlikes.length > 0 && (
          <Notice tone="bad" title={say("warnLookAlike")}>
            <p>{say("warnLookAlikeAbout")}</p>
            <ul className="mt-2 flex flex-col gap-1 font-mono text-xs break-all">
              {lookAlikes.map(({ address, label }) => (
                <li key={`${address} ${label}`}>
                  {label && <span className="font-sans font-semibold">{label}: </span>}
                  {address}
                </li>
              ))}
            </ul>
          </Notice>
        )}
        {warnings.length > 0 && (
          <Notice tone="warn">
            <ul className="flex list-disc flex-col gap-1 pl-4">
              {warnings.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </Notice>
        )}
        {warnings.length + lookAlikes.length === 0 && <p>{say("nothingOdd")}</p>}
        <ul className="flex list-disc flex-col gap-1 pl-4 text-soft">
          {calm.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}

function Asker({ facts, locale, say }: Omit<FactsProps, "timeZone"> & { readonly say: Say }) {
  const { user, merchant } = facts;
  return (
    <Panel title={say(user ? "whoAsks" : "ownMoney")} id="asker">
      <dl className="flex flex-col gap-2.5 text-sm">
        {user && (
          <>
            <Line name={say("user")}>{user.userId}</Line>
            <Line name={say("email")}>{user.email}</Line>
            <Line name={say("since")}>{ageText(user.ageMs, locale)}</Line>
            <Line name={say("figure")}>
              <Money units={user.figure} locale={locale} />
            </Line>
            <Line name={say("held")}>
              <Money units={user.held} locale={locale} />
            </Line>
            <Line name={say("deposits", { count: user.deposits.count })}>
              <Money units={user.deposits.amount} locale={locale} />
            </Line>
          </>
        )}
        <Line name={say("available")}>
          <Money units={merchant.available} locale={locale} />
        </Line>
      </dl>
    </Panel>
  );
}

function Words({ facts: { approvals, needed }, locale, timeZone }: FactsProps) {
  const say = textsOf(locale, "requests");
  if (needed === 1 && approvals.length === 0) return null;
  return (
    <Panel title={say("approvals")} id="approvals">
      <p className="text-sm text-soft">{say("hintTwo")}</p>
      <ul className="mt-2 flex flex-col gap-1 text-sm">
        {approvals.map(({ userId, name, at }) => (
          <li key={userId} className="flex flex-wrap justify-between gap-2">
            <span>{say("approvedBy", { name: name ?? say("formerColleague") })}</span>
            <span className="text-soft">
              <When at={at} locale={locale} timeZone={timeZone} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Line({
  name,
  wide = false,
  children,
}: {
  readonly name: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={wide ? "flex flex-col gap-1" : "flex justify-between gap-4"}>
      <dt className="text-soft">{name}</dt>
      <dd className={wide ? "" : "min-w-0 text-right break-words"}>{children}</dd>
    </div>
  );
}
