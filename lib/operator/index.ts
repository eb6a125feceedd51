export { getOperatorHome } from "./get-operator-home";
export { getOperatorMerchant } from "./get-operator-merchant";
export { listFees } from "./list-fees";
export { listOperatorMerchants } from "./list-operator-merchants";
export { type EnergyReport, type LoanLine, readEnergy, type StakeOrderLine } from "./read-energy";
export * from "./shapes";
