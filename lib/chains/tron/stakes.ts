import { UnknownPayloadError } from "@/lib/chains/errors";
import type { Intent, IntentKind } from "@/lib/chains/port";
import { demand, readAddress } from "./fields";
import { type Fields, readMessage } from "./protobuf";

/** Field numbers of java-tron's core/contract/balance_contract.proto; those that we never write are refused. */
const OWN = {
  owner: { id: 1, kind: "bytes" },
  amount: { id: 2, kind: "int" },
  resource: { id: 3, kind: "int" },
} as const;
const WITHDRAWAL = { owner: { id: 1, kind: "bytes" } } as const;
/** A delegation's lock (5) and its period (6) are not among them: what can't be reclaimed is not lent. */
const DELEGATION = {
  owner: { id: 1, kind: "bytes" },
  resource: { id: 2, kind: "int" },
  amount: { id: 3, kind: "int" },
  receiver: { id: 4, kind: "bytes" },
} as const;
const ENERGY = 1n;

interface StakeContract {
  readonly type: bigint;
  readonly name: string;
  readonly kind: IntentKind;
}
const CONTRACTS: readonly StakeContract[] = [
  { type: 54n, name: "FreezeBalanceV2Contract", kind: "stake_energy" },
  { type: 55n, name: "UnfreezeBalanceV2Contract", kind: "unstake_energy" },
  { type: 56n, name: "WithdrawExpireUnfreezeContract", kind: "withdraw_unstaked" },
  { type: 57n, name: "DelegateResourceContract", kind: "lend_energy" },
  { type: 58n, name: "UnDelegateResourceContract", kind: "reclaim_energy" },
];

/** Reads a contract of staking 2.0, for energy alone; null for any other. Throws UnknownPayloadError. */
export function readStake(
  type: bigint | undefined,
  name: string | null,
  value: Uint8Array,
): Intent | null {
  const contract = CONTRACTS.find((known) => known.type === type && known.name === name);
  if (!contract) return null;
  const { kind } = contract;
  if (kind === "withdraw_unstaked") {
    const owner = readAddress(readMessage(WITHDRAWAL, value).owner);
    return { kind, from: owner, to: owner, value: 0n };
  }
  if (kind === "lend_energy" || kind === "reclaim_energy") {
    const fields = readMessage(DELEGATION, value);
    const to = readAddress(demand(fields.receiver));
    return { kind, from: readAddress(fields.owner), to, value: readEnergy(fields) };
  }
  const fields = readMessage(OWN, value);
  const owner = readAddress(fields.owner);
  return { kind, from: owner, to: owner, value: readEnergy(fields) };
}

function readEnergy({ amount = 0n, resource }: Fields<Pick<typeof OWN, "amount" | "resource">>) {
  if (resource !== ENERGY) throw new UnknownPayloadError("stake for something else than energy");
  if (amount <= 0n) throw new UnknownPayloadError("it moves no stake");
  return amount;
}
