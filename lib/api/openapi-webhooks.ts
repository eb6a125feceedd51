import { z } from "zod";
import { exampleOf } from "./examples";
import { type Json, type NamedSchemas, toJsonSchema } from "./json-schema";
import { transactionRecord } from "./responses";

const { shape } = transactionRecord;

/** What a webhook about a transaction says (section 7), in the order in which it is signed. */
export const webhookSchema = z
  .strictObject({
    success: z.literal(true),
    message: z.literal("Transaction status update"),
    data: z.strictObject({
      type: shape.type,
      transactionId: shape.transactionId,
      clientId: shape.clientId,
      amount: shape.amount,
      fee: shape.fee,
      netAmount: shape.netAmount,
      actualBalance: shape.actualBalance,
      currencyType: shape.currencyType,
      status: shape.status,
      createdAt: shape.createdAt,
      confirmedAt: shape.confirmedAt,
      blockchainTxHash: shape.blockchainTxHash,
      walletAddress: shape.walletAddress,
      network: shape.network,
      id: shape.id,
      userId: shape.userId,
      invoiceNo: shape.invoiceNo,
      referenceId: shape.referenceId,
      reason: shape.reason,
      late: shape.late,
      platformFee: shape.platformFee,
      feePayer: shape.feePayer,
    }),
  })
  .meta({ id: "TransactionStatusUpdate" });

const SENT = [
  "A transaction's status changed. Sent to the invoice's, the user's or the withdrawal's own URL, else to the merchant's:",
  "deposit confirmed or failed; withdrawal pending, completed, failed or rejected; payout completed or failed.",
  "Any 2xx within 10 seconds is success; everything else is sent again after 1 min, 5 min, 30 min, 2 h and 12 h.",
  "Check X-Webhook-Signature over the body's bytes as they came, before they are parsed.",
].join(" ");

const HEADERS: readonly (readonly [string, string, string])[] = [
  [
    "X-Webhook-Signature",
    "sha256= and the hex HMAC-SHA256 of the raw body, with the webhook secret as the key",
    "sha256=6f1c0b…",
  ],
  ["X-Webhook-Id", "The event, equal on every try", "0199b7a5-3c11-7a60-9b1e-0d2f4c6e8a13"],
  ["X-Webhook-Timestamp", "Unix seconds of this try", "1772443001"],
  ["X-Webhook-Attempt", "From 1", "1"],
  [
    "webhook-id",
    "The same event, as Standard Webhooks names it",
    "0199b7a5-3c11-7a60-9b1e-0d2f4c6e8a13",
  ],
  ["webhook-timestamp", "The same second", "1772443001"],
  [
    "webhook-signature",
    "Standard Webhooks: v1, and base64, of whsec_ + base64 of the secret; two of them while a rotated secret still signs",
    "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
  ],
];

/** What Tillgate sends, as OpenAPI 3.1 describes it. */
export function webhooksOf(named: NamedSchemas): Json {
  const schema = toJsonSchema(webhookSchema, "output", named);
  const example = exampleOf(schema, named);
  const test = {
    name: "X-Webhook-Test",
    in: "header",
    required: false,
    description: "true on a test; absent otherwise",
    schema: { type: "string", const: "true" },
  };
  const parameters = HEADERS.map(([name, description, sample]) => ({
    name,
    in: "header",
    required: true,
    description,
    schema: { type: "string" },
    example: sample,
  }));
  const post = {
    operationId: "transactionStatusUpdate",
    tags: ["Webhooks"],
    summary: "Transaction status update",
    description: SENT,
    security: [],
    parameters: [...parameters, test],
    requestBody: { required: true, content: { "application/json": { schema, example } } },
    responses: { "2XX": { description: "Received" } },
  };
  return { transactionStatusUpdate: { post } };
}
