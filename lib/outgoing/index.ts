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
export { quoteOrNull, quoteOrRefusal } from "./quote";
export { type Replacement, replaceAttempt } from "./replace-attempt";
export { replaceStuck, STUCK_AFTER_MS } from "./replace-stuck";
export {
  GAS_PATH,
  type PreparedTx,
  prepareTransaction,
  requestSignature,
  type SignatureRequest,
} from "./request-signature";
export { isResting, restMs } from "./rest";
