export { advanceOutgoing } from "./advance-outgoing";
export {
  findLatestRequest,
  isLive,
  LIVE_STATES,
  listAttempts,
  type OutgoingRow,
  rootOf,
} from "./attempts";
export { eachOfMany } from "./each";
export { type Replacement, replaceAttempt } from "./replace-attempt";
export { replaceStuck, STUCK_AFTER_MS } from "./replace-stuck";
export {
  type PreparedTx,
  prepareTransaction,
  requestSignature,
  type SignatureRequest,
} from "./request-signature";
export { restMs } from "./rest";
