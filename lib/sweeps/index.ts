export { advanceSweeps } from "./advance-sweeps";
export { planSweep, type SweepCandidate } from "./plan-sweep";
