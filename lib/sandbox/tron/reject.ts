/** The codes of a full node's broadcast answer that the sandbox gives. The misspelling is the protocol's. */
export type RejectCode =
  | "SIGERROR"
  | "CONTRACT_VALIDATE_ERROR"
  | "CONTRACT_EXE_ERROR"
  | "BANDWITH_ERROR"
  | "DUP_TRANSACTION_ERROR"
  | "TAPOS_ERROR"
  | "TOO_BIG_TRANSACTION_ERROR"
  | "TRANSACTION_EXPIRATION_ERROR"
  | "OTHER_ERROR";

/** A transaction that the chain does not take. */
export class Reject extends Error {
  override readonly name = "Reject";
  constructor(
    readonly code: RejectCode,
    message: string,
  ) {
    super(message);
  }
}

/** Throws the rejection that a full node's validation gives. */
export function invalid(message: string): never {
  throw new Reject("CONTRACT_VALIDATE_ERROR", `Contract validate error : ${message}`);
}

export function demand(condition: boolean, message: string): asserts condition {
  if (!condition) invalid(message);
}
