export { type CustomerCredit, creditDeposit, type FinalDeposit } from "./credit-deposit";
export { type GenerateWalletInput, generateWallet } from "./generate-wallet";
export { getWallet } from "./get-wallet";
export { getWalletBalance } from "./get-wallet-balance";
export {
  type ListCustomerTransactionsInput,
  listCustomerTransactions,
} from "./list-customer-transactions";
export { type UpdateBalanceInput, updateBalance } from "./update-balance";
