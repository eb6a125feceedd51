import type { Spending } from "@/lib/command";
import type { Environment } from "@/lib/config";
import { type Units, units } from "@/lib/kit";

/** What a key moves out per day of UTC without its secret where nobody said otherwise; micro-USDT, null: no cap. */
const DEFAULT_CAP: Readonly<Record<Environment, Units | null>> = {
  production: units(1_000_000_000n),
  sandbox: null,
};

/** The caps of a key as they stand in the database: its own, else its merchant's. */
export interface KeyCaps {
  readonly id: string;
  /** Whether key or merchant said anything; "none" is something. */
  readonly capIsSet: boolean;
  readonly cap: Units | null;
  readonly capWithSecret: Units | null;
}

/** The cap that holds for one call of a key, with its secret or without. */
export function spendingOf(key: KeyCaps, environment: Environment, withSecret: boolean): Spending {
  const cap = key.capIsSet ? key.cap : DEFAULT_CAP[environment];
  return { keyId: key.id, withSecret, cap: withSecret ? key.capWithSecret : cap };
}
