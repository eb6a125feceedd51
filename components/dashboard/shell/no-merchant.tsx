import { textsOf } from "@/components/dashboard/texts";
import { EmptyState } from "@/components/ui";
import { type Choice, ChooseMerchant } from "./choose-merchant";

/** For a person who works for nobody, or no more for the merchant whose dashboard was shown here. */
export function NoMerchant({
  locale,
  others,
  choose,
}: {
  readonly locale: string;
  readonly others: readonly Choice[];
  readonly choose: (merchantId: string) => Promise<unknown>;
}) {
  const say = textsOf(locale, "shell");
  if (others.length === 0) {
    return <EmptyState title={say("noMerchant")}>{say("noMerchantAbout")}</EmptyState>;
  }
  return (
    <EmptyState title={say("otherMerchant")}>
      <p>{say("otherMerchantAbout")}</p>
      <ChooseMerchant others={others} choose={choose} />
    </EmptyState>
  );
}
