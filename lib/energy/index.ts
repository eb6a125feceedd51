export { advanceStakeOrders } from "./advance-stake-orders";
export {
  findLoan,
  isLeaving,
  type Lending,
  lendIntent,
  listLending,
  requestLoan,
} from "./loans";
export { ENERGY_NETWORK, type NewStakeOrder, orderStake } from "./order-stake";
export { reclaimEnergy } from "./reclaim-energy";
export { type LoanOfAddress, type LoanView, viewOf } from "./state";
