import { type HexAddress, hexAddress } from "./addresses";
import { bytesToText } from "./bytes";
import type { Execution } from "./execute";
import {
  balanceOf,
  changeBalance,
  findAccount,
  findContract,
  getAccount,
  newAccount,
  putAccount,
  updateAccount,
} from "./ledger";
import type { ContractValue } from "./messages";
import { addFee } from "./receipts";
import { demand } from "./reject";

/** Who would be activated by this transaction if he is not yet. */
export function receiverOf({ tx }: Execution): HexAddress | null {
  const { type, value } = tx.contract;
  if (type === "TransferContract" || type === "TransferAssetContract") {
    return hexAddress(value.to_address);
  }
  return type === "AccountCreateContract" ? hexAddress(value.account_address) : null;
}

function activate({ view, params, time, info, tx }: Execution, address: HexAddress): void {
  changeBalance(view, tx.owner, BigInt(-params.createNewAccountFee));
  addFee(info, params.createNewAccountFee);
  putAccount(view, address, newAccount(time));
}

export function createAccount(run: Execution, value: ContractValue<"AccountCreateContract">): void {
  const address = hexAddress(value.account_address);
  demand(!findAccount(run.view, address), "Account has existed");
  activate(run, address);
}

export function transferTrx(run: Execution, value: ContractValue<"TransferContract">): void {
  const { view, tx, params } = run;
  const to = hexAddress(value.to_address);
  const amount = value.amount ?? 0n;
  const isNew = !findAccount(view, to);
  demand(amount > 0n, "Amount must be greater than 0.");
  demand(to !== tx.owner, "Cannot transfer TRX to yourself.");
  demand(!findContract(view, to), "Cannot transfer TRX to a smartContract.");
  const needed = amount + (isNew ? BigInt(params.createNewAccountFee) : 0n);
  demand(
    balanceOf(view, tx.owner) >= needed,
    "Validate TransferContract error, balance is not sufficient.",
  );
  if (isNew) activate(run, to);
  changeBalance(view, tx.owner, -amount);
  changeBalance(view, to, amount);
}

export function transferAsset(run: Execution, value: ContractValue<"TransferAssetContract">): void {
  const { view, tx } = run;
  const to = hexAddress(value.to_address);
  const amount = value.amount ?? 0n;
  const id = bytesToText(value.asset_name ?? new Uint8Array(0));
  const owned = BigInt(getAccount(view, tx.owner).assets[id] ?? "0");
  demand(amount > 0n, "Amount must be greater than 0.");
  demand(to !== tx.owner, "Cannot transfer asset to yourself.");
  demand(owned >= amount, "assetBalance is not sufficient.");
  if (!findAccount(view, to)) activate(run, to);
  updateAccount(view, tx.owner, ({ assets }) => ({
    assets: { ...assets, [id]: String(owned - amount) },
  }));
  updateAccount(view, to, ({ assets }) => ({
    assets: { ...assets, [id]: String(BigInt(assets[id] ?? "0") + amount) },
  }));
}
