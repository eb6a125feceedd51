export { type FeeAccount, listFeeAccounts } from "./list-fee-accounts";
export { listNetworkStates, type NetworkState } from "./list-network-states";
export {
  type AddressDifference,
  type NetworkReconciliation,
  reconcileNetwork,
} from "./reconcile";
