import { formatAddress, type HexAddress, hexAddress } from "./addresses";
import type { Execution } from "./execute";
import {
  balanceOf,
  changeBalance,
  findAccount,
  findContract,
  getAccount,
  getDelegation,
  putDelegation,
  type Resource,
  updateAccount,
} from "./ledger";
import type { ContractValue } from "./messages";
import { demand, invalid } from "./reject";
import { delegatable, SUN_PER_TRX, usageReturned, withUsage } from "./resources";

const DAY_MS = 86_400_000;
/** A lock is counted in mainnet's blocks of three seconds; without a number it is three days. */
const LOCK_BLOCK_MS = 3_000;
const DEFAULT_LOCK_BLOCKS = 86_400n;
const MOST_UNFREEZING = 32;

function resourceOf(code: number | undefined): Resource {
  if (code === 1) return "ENERGY";
  if (code !== undefined && code !== 0)
    invalid("ResourceCode error, valid ResourceCode[BANDWIDTH、ENERGY]");
  return "BANDWIDTH";
}

function plus(
  amounts: Readonly<Record<Resource, number>>,
  resource: Resource,
  change: number,
): Record<Resource, number> {
  return { ...amounts, [resource]: amounts[resource] + change };
}

export function freeze(
  { view, tx }: Execution,
  value: ContractValue<"FreezeBalanceV2Contract">,
): void {
  const amount = value.frozen_balance ?? 0n;
  const resource = resourceOf(value.resource);
  demand(amount >= BigInt(SUN_PER_TRX), "frozenBalance must be greater than or equal to 1 TRX");
  demand(
    amount <= balanceOf(view, tx.owner),
    "frozenBalance must be less than or equal to accountBalance",
  );
  changeBalance(view, tx.owner, -amount);
  updateAccount(view, tx.owner, ({ frozen }) => ({
    frozen: plus(frozen, resource, Number(amount)),
  }));
}

/** Pays out what has waited long enough; the sum in sun. */
function collectExpired({ view, tx, time }: Execution): number {
  const { unfreezing } = getAccount(view, tx.owner);
  const expired = unfreezing.filter((entry) => entry.expiresAt <= time);
  const sum = expired.reduce((total, entry) => total + entry.amount, 0);
  if (sum === 0) return 0;
  changeBalance(view, tx.owner, BigInt(sum));
  updateAccount(view, tx.owner, () => ({
    unfreezing: unfreezing.filter((entry) => entry.expiresAt > time),
  }));
  return sum;
}

export function unfreeze(run: Execution, value: ContractValue<"UnfreezeBalanceV2Contract">): void {
  const { view, tx, params, time, info } = run;
  const amount = Number(value.unfreeze_balance ?? 0n);
  const resource = resourceOf(value.resource);
  const record = getAccount(view, tx.owner);
  demand(
    amount > 0 && amount <= record.frozen[resource],
    `Invalid unfreeze_balance, [${amount}] is error`,
  );
  const waiting = record.unfreezing.filter((entry) => entry.expiresAt > time);
  demand(
    waiting.length < MOST_UNFREEZING,
    "Invalid unfreeze operation, unfreezing times is over limit",
  );
  const collected = collectExpired(run);
  if (collected > 0) info.withdraw_expire_amount = collected;
  info.unfreeze_amount = amount;
  const expiresAt = time + params.unfreezeDelayDays * DAY_MS;
  updateAccount(view, tx.owner, ({ frozen, unfreezing }) => ({
    frozen: plus(frozen, resource, -amount),
    unfreezing: [...unfreezing, { resource, amount, expiresAt }],
  }));
}

export function withdrawUnfrozen(run: Execution): void {
  const collected = collectExpired(run);
  demand(collected > 0, "no unFreeze balance to withdraw ");
  run.info.withdraw_expire_amount = collected;
}

function checkReceiver({ view, tx }: Execution, receiver: HexAddress): void {
  demand(receiver !== tx.owner, "receiverAddress must not be the same as ownerAddress");
  demand(
    findAccount(view, receiver) !== undefined,
    `Account[${formatAddress(receiver)}] not exists`,
  );
}

export function delegate(run: Execution, value: ContractValue<"DelegateResourceContract">): void {
  const { view, tx, params, time } = run;
  const receiver = hexAddress(value.receiver_address);
  const resource = resourceOf(value.resource);
  const amount = Number(value.balance ?? 0n);
  checkReceiver(run, receiver);
  demand(!findContract(view, receiver), "Do not allow delegate resources to contract addresses");
  demand(amount >= SUN_PER_TRX, "delegateBalance must be greater than or equal to 1 TRX");
  demand(
    amount <= delegatable(getAccount(view, tx.owner), resource, params, time),
    `delegateBalance must be less than or equal to available Freeze${resource === "ENERGY" ? "Energy" : "Bandwidth"}V2 balance`,
  );
  const existing = getDelegation(view, tx.owner, receiver);
  const lockMs = Number(value.lock_period || DEFAULT_LOCK_BLOCKS) * LOCK_BLOCK_MS;
  const lockedUntil = value.lock
    ? { ...existing.lockedUntil, [resource]: time + lockMs }
    : existing.lockedUntil;
  demand(
    lockedUntil[resource] >= existing.lockedUntil[resource],
    "The lock period for this delegation is shorter than the remaining time of the last one",
  );
  updateAccount(view, tx.owner, ({ frozen, delegatedOut }) => ({
    frozen: plus(frozen, resource, -amount),
    delegatedOut: plus(delegatedOut, resource, amount),
  }));
  updateAccount(view, receiver, ({ delegatedIn }) => ({
    delegatedIn: plus(delegatedIn, resource, amount),
  }));
  putDelegation(view, tx.owner, receiver, {
    amount: plus(existing.amount, resource, amount),
    lockedUntil,
  });
}

export function undelegate(
  run: Execution,
  value: ContractValue<"UnDelegateResourceContract">,
): void {
  const { view, tx, params, time } = run;
  const receiver = hexAddress(value.receiver_address);
  const resource = resourceOf(value.resource);
  const amount = Number(value.balance ?? 0n);
  checkReceiver(run, receiver);
  const existing = getDelegation(view, tx.owner, receiver);
  const unlocked = existing.lockedUntil[resource] <= time ? existing.amount[resource] : 0;
  demand(amount > 0, "unDelegateBalance must be more than 0 TRX");
  demand(
    amount <= unlocked,
    `insufficient delegatedFrozenBalance(${resource === "ENERGY" ? "Energy" : "Bandwidth"}), request=${amount}, unlock_balance=${unlocked}`,
  );
  const returned = usageReturned(getAccount(view, receiver), resource, amount, params, time);
  updateAccount(view, receiver, (record) => ({
    delegatedIn: plus(record.delegatedIn, resource, -amount),
    ...withUsage(record, resource, -returned, time),
  }));
  updateAccount(view, tx.owner, (record) => ({
    frozen: plus(record.frozen, resource, amount),
    delegatedOut: plus(record.delegatedOut, resource, -amount),
    ...withUsage(record, resource, returned, time),
  }));
  putDelegation(view, tx.owner, receiver, {
    amount: plus(existing.amount, resource, -amount),
    lockedUntil: existing.lockedUntil,
  });
}
