import type { ReactNode } from "react";
import { moneyText, networkName, rateText, type Say } from "@/components/dashboard";
import { decideDeposit } from "@/lib/customers";
import { getNetwork, NETWORKS, type NetworkId, partsPerMillionHalfUp, units } from "@/lib/kit";
import { type AllSettings, depositFee } from "@/lib/merchants";
import { isPaidAtOnce, peopleNeeded, sumsOf } from "@/lib/payouts";

interface ExampleFacts {
  readonly settings: AllSettings;
  readonly say: Say;
  readonly locale: string;
}

const usdt = (whole: bigint) => units(whole * 1_000_000n);
/** What the examples are about. */
const NETWORK: NetworkId = "USDT-TRC20";
const DEPOSIT = usdt(250n);
const WITHDRAWAL = usdt(100n);
const INVOICE = usdt(100n);

/** Worked examples by the setting that they belong to: their figures come of the rules themselves (D-24). */
export function examplesOf(facts: ExampleFacts): Readonly<Record<string, ReactNode>> {
  const { say } = facts;
  const lines = {
    applyLimitsToApi: autoExample(facts),
    fourEyesAbove: peopleExample(facts),
    depositFeePayer: [depositExample(facts)],
    withdrawalFeePayer: [withdrawalExample(facts)],
    underpaymentTolerance: [toleranceExample(facts)],
  };
  return {
    ...Object.fromEntries(
      Object.entries(lines).map(([name, told]) => [
        name,
        told.length > 0 && <Example key={name} title={say("example")} lines={told} />,
      ]),
    ),
  };
}

function Example({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <div className="rounded-lg bg-tint px-4 py-3 text-sm">
      <p className="text-soft">{title}</p>
      <ul className="flex flex-col gap-1">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

function autoExample({ settings, say, locale }: ExampleFacts): readonly string[] {
  const { autoWithdraw, maxAutoWithdrawAmount: max, applyLimitsToApi } = settings;
  const rules = { autoWithdraw, maxAutoWithdraw: max, applyLimitsToApi };
  const told = (key: string, origin: "request" | "api", amount: bigint) =>
    say(key, {
      amount: moneyText(amount, locale),
      outcome: say(isPaidAtOnce(origin, units(amount), rules) ? "paidAtOnce" : "waits"),
    });
  const more = max + usdt(1n);
  return [
    told("exampleAsked", "request", max),
    told("exampleAsked", "request", more),
    told("exampleOrdered", "api", more),
  ];
}

function peopleExample({ settings, say, locale }: ExampleFacts): readonly string[] {
  const { fourEyesAbove } = settings;
  if (fourEyesAbove === null) return [];
  const told = (amount: bigint) =>
    say(peopleNeeded(units(amount), fourEyesAbove) === 2 ? "exampleTwo" : "exampleOne", {
      amount: moneyText(amount, locale),
    });
  return fourEyesAbove > 0n ? [told(fourEyesAbove - 1n), told(fourEyesAbove)] : [told(0n)];
}

function depositExample({ settings, say, locale }: ExampleFacts): string {
  const tiers = settings.feeTiers.map(({ from, ratePpm }) => ({ from: from.toString(), ratePpm }));
  const fee = depositFee(tiers, getNetwork(NETWORK).minimumDepositFee, DEPOSIT);
  const figure = (feePayer: "merchant" | "user") =>
    decideDeposit({ amount: DEPOSIT, fee, feePayer, active: true, usedByHand: false }).figure;
  return say("exampleDeposit", {
    amount: moneyText(DEPOSIT, locale),
    network: networkName(NETWORK),
    fee: moneyText(fee, locale),
    credit: moneyText(DEPOSIT - fee, locale),
    merchant: moneyText(figure("merchant"), locale),
    user: moneyText(figure("user"), locale),
  });
}

function withdrawalExample({ say, locale }: ExampleFacts): string {
  const fee = getNetwork(NETWORK).withdrawalFee;
  const merchant = sumsOf(WITHDRAWAL, fee, "merchant");
  const user = sumsOf(WITHDRAWAL, fee, "user");
  const text = (amount: bigint | undefined) => moneyText(amount ?? 0n, locale);
  return say("exampleWithdrawal", {
    amount: text(WITHDRAWAL),
    network: networkName(NETWORK),
    fee: text(fee),
    merchantNet: text(merchant?.net),
    merchantHold: text(merchant?.hold),
    userNet: text(user?.net),
    userHold: text(user?.hold),
  });
}

function toleranceExample({ settings, say, locale }: ExampleFacts): string {
  // Of 100 USDT, a share in millionths is exact: it is cut as the invoice's own is.
  const less = partsPerMillionHalfUp(INVOICE, settings.underpaymentTolerancePpm);
  return say("exampleTolerance", {
    amount: moneyText(INVOICE, locale),
    least: moneyText(INVOICE - less, locale),
  });
}

/** What the gateway takes of what comes in, by sum. */
export function FeeTable({ settings, say, locale }: ExampleFacts) {
  return (
    <div className="max-w-md">
      <table className="w-full text-sm">
        <caption className="pb-1 text-left font-medium">{say("tiers")}</caption>
        <thead className="border-b border-line text-soft">
          <tr>
            <th scope="col" className="py-1 text-left font-medium">
              {say("from")}
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              {say("rate")}
            </th>
          </tr>
        </thead>
        <tbody>
          {settings.feeTiers.map(({ from, ratePpm }) => (
            <tr key={from.toString()} className="border-b border-line last:border-0">
              <td className="py-1 tabular-nums">{moneyText(from, locale)}</td>
              <td className="py-1 text-right tabular-nums">{rateText(ratePpm, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {NETWORKS.map(({ id, minimumDepositFee }) => (
        <p key={id} className="pt-1 text-sm text-soft">
          {say("tiersMinimum", {
            amount: moneyText(minimumDepositFee, locale),
            network: networkName(id),
          })}
        </p>
      ))}
    </div>
  );
}
