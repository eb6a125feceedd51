import { z } from "zod";
import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";

/** The node's own answer that it won't do this: an error of JSON-RPC. */
export class RpcError extends NodeFailure {
  constructor(
    readonly code: number,
    readonly text: string,
    readonly data: string | null,
  ) {
    super(`RPC ${code}: ${text}`, isLimit(code) ? "refused" : "question");
  }
}

export interface RpcRequest {
  readonly method: string;
  readonly params: readonly unknown[];
}

const answerSchema = z.object({
  id: z.number().nullable(),
  result: z.unknown().optional(),
  error: z
    .object({ code: z.number(), message: z.string(), data: z.unknown().optional() })
    .optional(),
});
type Answer = z.infer<typeof answerSchema>;

/** -32005 is "limit exceeded" (EIP-1474). */
function isLimit(code: number): boolean {
  return code === -32005;
}

/** Asks one thing. Throws RpcError for the node's refusal, NodeFailure for anything but an answer of that shape. */
export async function rpc<T>(
  node: NodeClient,
  method: string,
  params: readonly unknown[],
  schema: z.ZodType<T>,
): Promise<T> {
  const body = { jsonrpc: "2.0", id: 1, method, params };
  const answer = parse(answerSchema, await node.post("", body, { method, calls: 1 }), method);
  return parse(schema, unwrap(answer), method);
}

/** Asks several things in one exchange; a refusal stands in its place, so that the other answers are not lost. */
export async function rpcBatch(
  node: NodeClient,
  requests: readonly RpcRequest[],
): Promise<readonly unknown[]> {
  const body = requests.map((request, id) => ({ jsonrpc: "2.0", id, ...request }));
  const method = [...new Set(requests.map((request) => request.method))].join("+");
  const raw = await node.post("", body, { method, calls: requests.length });
  if (!Array.isArray(raw)) unwrap(parse(answerSchema.partial({ id: true }), raw, method));
  const byId = new Map(parse(z.array(answerSchema), raw, method).map((a) => [a.id, a]));
  return requests.map((request, id) => {
    const answer = byId.get(id);
    if (!answer) throw new NodeFailure(`${request.method}: left unanswered`, "answer");
    return answer.error ? refusal(answer.error) : answer.result;
  });
}

/** One answer of a batch. Throws the RpcError that stands in its place. */
export function settle<T>(answer: unknown, schema: z.ZodType<T>, what: string): T {
  if (answer instanceof RpcError) throw answer;
  return parse(schema, answer, what);
}

function unwrap(answer: Pick<Answer, "error" | "result">): unknown {
  if (answer.error) throw refusal(answer.error);
  return answer.result;
}

function refusal(error: NonNullable<Answer["error"]>): RpcError {
  return new RpcError(error.code, error.message, revertData(error.data));
}

/** Nodes put the bytes of a revert into `data` as they are, or one level down. */
function revertData(data: unknown): string | null {
  if (typeof data === "string" && /^0x[0-9a-f]*$/i.test(data)) return data.slice(2).toLowerCase();
  if (typeof data === "object" && data !== null && "data" in data) return revertData(data.data);
  return null;
}

function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new NodeFailure(`${what}: ${issue?.path.join(".")} ${issue?.message}`, "answer");
}
