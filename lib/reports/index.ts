export {
  type AddressDifference,
  type NetworkReconciliation,
  reconcileNetwork,
} from "./reconcile";
