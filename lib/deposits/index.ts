export { answerLookups, forgetLookups, type Looker } from "./answer-lookups";
export { confirmTransfers } from "./confirm-transfers";
export { creditSweptInvoices } from "./credit-swept";
export { planDueSweeps } from "./plan-due-sweeps";
export { resumeNetwork } from "./resume-network";
export { type ScanResult, scanNetwork } from "./scan-network";
