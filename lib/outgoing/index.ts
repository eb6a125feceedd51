export {
  advanceOutgoing,
  findLatestRequest,
  type OutgoingRow,
} from "./advance-outgoing";
export { eachOfMany } from "./each";
export {
  type PreparedTx,
  prepareTransaction,
  requestSignature,
  type SignatureRequest,
} from "./request-signature";
