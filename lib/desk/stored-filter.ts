import { units } from "@/lib/kit";
import type { ListFilter } from "@/lib/records";

type Stored = Readonly<Record<string, unknown>>;

/** A list's filter as JSON keeps it: amounts in micro-USDT as text, moments in UTC. */
export function storeFilter({
  amountFrom,
  amountTo,
  fromDate,
  toDate,
  ...rest
}: ListFilter): Stored {
  const stored = {
    ...rest,
    amountFrom: amountFrom?.toString(),
    amountTo: amountTo?.toString(),
    fromDate: fromDate?.toISOString(),
    toDate: toDate?.toISOString(),
  };
  return Object.fromEntries(Object.entries(stored).filter(([, value]) => value !== undefined));
}

/** The filter that was stored by `storeFilter`. */
export function readFilter(stored: Stored): ListFilter {
  const { amountFrom, amountTo, fromDate, toDate, ...rest } = stored;
  const amount = (value: unknown) => units(BigInt(String(value)));
  const moment = (value: unknown) => new Date(String(value));
  return {
    ...rest,
    ...(amountFrom === undefined ? {} : { amountFrom: amount(amountFrom) }),
    ...(amountTo === undefined ? {} : { amountTo: amount(amountTo) }),
    ...(fromDate === undefined ? {} : { fromDate: moment(fromDate) }),
    ...(toDate === undefined ? {} : { toDate: moment(toDate) }),
  };
}
