export { ForeignKeystoreError } from "./ensure-wallets";
export type { PoolSize } from "./fill-pool";
export { SIGNING_LIMITS, type SigningLimits } from "./limits";
export { createWallet, openWallet } from "./open-wallet";
export { type SigningDesk, signNext } from "./sign-next";
export { type Signer, type SignerOptions, startSigner } from "./start-signer";
