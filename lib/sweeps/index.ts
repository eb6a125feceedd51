export { advanceBatches } from "./advance-batches";
export { advanceSweeps } from "./advance-sweeps";
export {
  listSweepCosts,
  type SweepCost,
  type SweepCostQuery,
  type SweepTransaction,
} from "./list-sweep-costs";
export { planSweep, type SweepCandidate } from "./plan-sweep";
