import type { Context, Permission, StepUpSubject } from "@/lib/command";
import { type NetworkId, newId, units } from "@/lib/kit";
import { type CreatePayoutInput, createPayout, PAYOUT_CREATE, payoutSubject } from "@/lib/payouts";
import { confirmedChallenge, type Person, personContext } from "./persons";
import type { Till } from "./till";
import { contracts } from "./till-orders";

export const FEES: Readonly<Record<NetworkId, bigint>> = {
  "USDT-ERC20": 2_500_000n,
  "USDT-TRC20": 2_000_000n,
};
export const DECIDER_RIGHTS: readonly Permission[] = [
  "withdrawals:read",
  "withdrawals:approve",
  "payouts:create",
  "recipients:read",
  "recipients:write",
  "settings:read",
  "settings:write",
  "figures:adjust",
  "customers:read",
  "customers:write",
];

export interface Deciding {
  readonly merchant?: 0 | 1;
  readonly stepUp?: string | undefined;
  readonly permissions?: readonly Permission[];
  readonly now?: () => Date;
}

/** A person at a till, who confirms what they do by a code. */
export interface Decider {
  readonly person: Person;
  ctx(over?: Deciding): Context;
  /** Confirms a challenge for exactly this; answers its id. */
  confirm(kind: string, subject: StepUpSubject, merchant?: 0 | 1): Promise<string>;
  /** A context that carries such a challenge. */
  armed(kind: string, subject: StepUpSubject): Promise<Context>;
  pay(input: CreatePayoutInput): ReturnType<typeof createPayout>;
}

/** What the code for a payout is given for while the user pays the fee. */
export function shownOf(input: CreatePayoutInput): StepUpSubject {
  const fee = units(FEES[input.network]);
  return payoutSubject({
    network: input.network,
    address: input.walletAddress,
    amount: input.amount,
    fee,
    net: units(input.amount - fee),
    feePayer: "user",
    key: input.key ?? "",
  });
}

export function decider(till: Till, person: Person): Decider {
  const self: Decider = {
    person,
    ctx: ({ merchant = 0, stepUp, permissions = DECIDER_RIGHTS, now } = {}) =>
      personContext(till.web, till.merchants[merchant], person, { permissions, stepUp, now }),
    confirm: (kind, subject, merchant = 0) =>
      confirmedChallenge(till.worker, till.merchants[merchant], person, kind, subject),
    armed: async (kind, subject) => self.ctx({ stepUp: await self.confirm(kind, subject) }),
    async pay(given) {
      const input = { key: newId(), ...given };
      const stepUp = await self.confirm(PAYOUT_CREATE, shownOf(input));
      return createPayout(self.ctx({ stepUp }), input, contracts);
    },
  };
  return self;
}
