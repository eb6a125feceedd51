import { z } from "zod";
import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";

/** `wallet` answers for the newest block, `walletsolidity` for the newest solid one. */
export type View = "wallet" | "walletsolidity";

/** java-tron answers 200 with this when a call fails. */
const failureSchema = z.object({ Error: z.string() });

/** Asks a full node's HTTP API. Throws NodeFailure for anything but an answer of that shape. */
export async function ask<T>(
  node: NodeClient,
  view: View,
  method: string,
  body: Readonly<Record<string, unknown>>,
  schema: z.ZodType<T>,
): Promise<T> {
  const answer = await node.post(`/${view}/${method}`, body, { method, calls: 1 });
  const failure = failureSchema.safeParse(answer);
  if (failure.success) throw new NodeFailure(`${method}: ${failure.data.Error}`, "question");
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new NodeFailure(`${method}: ${issue?.path.join(".")} ${issue?.message}`, "answer");
}

/** Messages come as hex of their text. */
export function readMessage(message: string | undefined): string {
  if (!message) return "";
  if (!/^([0-9a-f]{2})+$/i.test(message)) return message;
  return Buffer.from(message, "hex").toString("utf8");
}
