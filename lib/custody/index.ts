export { deriveAddress } from "./derive-address";
export * from "./errors";
export { type KeyRing, openKeyRing } from "./key-ring";
export { createKeystore, openKeystore } from "./keystore";
export { type KeyPath, type KeyPurpose, pathText } from "./paths";
export { Seed, seedFromMnemonic } from "./seed";
export { signBatch } from "./sign-batch";
export { type ExpectedTx, type SigningRequest, signTransaction } from "./sign-transaction";
