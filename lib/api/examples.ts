import { present } from "@/lib/kit";
import { EXAMPLE_ADDRESS, EXAMPLE_ID, OPERATION_EXAMPLES } from "./example-answers";
import type { Json, NamedSchemas } from "./json-schema";

const HASH = "9f2c1e7ab0d34c58a6e1f0937b52d48c6a0f1e9d3b7c25480af6e1d29c3b7584";

/** What a field is shown with, by its name. */
const VALUES: Readonly<Record<string, unknown>> = {
  id: EXAMPLE_ID,
  _id: "5f0e6c2b9d8a4731c0b2e4f6",
  clientId: "5f0e6c2b9d8a4731c0b2e4f6",
  transactionId: EXAMPLE_ID,
  withdrawalId: EXAMPLE_ID,
  webhookEventId: EXAMPLE_ID,
  code: "3mJr7AoUXx2Wqd5KvT9bNc",
  requestId: "0199b7a5-0b7d-7c11-8e0a-51d2f3c4b6a7",
  url: "https://pay.example.com/s/3mJr7AoUXx2Wqd5KvT9bNc",
  paymentUrl: "https://pay.example.com/s/3mJr7AoUXx2Wqd5KvT9bNc",
  callbackUrl: "https://shop.example/thanks",
  webhookUrl: "https://shop.example/webhooks/tillgate",
  webhookSecret: "••••••••••••••••c3b7a584",
  userId: "user-12345",
  email: "alice@example.com",
  firstName: "Alice",
  lastName: "Miller",
  name: "Northwind Books",
  merchantName: "Northwind Books",
  phone: "+43 1 234567",
  invoiceNo: "INV-67890-0001",
  referenceId: "ORD-1234",
  walletAddress: EXAMPLE_ADDRESS,
  walletNetwork: "USDT-TRC20",
  currencyType: "USDT-TRC20",
  network: "USDT-TRC20",
  type: "deposit",
  status: "confirmed",
  deliveryStatus: "delivered",
  txHash: HASH,
  blockchainTxHash: HASH,
  transactionHash: HASH,
  amount: 50,
  received: 50,
  fee: 0,
  netAmount: 50,
  actualBalance: 50,
  platformFee: 1,
  balance: 250,
  totalBalance: 250,
  totalAmt: 1840.5,
  pendingAmt: 50,
  totalDeposits: 3,
  totalDepositAmount: 250,
  lastDepositAmount: 50,
  remaining: 0,
  feePayer: "merchant",
  depositFeePayer: "merchant",
  withdrawalFeePayer: "user",
  confirmations: 20,
  requiredConfirmations: 19,
  blockNumber: 71_204_518,
  logIndex: 0,
  attempts: 1,
  lastStatusCode: 200,
  page: 1,
  limit: 20,
  totalDocs: 1,
  totalPages: 1,
  createdAt: "2026-03-02T09:14:07.412Z",
  detectedAt: "2026-03-02T09:15:31.006Z",
  confirmedAt: "2026-03-02T09:16:40.893Z",
  completedAt: "2026-03-02T09:16:40.893Z",
  lastDepositAt: "2026-03-02T09:16:40.893Z",
  processedAt: "2026-03-02T09:16:40.893Z",
  now: "2026-03-02T09:16:41.220Z",
  expiresAt: "2026-03-02T09:24:07.412Z",
  fromDate: "2026-03-01T00:00:00Z",
  toDate: "2026-03-31T23:59:59Z",
  search: "ORD-1234",
  cursor: "MDE5OWI3YTQ2YzFl",
  timer: 15,
  success: true,
  isActive: true,
  state: "paid",
};

/** Fields that mostly do not apply. */
const USUALLY_NULL = new Set([
  ..."description reason remarks cancelledAt nextCursor lastError nextAttemptAt".split(" "),
]);

/** An example of a schema: the field's own, else one by its name, else one by its type. */
export function exampleOf(schema: Json, named: NamedSchemas, name = ""): unknown {
  const resolved = resolveSchema(schema, named);
  if ("const" in resolved) return resolved.const;
  const variants = (resolved.anyOf ?? resolved.oneOf) as Json[] | undefined;
  if (variants) return exampleOfVariants(variants, named, name);
  if (name in VALUES && fitsEnum(resolved, VALUES[name])) return VALUES[name];
  const [first] = (resolved.examples ?? []) as unknown[];
  if (first !== undefined) return first;
  if (resolved.type === "object") return exampleOfRequired(resolved, named);
  if (resolved.type === "array") return [exampleOf((resolved.items ?? {}) as Json, named)];
  return plainValue(resolved);
}

function exampleOfVariants(variants: Json[], named: NamedSchemas, name: string): unknown {
  const mayBeNull = variants.some((variant) => variant.type === "null");
  if (mayBeNull && USUALLY_NULL.has(name)) return null;
  const shown = variants.find((variant) => variant.type !== "null");
  return exampleOf(present(shown, "a variant to show"), named, name);
}

/** An object with what must be in it. */
function exampleOfRequired(schema: Json, named: NamedSchemas): Json {
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const required = (schema.required ?? []) as string[];
  const shown = Object.entries(properties).filter(([name]) => required.includes(name));
  return Object.fromEntries(
    shown.map(([name, property]) => [name, exampleOf(property, named, name)]),
  );
}

function plainValue(schema: Json): unknown {
  const [word] = (schema.enum ?? []) as unknown[];
  if (word !== undefined) return word;
  if (schema.default !== undefined) return schema.default;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "boolean") return false;
  if (type === "integer" || type === "number") return schema.minimum ?? 0;
  if (type === "null") return null;
  return "text";
}

function fitsEnum(schema: Json, value: unknown): boolean {
  return !Array.isArray(schema.enum) || schema.enum.includes(value);
}

function resolveSchema(schema: Json, named: NamedSchemas): Json {
  const reference = typeof schema.$ref === "string" ? schema.$ref.split("/").at(-1) : undefined;
  return reference ? present(named[reference], reference) : schema;
}

/** The answer that an operation is shown with. */
export function answerExample(id: string, schema: Json, named: NamedSchemas): unknown {
  const made = exampleOf(schema, named);
  return merge(made, OPERATION_EXAMPLES[id]?.answer);
}

/** The body that an operation is shown with: what must be in it, and what its own example adds. */
export function bodyExample(id: string, schema: Json, named: NamedSchemas): unknown {
  const own = OPERATION_EXAMPLES[id]?.body;
  if (own) return own;
  return exampleOfRequired(schema, named);
}

function merge(made: unknown, own: unknown): unknown {
  if (own === undefined) return made;
  if (!isObject(made) || !isObject(own)) return own;
  const merged: Json = { ...made };
  for (const [name, value] of Object.entries(own)) {
    // Named but undefined: a field that this answer does not have.
    if (value === undefined) delete merged[name];
    else merged[name] = merge(made[name], value);
  }
  return merged;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
