import { addressBytes } from "./addresses";
import { type Args, address, hex, integer, list, record, text } from "./args";
import { parseHex, textToHex } from "./bytes";
import { noContract, targetOf, triggerOf } from "./http-call";
import type { Handler, Query } from "./http-read";
import { rawDataJson, transactionJson } from "./json";
import type { ContractType, ContractValue } from "./messages";
import { Reject } from "./reject";
import {
  buildTransaction,
  parseTransaction,
  parseTransactionBytes,
  type Transaction,
} from "./transaction";

/** The node's own building endpoints check before they answer, as java-tron does. */
function builder<T extends ContractType>(type: T, read: (args: Args) => ContractValue<T>): Handler {
  return async ({ chain, args, visible }) => {
    const permissionId = Number(integer(args, "Permission_id"));
    const tx = buildTransaction(type, read(args), { ...chain.envelope(), permissionId });
    try {
      await chain.check(tx);
    } catch (error) {
      if (!(error instanceof Reject)) throw error;
      const reason = error.message.replace("Contract validate error : ", "");
      return { Error: `class org.tron.core.exception.ContractValidateException : ${reason}` };
    }
    return { visible, ...transactionJson(tx, visible) };
  };
}

function bytesOf(args: Args, name: string): Uint8Array {
  return addressBytes(address(args, name));
}

function resourceCode(args: Args): number {
  return text(args, "resource") === "ENERGY" ? 1 : 0;
}

const builders: Record<string, Handler> = {
  createtransaction: builder("TransferContract", (args) => ({
    owner_address: bytesOf(args, "owner_address"),
    to_address: bytesOf(args, "to_address"),
    amount: integer(args, "amount"),
  })),
  createaccount: builder("AccountCreateContract", (args) => ({
    owner_address: bytesOf(args, "owner_address"),
    account_address: bytesOf(args, "account_address"),
  })),
  transferasset: builder("TransferAssetContract", (args) => ({
    owner_address: bytesOf(args, "owner_address"),
    to_address: bytesOf(args, "to_address"),
    asset_name: hex(args, "asset_name"),
    amount: integer(args, "amount"),
  })),
  freezebalancev2: builder("FreezeBalanceV2Contract", (args) => ({
    owner_address: bytesOf(args, "owner_address"),
    frozen_balance: integer(args, "frozen_balance"),
    resource: resourceCode(args),
  })),
  unfreezebalancev2: builder("UnfreezeBalanceV2Contract", (args) => ({
    owner_address: bytesOf(args, "owner_address"),
    unfreeze_balance: integer(args, "unfreeze_balance"),
    resource: resourceCode(args),
  })),
  withdrawexpireunfreeze: builder("WithdrawExpireUnfreezeContract", (args) => ({
    owner_address: bytesOf(args, "owner_address"),
  })),
  delegateresource: builder("DelegateResourceContract", (args) => ({
    owner_address: bytesOf(args, "owner_address"),
    receiver_address: bytesOf(args, "receiver_address"),
    balance: integer(args, "balance"),
    resource: resourceCode(args),
    lock: text(args, "lock") === "true",
    lock_period: integer(args, "lock_period"),
  })),
  undelegateresource: builder("UnDelegateResourceContract", (args) => ({
    owner_address: bytesOf(args, "owner_address"),
    receiver_address: bytesOf(args, "receiver_address"),
    balance: integer(args, "balance"),
    resource: resourceCode(args),
  })),
  triggersmartcontract: (query) => {
    if (!targetOf(query)) return noContract;
    const { visible } = query;
    const transaction = { visible, ...transactionJson(triggerOf(query), visible) };
    return { result: { result: true }, transaction };
  },
};

async function submit({ chain }: Query, tx: Transaction): Promise<Record<string, unknown>> {
  try {
    await chain.accept(tx);
    return { result: true, txid: tx.id };
  } catch (error) {
    if (!(error instanceof Reject)) throw error;
    return { code: error.code, txid: tx.id, message: textToHex(error.message) };
  }
}

/** The same JSON with sorted keys and without the zeros that one side writes and the other leaves out. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([name, field]) => field !== 0 && field !== "" && field !== false && name !== "abi")
    .map(([name, field]) => [name, comparable(field)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** java-tron takes the readable form, clients sign the bytes: both must say the same. */
function checkReadableForm(tx: Transaction, args: Args, visible: boolean): void {
  const claimedId = text(args, "txID");
  if (claimedId !== "" && claimedId !== tx.id) {
    throw new Reject("SIGERROR", "Validate signature error: txID is not that of raw_data");
  }
  const theirs = JSON.stringify(comparable(record(args.raw_data)));
  const ours = JSON.stringify(comparable(rawDataJson(tx, visible)));
  if (args.raw_data !== undefined && ours !== theirs) {
    throw new Reject("OTHER_ERROR", `raw_data differs from raw_data_hex: ${theirs}, ${ours}`);
  }
}

async function broadcastJson(query: Query): Promise<unknown> {
  const { args, visible } = query;
  const signatures = list(args, "signature").map((signature) => parseHex(String(signature)));
  const tx = parseTransaction(hex(args, "raw_data_hex"), signatures);
  try {
    checkReadableForm(tx, args, visible);
  } catch (error) {
    if (!(error instanceof Reject)) throw error;
    return { code: error.code, txid: tx.id, message: textToHex(error.message) };
  }
  return submit(query, tx);
}

async function broadcastHex(query: Query): Promise<unknown> {
  const tx = parseTransactionBytes(hex(query.args, "transaction"));
  const answer = await submit(query, tx);
  return { ...answer, transaction: JSON.stringify(transactionJson(tx, false)) };
}

/** What builds and sends: under `wallet/` only. */
export const writeHandlers: Readonly<Record<string, Handler>> = {
  ...builders,
  broadcasttransaction: broadcastJson,
  broadcasthex: broadcastHex,
};
