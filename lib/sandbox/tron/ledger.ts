import type { HexAddress } from "./addresses";
import type { AbiEntryValue } from "./messages";
import { demand } from "./reject";
import type { StateReader } from "./store";
import type { StateView } from "./view";

/** Consumption of a resource that recovers linearly within 24 hours. */
export interface Usage {
  readonly used: number;
  /** Milliseconds. */
  readonly at: number;
}

export type Resource = "BANDWIDTH" | "ENERGY";
type PerResource = Readonly<Record<Resource, number>>;

export interface Unfreezing {
  readonly resource: Resource;
  readonly amount: number;
  readonly expiresAt: number;
}

/** What Tron knows about an activated account besides its balance. Amounts in sun, times in milliseconds. */
export interface AccountRecord {
  readonly createdAt: number;
  readonly freeNet: Usage;
  readonly net: Usage;
  readonly energy: Usage;
  readonly frozen: PerResource;
  readonly delegatedOut: PerResource;
  readonly delegatedIn: PerResource;
  readonly unfreezing: readonly Unfreezing[];
  /** TRC-10 balances by token id. */
  readonly assets: Readonly<Record<string, string>>;
}

export interface ContractRecord {
  readonly origin: HexAddress;
  readonly abi: readonly AbiEntryValue[];
  readonly bytecode: string;
  readonly name: string;
  readonly userPercent: number;
  readonly originEnergyLimit: number;
}

export interface Delegation {
  readonly amount: PerResource;
  /** Locked until then; 0 when it is not. */
  readonly lockedUntil: PerResource;
}

const none: PerResource = { BANDWIDTH: 0, ENERGY: 0 };

export function newAccount(now: number): AccountRecord {
  const idle = { used: 0, at: now };
  return {
    createdAt: now,
    freeNet: idle,
    net: idle,
    energy: idle,
    frozen: none,
    delegatedOut: none,
    delegatedIn: none,
    unfreezing: [],
    assets: {},
  };
}

function read<T>(state: StateReader, key: string): T | undefined {
  const text = state.get(key);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** The account's record, undefined while it is not activated. */
export function findAccount(state: StateReader, address: HexAddress): AccountRecord | undefined {
  return read<AccountRecord>(state, `account:${address}`);
}

/** The record of an account that must be activated. Throws Reject. */
export function getAccount(state: StateReader, address: HexAddress): AccountRecord {
  const record = findAccount(state, address);
  demand(record !== undefined, `Account[${address}] not exists`);
  return record;
}

export function putAccount(view: StateView, address: HexAddress, record: AccountRecord): void {
  view.set(`account:${address}`, JSON.stringify(record));
}

export function updateAccount(
  view: StateView,
  address: HexAddress,
  change: (record: AccountRecord) => Partial<AccountRecord>,
): void {
  const record = getAccount(view, address);
  putAccount(view, address, { ...record, ...change(record) });
}

export function findContract(state: StateReader, address: HexAddress): ContractRecord | undefined {
  return read<ContractRecord>(state, `contract:${address}`);
}

export function putContract(view: StateView, address: HexAddress, record: ContractRecord): void {
  view.set(`contract:${address}`, JSON.stringify(record));
}

export function getDelegation(state: StateReader, from: HexAddress, to: HexAddress): Delegation {
  const found = read<Delegation>(state, `delegation:${from}:${to}`);
  return found ?? { amount: none, lockedUntil: none };
}

export function putDelegation(
  view: StateView,
  from: HexAddress,
  to: HexAddress,
  delegation: Delegation,
): void {
  const isEmpty = delegation.amount.BANDWIDTH === 0 && delegation.amount.ENERGY === 0;
  view.set(`delegation:${from}:${to}`, isEmpty ? null : JSON.stringify(delegation));
  const partners = read<string[]>(view, `delegations:${from}`) ?? [];
  const others = partners.filter((partner) => partner !== to);
  view.set(`delegations:${from}`, JSON.stringify(isEmpty ? others : [...others, to]));
}

/** Whom the account delegates to. */
export function listDelegationsFrom(state: StateReader, from: HexAddress): HexAddress[] {
  return read<HexAddress[]>(state, `delegations:${from}`) ?? [];
}

/** What the EVM keeps of an account. */
export interface VmAccount {
  readonly nonce: bigint;
  readonly balance: bigint;
  /** Hex; empty when there is no code. */
  readonly codeHash: string;
}

/** `id` is the address without 41. */
export function findVmAccount(state: StateReader, id: string): VmAccount | undefined {
  const text = state.get(`vm:${id}`);
  if (text === undefined) return undefined;
  const [nonce = "0", balance = "0", codeHash = ""] = text.split(":");
  return { nonce: BigInt(nonce), balance: BigInt(balance), codeHash };
}

export function putVmAccount(view: StateView, id: string, account: VmAccount | null): void {
  const text = account && `${account.nonce}:${account.balance}:${account.codeHash}`;
  view.set(`vm:${id}`, text);
}

/** TRX of an account in sun. */
export function balanceOf(state: StateReader, address: HexAddress): bigint {
  return findVmAccount(state, address.slice(2))?.balance ?? 0n;
}

/** Adds sun to an account, or takes them. Throws Reject when they are not there. */
export function changeBalance(view: StateView, address: HexAddress, by: bigint): void {
  const id = address.slice(2);
  const account = findVmAccount(view, id) ?? { nonce: 0n, balance: 0n, codeHash: "" };
  const balance = account.balance + by;
  demand(balance >= 0n, "balance is not sufficient.");
  putVmAccount(view, id, { ...account, balance });
}
