export {
  advanceOutgoing,
  findLatestRequest,
  type OutgoingRow,
  releaseRefusedNonce,
} from "./advance-outgoing";
export { eachOfMany } from "./each";
export {
  type PreparedTx,
  prepareTransaction,
  requestSignature,
  type SignatureRequest,
} from "./request-signature";
