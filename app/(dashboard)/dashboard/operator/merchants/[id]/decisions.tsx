import { orderAction, previewFeesAction } from "@/app/(dashboard)/dashboard/operator/actions";
import { feeExamples } from "@/app/(dashboard)/dashboard/operator/fee-example";
import {
  CapsForm,
  LimitsForm,
  MerchantStanding,
  percentText,
  TiersForm,
  textsOf,
} from "@/components/dashboard";
import { Panel } from "@/components/ui";
import { TIERS } from "@/lib/api";
import { formatAmount } from "@/lib/kit";
import { MERCHANT_TIERS } from "@/lib/merchants";
import type { OperatorMerchant } from "@/lib/operator";

/** What an operator decides about a merchant. */
export function Decisions({
  merchant,
  locale,
}: {
  readonly merchant: OperatorMerchant;
  readonly locale: string;
}) {
  const say = textsOf(locale, "opMerchants");
  const { id } = merchant;
  const suspended = merchant.status === "suspended";
  const tiers = merchant.tiers.map(({ from, ratePpm }) => ({
    from: formatAmount(from),
    percent: percentText(ratePpm),
  }));
  const cap = merchant.keyDailyCap;
  return (
    <>
      <Panel id="tiers" title={say("tiersTitle")} about={say("tiersAbout")}>
        <TiersForm
          merchantId={id}
          tiers={tiers}
          examples={feeExamples(merchant.tiers, locale)}
          preview={previewFeesAction}
          order={orderAction}
        />
      </Panel>
      <div className="grid gap-6 xl:grid-cols-2">
        <Panel id="limits" title={say("limitsTitle")} about={say("limitsAbout")}>
          <LimitsForm
            merchantId={id}
            fields={MERCHANT_TIERS.map((tier) => ({
              tier,
              own: merchant.rateLimits[tier] ?? null,
              contract: TIERS[tier],
            }))}
            order={orderAction}
          />
        </Panel>
        <Panel id="caps" title={say("capsTitle")} about={say("capsAbout")}>
          <CapsForm
            merchantId={id}
            cap={cap === "default" ? "default" : cap === null ? "none" : "amount"}
            amount={typeof cap === "bigint" ? formatAmount(cap) : ""}
            order={orderAction}
          />
        </Panel>
      </div>
      <Panel id="standing" title={say(suspended ? "suspendedTitle" : "suspendTitle")}>
        <MerchantStanding
          merchantId={id}
          suspended={suspended}
          reason={merchant.suspendedReason}
          order={orderAction}
        />
      </Panel>
    </>
  );
}
