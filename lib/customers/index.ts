export {
  type AdjustFigureInput,
  type Adjustment,
  adjustFigure,
  adjustmentSubject,
  FIGURE_ADJUST,
} from "./adjust-figure";
export { type CustomerCredit, creditDeposit, type FinalDeposit } from "./credit-deposit";
export { type GenerateWalletInput, generateWallet } from "./generate-wallet";
export { type CustomerDetail, getCustomer } from "./get-customer";
export { getWallet } from "./get-wallet";
export { getWalletBalance } from "./get-wallet-balance";
export {
  type ListCustomerTransactionsInput,
  listCustomerTransactions,
} from "./list-customer-transactions";
export {
  type CustomerFilter,
  type CustomerLine,
  type CustomerList,
  listCustomers,
} from "./list-customers";
export { listMovements, type Movement, type MovementList } from "./list-movements";
export { pauseCustomer } from "./pause-customer";
export { resumeCustomer } from "./resume-customer";
export { decideDeposit } from "./state";
export { type UpdateBalanceInput, updateBalance } from "./update-balance";
