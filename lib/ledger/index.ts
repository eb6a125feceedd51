export { type Account, type AccountKind, account, accountPath } from "./accounts";
export { type AddressBalance, foldBalances, getBalance, listChainBalances } from "./balances";
export { type Breach, checkInvariants, type Invariant, LEDGER_INVARIANTS } from "./invariants";
export { post } from "./post";
export * from "./templates";
