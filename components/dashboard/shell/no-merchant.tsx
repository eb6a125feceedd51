import { textsOf } from "@/components/dashboard/texts";
import { EmptyState } from "@/components/ui";

/** For a person who works for nobody (any more). */
export function NoMerchant({ locale }: { readonly locale: string }) {
  const say = textsOf(locale, "shell");
  return <EmptyState title={say("noMerchant")}>{say("noMerchantAbout")}</EmptyState>;
}
