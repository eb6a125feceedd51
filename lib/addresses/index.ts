export {
  addGasWallet,
  addMerchantWallet,
  addPoolAddresses,
  type DerivedAddress,
  nextPoolIndex,
} from "./add-addresses";
export {
  type AddressEntry,
  countFree,
  findAddress,
  getGasWallet,
  getMerchantWallet,
  isGatewayAddress,
  matchAddresses,
  type Reader,
  type Wallet,
} from "./directory";
export { type AddressOwner, type TakenAddress, takeDepositAddress } from "./take-deposit-address";
