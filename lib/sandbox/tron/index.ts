export {
  addressOfPrivateKey,
  formatAddress,
  parseAddress,
  signTransactionId,
} from "./addresses";
export type { TronChain } from "./chain";
export { startTronNode, type TronNode, type TronNodeOptions } from "./node";
export type { TransactionInfo } from "./receipts";
