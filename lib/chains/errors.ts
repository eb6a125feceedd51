/** No node of the list answered in time; the work goes on later. */
export class ChainUnavailableError extends Error {
  override readonly name = "ChainUnavailableError";
}

/** A node serves another chain than configured, or the contract is not the USDT it should be. */
export class ChainMismatchError extends Error {
  override readonly name = "ChainMismatchError";
}

/** The chain moved while it was read: start again from the cursor. */
export class ChainMovedError extends Error {
  override readonly name = "ChainMovedError";
}

/** The contract would refuse this transfer (paused, blacklisted, balance short). `reason` is the chain's own. */
export class WouldRevertError extends Error {
  override readonly name = "WouldRevertError";
  constructor(readonly reason: string) {
    super(`the transfer would revert: ${reason}`);
  }
}

/** A batch would fail for these of its members (deposit addresses), and not for the others. */
export class BatchRefusedError extends Error {
  override readonly name = "BatchRefusedError";
  constructor(readonly members: readonly string[]) {
    super(`the batch would fail for ${members.length} of its members`);
  }
}

/** This chain or node doesn't know such a transaction: do it another way. */
export class UnsupportedIntentError extends Error {
  override readonly name = "UnsupportedIntentError";
}

export class InvalidAddressError extends Error {
  override readonly name: string = "InvalidAddressError";
}

/** An address in the right form that belongs to nobody. */
export class ZeroAddressError extends InvalidAddressError {
  override readonly name: string = "ZeroAddressError";
}

/** Bytes that are not a plain transfer of the configured contract and chain. */
export class UnknownPayloadError extends Error {
  override readonly name = "UnknownPayloadError";
}
