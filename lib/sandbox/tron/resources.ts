import type { HexAddress } from "./addresses";
import {
  type AccountRecord,
  balanceOf,
  changeBalance,
  findAccount,
  getAccount,
  type Resource,
  type Usage,
  updateAccount,
} from "./ledger";
import type { ChainParams } from "./params";
import { addFee, type TransactionInfo } from "./receipts";
import { Reject } from "./reject";
import type { StateView } from "./view";

const DAY_MS = 86_400_000;
export const SUN_PER_TRX = 1_000_000;
/** Every contract is charged this many bytes for its result (java-tron, MAX_RESULT_SIZE_IN_TX). */
const RESULT_BYTES = 64;

/** What is still counted of a consumption: it recovers linearly within a day. */
export function usedAt(usage: Usage, now: number): number {
  const elapsed = Math.max(0, now - usage.at);
  return elapsed >= DAY_MS ? 0 : Math.floor(usage.used * (1 - elapsed / DAY_MS));
}

function addUsage(usage: Usage, amount: number, now: number): Usage {
  return { used: usedAt(usage, now) + amount, at: now };
}

export function perTrx(resource: Resource, params: ChainParams): number {
  return resource === "ENERGY"
    ? params.totalEnergyLimit / params.totalEnergyWeight
    : params.totalNetLimit / params.totalNetWeight;
}

/** What stake and delegations entitle an account to, per day. */
export function limitOf(record: AccountRecord, resource: Resource, params: ChainParams): number {
  const sun = record.frozen[resource] + record.delegatedIn[resource];
  return Math.floor((sun / SUN_PER_TRX) * perTrx(resource, params));
}

export function usageOf(record: AccountRecord, resource: Resource): Usage {
  return resource === "ENERGY" ? record.energy : record.net;
}

export function leftOf(
  record: AccountRecord,
  resource: Resource,
  params: ChainParams,
  now: number,
): number {
  const used = usedAt(usageOf(record, resource), now);
  return Math.max(0, limitOf(record, resource, params) - used);
}

/** Own stake that is not needed for what was consumed already, in sun: the most that can be delegated. */
export function delegatable(
  record: AccountRecord,
  resource: Resource,
  params: ChainParams,
  now: number,
): number {
  const used = usedAt(usageOf(record, resource), now);
  const usedSun = Math.ceil((used / perTrx(resource, params)) * SUN_PER_TRX);
  const usedOwn = Math.max(0, usedSun - record.delegatedIn[resource]);
  return Math.max(0, record.frozen[resource] - usedOwn);
}

/** What an undelegation takes along: the receiver's consumption goes back to the owner with the stake. */
export function usageReturned(
  receiver: AccountRecord,
  resource: Resource,
  balance: number,
  params: ChainParams,
  now: number,
): number {
  const sun = receiver.frozen[resource] + receiver.delegatedIn[resource];
  const used = usedAt(usageOf(receiver, resource), now);
  const most = Math.floor((balance / SUN_PER_TRX) * perTrx(resource, params));
  return sun === 0 ? 0 : Math.min(most, Math.floor((used * balance) / sun));
}

export function withUsage(
  record: AccountRecord,
  resource: Resource,
  change: number,
  now: number,
): Partial<AccountRecord> {
  const usage = addUsage(usageOf(record, resource), change, now);
  return resource === "ENERGY" ? { energy: usage } : { net: usage };
}

interface Payment {
  readonly view: StateView;
  readonly params: ChainParams;
  readonly time: number;
  readonly info: TransactionInfo;
}

function burnForBandwidth({ view, info }: Payment, owner: HexAddress, fee: number): void {
  if (balanceOf(view, owner) < BigInt(fee)) {
    throw new Reject("BANDWITH_ERROR", "Account resource insufficient error.");
  }
  changeBalance(view, owner, BigInt(-fee));
  info.receipt.net_fee = fee;
  addFee(info, fee);
}

/**
 * Charges a transaction's bytes: own stake first, then the free allowance, else TRX. One that activates an account
 * has no free allowance. Throws Reject when the owner has neither.
 */
export function payBandwidth(
  payment: Payment,
  owner: HexAddress,
  size: number,
  receiver: HexAddress | null,
): void {
  const { view, params, time, info } = payment;
  const bytes = size + RESULT_BYTES;
  const record = getAccount(view, owner);
  if (leftOf(record, "BANDWIDTH", params, time) >= bytes) {
    updateAccount(view, owner, (account) => withUsage(account, "BANDWIDTH", bytes, time));
    info.receipt.net_usage = bytes;
    return;
  }
  if (receiver && !findAccount(view, receiver)) {
    burnForBandwidth(payment, owner, params.createAccountFee);
    return;
  }
  if (usedAt(record.freeNet, time) + bytes <= params.freeNetLimit) {
    updateAccount(view, owner, (account) => ({ freeNet: addUsage(account.freeNet, bytes, time) }));
    info.receipt.net_usage = bytes;
    return;
  }
  burnForBandwidth(payment, owner, bytes * params.netFee);
}

/** Charges energy: stake first, the rest in TRX, which the limit made sure of. */
export function payEnergy(payment: Payment, owner: HexAddress, energy: number): void {
  const { view, params, time, info } = payment;
  const fromStake = Math.min(leftOf(getAccount(view, owner), "ENERGY", params, time), energy);
  const burnt = (energy - fromStake) * params.energyFee;
  updateAccount(view, owner, (account) => withUsage(account, "ENERGY", fromStake, time));
  changeBalance(view, owner, BigInt(-burnt));
  info.receipt.energy_usage_total = energy;
  if (fromStake > 0) info.receipt.energy_usage = fromStake;
  if (burnt > 0) info.receipt.energy_fee = burnt;
  addFee(info, burnt);
}
