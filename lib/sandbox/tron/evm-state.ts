import type { AccountFields, StateManagerInterface } from "@ethereumjs/common";
import { Account, type Address } from "@ethereumjs/util";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, hexToBytes } from "./bytes";
import { findVmAccount, putVmAccount } from "./ledger";
import { StateView } from "./view";

const emptyCodeHash = bytesToHex(keccak_256(new Uint8Array(0)));
const nothing = new Uint8Array(0);

function idOf(address: Address): string {
  return bytesToHex(address.bytes);
}

/** The EVM's window on a state view. One EVM serves all views, so a view is attached before each run. */
export class EvmState implements StateManagerInterface {
  private view = new StateView({ get: () => undefined });

  readonly originalStorageCache = {
    get: (address: Address, key: Uint8Array) => this.getStorage(address, key),
    clear: () => undefined,
  };

  attach(view: StateView): void {
    this.view = view;
  }

  async getAccount(address: Address): Promise<Account | undefined> {
    const found = findVmAccount(this.view, idOf(address));
    if (!found) return undefined;
    const codeHash = hexToBytes(found.codeHash || emptyCodeHash);
    return new Account(found.nonce, found.balance, undefined, codeHash);
  }

  async putAccount(address: Address, account?: Account): Promise<void> {
    if (!account) return this.deleteAccount(address);
    const codeHash = bytesToHex(account.codeHash);
    putVmAccount(this.view, idOf(address), {
      nonce: account.nonce,
      balance: account.balance,
      codeHash: codeHash === emptyCodeHash ? "" : codeHash,
    });
  }

  async deleteAccount(address: Address): Promise<void> {
    putVmAccount(this.view, idOf(address), null);
  }

  async modifyAccountFields(address: Address, fields: AccountFields): Promise<void> {
    const account = (await this.getAccount(address)) ?? new Account();
    if (fields.nonce !== undefined) account.nonce = fields.nonce;
    if (fields.balance !== undefined) account.balance = fields.balance;
    if (fields.codeHash !== undefined) account.codeHash = fields.codeHash;
    await this.putAccount(address, account);
  }

  async putCode(address: Address, code: Uint8Array): Promise<void> {
    const codeHash = keccak_256(code);
    if (code.length > 0) this.view.set(`code:${bytesToHex(codeHash)}`, bytesToHex(code));
    await this.modifyAccountFields(address, { codeHash });
  }

  async getCode(address: Address): Promise<Uint8Array> {
    const codeHash = findVmAccount(this.view, idOf(address))?.codeHash;
    return codeHash ? hexToBytes(this.view.get(`code:${codeHash}`) ?? "") : nothing;
  }

  async getCodeSize(address: Address): Promise<number> {
    return (await this.getCode(address)).length;
  }

  async getStorage(address: Address, key: Uint8Array): Promise<Uint8Array> {
    const value = this.view.get(`slot:${idOf(address)}:${bytesToHex(key)}`);
    return value === undefined ? nothing : hexToBytes(value);
  }

  async putStorage(address: Address, key: Uint8Array, value: Uint8Array): Promise<void> {
    const isZero = value.every((byte) => byte === 0);
    const text = isZero ? null : bytesToHex(value);
    this.view.set(`slot:${idOf(address)}:${bytesToHex(key)}`, text);
  }

  /** Only called for an address where a contract is being created: ids and nonces never repeat, so it has no slots. */
  async clearStorage(): Promise<void> {}

  async checkpoint(): Promise<void> {
    this.view.checkpoint();
  }

  async commit(): Promise<void> {
    this.view.commit();
  }

  async revert(): Promise<void> {
    this.view.revert();
  }

  clearCaches(): void {}

  shallowCopy(): StateManagerInterface {
    const copy = new EvmState();
    copy.attach(this.view);
    return copy;
  }

  async getStateRoot(): Promise<Uint8Array> {
    throw new Error("the root is the store's");
  }

  async setStateRoot(): Promise<void> {
    throw new Error("the root is the store's");
  }

  async hasStateRoot(): Promise<boolean> {
    return false;
  }
}
