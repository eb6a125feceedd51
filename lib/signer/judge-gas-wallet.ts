import type { CauseFacts, CauseRefusal, SigningRequestRow } from "./facts";

/** Whether a request is the gas wallet's own, by its path and by the directory; answers why not. */
export function judgeGasWallet(
  request: SigningRequestRow,
  { from }: Pick<CauseFacts, "from">,
): CauseRefusal | null {
  if (request.pathPurpose !== "gas" || request.pathIndex !== 0) return "path";
  return from?.purpose === "gas" && from.pathIndex === 0 ? null : "from";
}
