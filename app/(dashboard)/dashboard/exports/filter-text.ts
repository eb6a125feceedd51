import { momentText, moneyText, networkName, textsOf } from "@/components/dashboard";
import type { ListFilter } from "@/lib/records";

/** A list's filter in words, one for each thing that it asks; none for everything. */
export function filterText(
  filter: ListFilter,
  locale: string,
  timeZone: string,
): readonly string[] {
  const say = textsOf(locale, "transactions");
  const named = (name: string, value: string | undefined) =>
    value === undefined ? [] : [`${say(name)}: ${value}`];
  const amount = (units: bigint | undefined) =>
    units === undefined ? undefined : moneyText(units, locale);
  const moment = (at: Date | undefined) => at && momentText(at, locale, timeZone);
  return [
    ...(filter.search === undefined ? [] : [`“${filter.search}”`]),
    ...(filter.types ?? []).map((one) => say(`type_${one}`)),
    ...(filter.statuses ?? []).map((one) => say(`status_${one}`)),
    ...(filter.networks ?? []).map(networkName),
    ...(filter.exception === undefined ? [] : [say(`exception_${filter.exception}`)]),
    ...named("min", amount(filter.amountFrom)),
    ...named("max", amount(filter.amountTo)),
    ...named("from", moment(filter.fromDate)),
    ...named("to", moment(filter.toDate)),
    ...named("userId", filter.userId),
    ...(filter.webhookFailed ? [say("webhookFailed")] : []),
  ];
}
