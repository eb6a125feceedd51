import type { NodeClient } from "@/lib/chains/node-client";
import type { BroadcastResult, SignedTx } from "@/lib/chains/port";
import { ask, readMessage } from "./api";
import { broadcastSchema } from "./wire";

/** java-tron's response codes. A duplicate is perhaps accepted, so it is watched like an accepted one. */
const RETRY: Readonly<Record<string, "never" | "rebuild">> = {
  SIGERROR: "never",
  TOO_BIG_TRANSACTION_ERROR: "never",
  TAPOS_ERROR: "rebuild",
  TRANSACTION_EXPIRATION_ERROR: "rebuild",
};

/** Sends the stored bytes; sending them again is harmless. */
export async function broadcast(node: NodeClient, tx: SignedTx): Promise<BroadcastResult> {
  const body = { transaction: tx.raw };
  const answer = await ask(node, "wallet", "broadcasthex", body, broadcastSchema);
  if (answer.result) return { kind: "accepted" };
  const code = answer.code ?? "OTHER_ERROR";
  if (code === "DUP_TRANSACTION_ERROR") return { kind: "already-known" };
  const message = readMessage(answer.message);
  return { kind: "rejected", retry: verdict(code, message), code, message };
}

/** What is not listed is tried again until it expires: the bytes stay the same. */
function verdict(code: string, message: string): "never" | "rebuild" | "later" {
  const curable = /not sufficient|insufficient|not exist/i.test(message);
  if (code === "CONTRACT_VALIDATE_ERROR") return curable ? "later" : "never";
  return RETRY[code] ?? "later";
}
