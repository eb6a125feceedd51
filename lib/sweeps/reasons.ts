/** What a blocked sweep says of itself (`blocked_reason`), where it is not the chain's own word. */
export const BLOCKED = {
  gasWalletMissing: "the gas wallet is not made yet",
  gasWalletShort: "the gas wallet is short",
  gasRefused: "the signer refused the gas",
  transferRefused: "the signer refused the transfer",
  batchFailed: "the batch could not move it",
} as const;
