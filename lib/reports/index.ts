export {
  ATTENTION_MOST,
  type Attention,
  getHome,
  type Home,
  type MoneyParts,
  type NetworkMoney,
} from "./get-home";
export { getSeries, type SeriesDay, type SeriesInput } from "./get-series";
export {
  type AuditFilter,
  type AuditLine,
  type AuditList,
  type AuditPage,
  listAudit,
} from "./list-audit";
export { type AuditChoices, listAuditChoices } from "./list-audit-choices";
export { type FeeAccount, listFeeAccounts } from "./list-fee-accounts";
export { listNetworkStates, type NetworkState } from "./list-network-states";
export { readAuditFilter } from "./read-audit-filter";
export {
  type AddressDifference,
  type NetworkReconciliation,
  reconcileNetwork,
} from "./reconcile";
export { sealAudit } from "./seal-audit";
export {
  type ChainCheck,
  type ChainFault,
  verifyAuditChain,
  verifyAuditChains,
} from "./verify-audit-chain";
